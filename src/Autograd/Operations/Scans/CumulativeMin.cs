using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The smallest elements up to each place along a dimension: y[k] = min(x[0], …, x[k]); NaN from the first NaN on. The cotangent goes to the
        /// element that was taken, the first of equal ones. PyTorch's <c>cummin</c>, JAX's <c>lax.cummin</c>, NumPy's <c>minimum.accumulate</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var best = losses.CumulativeMin(0);
        /// </code></example>
        public Variable<T> CumulativeMin(int dimension) => x.CumulativeExtremum(Dimensions.Normalize("CumulativeMin", dimension, x.Shape), isSmallest: true);
    }
}
