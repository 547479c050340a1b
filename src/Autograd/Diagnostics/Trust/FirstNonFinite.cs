using System.Numerics;

namespace Autograd;

/// <summary>Where NaN and ±∞ came from.</summary>
public static class NonFiniteExtensions
{
    extension<T>(Variable<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Where NaN or ±∞ came into this value from: of everything that it is made of, the first node that is not finite while its operands are. Goes through the
        /// program once more, in memory aside: it makes no difference whether the tape is eager, whether operations were computed together, and which values
        /// were taken away. Nothing is recorded, and until it is called it costs nothing.
        /// </summary>
        /// <returns>
        /// The place. Of several the first from which the result is reached, but ±∞ that a constant was given only where there is no other: the −∞ of a mask is
        /// meant so. Where the result is finite, the first value that is not and was masked on the way; null where everything is finite.
        /// </returns>
        /// <remarks>
        /// After an update of parameters the old values of these are gone. What was computed from them is looked at where the tape holds it; the rest is passed
        /// over. Ask before the step, or set <see cref="TapeOptions.CheckFinite"/>.
        /// </remarks>
        /// <exception cref="InvalidOperationException">The tape was reset.</exception>
        /// <example>
        /// <code>
        /// var x = tape.Variable([2.0, 1, 0.5], "x");
        /// var z = (x - 1).Named("z");
        /// var h = z.Log().Named("h");
        /// Console.WriteLine(h.Sum().FirstNonFinite());
        /// // NaN was born in h = ln(z), element [2] of [3], where z = x − 1 is −0.5 at [2].
        /// </code>
        /// </example>
        public NonFinite<T>? FirstNonFinite()
        {
            result.Tape.NodeOf(result, nameof(FirstNonFinite));
            return NonFiniteSearch<T>.Find(result.Tape, [result.Index]);
        }
    }

    extension<T>(Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Where NaN or ±∞ came into the gradients of any leaf from, forward or backward: as <c>FirstNonFinite()</c> of all of them
        /// and of what was differentiated.
        /// </summary>
        /// <returns>The place; null where everything is finite.</returns>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        /// <example>
        /// <code>
        /// var x = tape.Variable(0.0, "x");
        /// var h = x.Sqrt().Named("h");
        /// Console.WriteLine(h.Square().Backward().FirstNonFinite());
        /// // ∞ was born backward, in the derivative of h = √x: %7 = 1 / %6, where %6 = 2 h is 0. It became NaN in ∇x = ∇h %7, where ∇h is 0 and %7 = 1 / %6 is ∞.
        /// </code>
        /// </example>
        public NonFinite<T>? FirstNonFinite()
        {
            Tape<T> tape = gradients.Tape;
            var results = new List<int>();
            foreach (CotangentOfNode cotangent in tape.Cotangents(gradients.Start, gradients.Count))
            {
                if (tape.Program[cotangent.Node].OperandCount == 0) results.Add(cotangent.Value);
            }

            foreach (int output in gradients.Outputs()) results.Add(output);
            return NonFiniteSearch<T>.Find(tape, [.. results]);
        }

        /// <summary>What was differentiated.</summary>
        internal IEnumerable<int> Outputs()
        {
            ReadOnlySpan<int> cotangents = gradients.Nodes;
            var outputs = new SortedSet<int>();
            for (int i = 0; i < cotangents.Length; i++)
            {
                if (cotangents[i] >= 0) outputs.Add(i);
            }

            for (int i = 0; i < cotangents.Length; i++)
            {
                if (cotangents[i] < 0) continue;
                foreach (int operand in gradients.Tape.Program.OperandsOf(gradients.Tape.Program[i])) outputs.Remove(operand);
            }

            return outputs;
        }
    }
}
