using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The mean squared error 1/n Σ (z − t)² over all n elements; or the sum of the squares, or each by itself.</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <param name="reduction">Whether the mean of the squares is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.mse_loss</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 4], [2]).MeanSquaredError(tape.Constant([2.0, 2], [2]))   // 2.5</code></example>
        public Variable<T> MeanSquaredError(Variable<T> target, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("MeanSquaredError", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("MeanSquaredError", (prediction - target).Square(), reduction));
        }
    }
}
