using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The sum of the diagonal of each matrix over the last two dimensions: y[…] = Σ x[…, i, i], with dy/dx = I. The <c>trace</c> of NumPy.
        /// </summary>
        /// <returns>A node without these dimensions.</returns>
        /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
        /// <example><code>
        /// var divergence = Differentiate.Jacobian(f, x).Trace();
        /// </code></example>
        public Variable<T> Trace()
        {
            using var attempt = new Attempt<T>(x.Tape);
            return x.Rank < 2 ? throw MovementErrors.NotMatrices("Trace", x.Shape) : attempt.Keep(x.Apply(new DiagonalOperation<T>(0)).Sum(-1));
        }
    }
}
