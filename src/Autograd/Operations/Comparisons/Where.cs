using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Choice, element-wise with broadcasting: y = a where the condition is not 0, else b. The chosen operand takes the cotangent, the
/// other exactly 0; the condition has no derivative.
/// </summary>
internal readonly record struct WhereOperation<T> : ITernaryOperation<WhereOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Where";

    /// <inheritdoc/>
    public static Notation NotationOf(WhereOperation<T> operation) => Notation.Choice;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, L.Zero), c, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B, Variable<T> C) Vjp(Variable<T> a, Variable<T> b, Variable<T> c, Variable<T> y, Variable<T> cotangent) =>
        (default, a.Tape.Where(a, cotangent, T.NegativeZero), a.Tape.Where(a, T.NegativeZero, cotangent));
}

public static partial class Operations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><paramref name="a"/> where the condition is not 0 (a comparison is 1 or 0), else <paramref name="b"/>, element by element.</summary>
        /// <remarks>
        /// A method of the tape, condition first, as <c>np.where</c> and <c>torch.where</c> have it. As a method of a variable it would read both
        /// ways, <c>condition.Where(a, b)</c> and <c>a.Where(condition, b)</c>, and the wrong one would compile.
        /// </remarks>
        /// <param name="condition">What decides.</param>
        /// <param name="a">What is chosen where the condition holds.</param>
        /// <param name="b">What is chosen elsewhere.</param>
        /// <returns>A node with the lengths that all three broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Where(tape.Constant([1.0, 0], [2]), tape.Variable([1.0, 2], [2]), 7)   // 1, 7</code></example>
        public Variable<T> Where(Variable<T> condition, Variable<T> a, Variable<T> b)
        {
            ArgumentNullException.ThrowIfNull(tape);
            return tape.Record(new WhereOperation<T>(), condition, a, b);
        }

        /// <inheritdoc cref="extension{T}(Tape{T}).Where(Variable{T}, Variable{T}, Variable{T})"/>
        public Variable<T> Where(Variable<T> condition, Variable<T> a, T b)
        {
            ArgumentNullException.ThrowIfNull(tape);
            using var attempt = new Attempt<T>(tape);
            return attempt.Keep(tape.Where(condition, a, tape.Constant(b)));
        }

        /// <inheritdoc cref="extension{T}(Tape{T}).Where(Variable{T}, Variable{T}, Variable{T})"/>
        public Variable<T> Where(Variable<T> condition, T a, Variable<T> b)
        {
            ArgumentNullException.ThrowIfNull(tape);
            using var attempt = new Attempt<T>(tape);
            return attempt.Keep(tape.Where(condition, tape.Constant(a), b));
        }

        /// <inheritdoc cref="extension{T}(Tape{T}).Where(Variable{T}, Variable{T}, Variable{T})"/>
        public Variable<T> Where(Variable<T> condition, T a, T b)
        {
            ArgumentNullException.ThrowIfNull(tape);
            using var attempt = new Attempt<T>(tape);
            return attempt.Keep(tape.Where(condition, tape.Constant(a), tape.Constant(b)));
        }
    }
}
