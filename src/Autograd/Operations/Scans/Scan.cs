using System.Buffers;
using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>A recurrence over time: s[t] = step(s[t − 1], x[t]) from a first state s[−1] on. All its states.</summary>
        /// <param name="step">Makes the next state of a state and an input, of the same lengths as the state; records on this tape.</param>
        /// <param name="state">The state before the first step.</param>
        /// <param name="inputs">The inputs x, one after another along dimension 0.</param>
        /// <returns>The states after each step along a new dimension 0; the last is <c>.At(0, ^1)</c>.</returns>
        /// <exception cref="ArgumentException">The inputs are a scalar, or a step gives a state of other lengths.</exception>
        /// <remarks>
        /// What follows from a state alone, an output say, is best computed of all states at once. Elsewhere <c>jax.lax.scan</c>. The steps are recorded one by one; one that is recorded again is found again.
        /// </remarks>
        /// <example><code>tape.Scan((h, x) => (x.MatMul(W) + h.MatMul(U)).Tanh(), tape.Zeros(8), inputs)</code></example>
        public Variable<T> Scan(Func<Variable<T>, Variable<T>, Variable<T>> step, Variable<T> state, Variable<T> inputs)
        {
            ArgumentNullException.ThrowIfNull(tape);
            ArgumentNullException.ThrowIfNull(step);
            Shape lengths = tape.NodeOf(state, "Scan").Shape, over = tape.NodeOf(inputs, "Scan").Shape;
            if (over.Rank == 0) throw Errors.NoTimes("Scan");
            using var attempt = new Attempt<T>(tape);
            int count = over[0];
            if (count == 0) return attempt.Keep(tape.Zeros(lengths.Insert(0, 0)));
            if (count > Array.MaxLength) throw Errors.TooMuchMemory("Scan", count);
            Variable<T>[] states = ArrayPool<Variable<T>>.Shared.Rent(count);
            try
            {
                // Each input, until its state stands in its place.
                inputs.Each(0, states.AsSpan(0, count));
                for (int t = 0; t < count; t++)
                {
                    state = step(state, states[t]);
                    Shape given = tape.NodeOf(state, "Scan").Shape;
                    if (given != lengths) throw Errors.ShapesDiffer("Scan", "the state", lengths, "that after a step", given);
                    states[t] = state;
                }

                return attempt.Keep(tape.Stack(0, states.AsSpan(0, count)));
            }
            finally
            {
                ArrayPool<Variable<T>>.Shared.Return(states, clearArray: true);
            }
        }

        /// <summary>A recurrence over time with a state of two parts, as of an LSTM: (s[t], c[t]) = step(s[t − 1], c[t − 1], x[t]). All states.</summary>
        /// <param name="step">Makes the next two parts of the two before and an input, of the same lengths as these; records on this tape.</param>
        /// <param name="first">The first part before the first step.</param>
        /// <param name="second">The second part before the first step.</param>
        /// <param name="inputs">The inputs x, one after another along dimension 0.</param>
        /// <returns>Both parts after each step along a new dimension 0; the last are <c>.At(0, ^1)</c>.</returns>
        /// <exception cref="ArgumentException">The inputs are a scalar, or a step gives parts of other lengths.</exception>
        /// <remarks>A state of more parts has some of them concatenated, and sliced in the step.</remarks>
        /// <example><code>
        /// var (h, c) = tape.Scan((h, c, x) => { var next = c * forget + (x + h).Tanh(); return (next.Tanh(), next); }, tape.Zeros(8), tape.Zeros(8), inputs);
        /// </code></example>
        public (Variable<T> First, Variable<T> Second) Scan(
            Func<Variable<T>, Variable<T>, Variable<T>, (Variable<T> First, Variable<T> Second)> step, Variable<T> first, Variable<T> second, Variable<T> inputs)
        {
            ArgumentNullException.ThrowIfNull(tape);
            ArgumentNullException.ThrowIfNull(step);
            Shape lengths = tape.NodeOf(first, "Scan").Shape, others = tape.NodeOf(second, "Scan").Shape, over = tape.NodeOf(inputs, "Scan").Shape;
            if (over.Rank == 0) throw Errors.NoTimes("Scan");
            using var attempt = new Attempt<T>(tape);
            int count = over[0];
            if (count == 0) return (tape.Zeros(lengths.Insert(0, 0)), attempt.Keep(tape.Zeros(others.Insert(0, 0))));
            if (count > Array.MaxLength) throw Errors.TooMuchMemory("Scan", count);
            Variable<T>[] states = ArrayPool<Variable<T>>.Shared.Rent(count), parts = ArrayPool<Variable<T>>.Shared.Rent(count);
            try
            {
                inputs.Each(0, states.AsSpan(0, count));
                for (int t = 0; t < count; t++)
                {
                    (first, second) = step(first, second, states[t]);
                    Shape given = tape.NodeOf(first, "Scan").Shape, other = tape.NodeOf(second, "Scan").Shape;
                    if (given != lengths) throw Errors.ShapesDiffer("Scan", "the state", lengths, "that after a step", given);
                    if (other != others) throw Errors.ShapesDiffer("Scan", "the second part of the state", others, "that after a step", other);
                    states[t] = first;
                    parts[t] = second;
                }

                Variable<T> all = tape.Stack(0, states.AsSpan(0, count));
                return (all, attempt.Keep(tape.Stack(0, parts.AsSpan(0, count))));
            }
            finally
            {
                ArrayPool<Variable<T>>.Shared.Return(states, clearArray: true);
                ArrayPool<Variable<T>>.Shared.Return(parts, clearArray: true);
            }
        }
    }
}
