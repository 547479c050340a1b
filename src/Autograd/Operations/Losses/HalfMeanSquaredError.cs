using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Half the squared error per example, 1/(2N) Σ (t − z)², N being the length of the first dimension (1 for a scalar).</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <returns>A scalar.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>The loss of backpropagation as it is taught, whose slope is the error itself; it has one reduction.</remarks>
        /// <example><code>tape.Variable([1.0, 4], [2]).HalfMeanSquaredError(tape.Constant([2.0, 2], [2]))   // 1.25</code></example>
        public Variable<T> HalfMeanSquaredError(Variable<T> target)
        {
            CheckSame("HalfMeanSquaredError", prediction, target);
            Shape shape = prediction.Shape;
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep((prediction - target).Square().Sum() / T.CreateSaturating(2.0 * (shape.Rank == 0 ? 1 : shape[0])));
        }
    }
}
