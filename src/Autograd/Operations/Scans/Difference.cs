using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The differences of neighbors along a dimension, y[k] = x[k + 1] − x[k], or those of a higher order. The <c>diff</c> of NumPy and PyTorch.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="order">How often differences are taken, 0 or more.</param>
        /// <returns>A node that is shorter by the order in the dimension, or of length 0.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or a negative order.</exception>
        /// <example><code>
        /// var roughness = curve.Difference(0, order: 2).Square().Sum();
        /// </code></example>
        public Variable<T> Difference(int dimension, int order = 1)
        {
            int d = Dimensions.Normalize("Difference", dimension, x.Shape);
            if (order < 0) throw Errors.NumberBelow("Difference", "the order", order, 0, nameof(order));
            if (order >= x.Shape[d]) return order == 0 ? x : x.Slice(d, 0, 0);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> differences = x;
            for (int k = 0; k < order; k++) differences = differences.Slice(d, 1..) - differences.Slice(d, ..^1);
            return attempt.Keep(differences);
        }
    }
}
