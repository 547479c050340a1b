using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The elements along a dimension in ascending or descending order. Stable: equal elements keep their order, which decides where cotangents
        /// go; NaN comes after all numbers, in descending order before. Where each comes from: <c>ArgSort</c>. The <c>sort</c> of PyTorch and NumPy.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <returns>A node with the lengths of this one. Its VJP gives each cotangent to the place that its element came from.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var distance = (x.Sort(0) - y.Sort(0)).Abs().Mean();      // Wasserstein distance of two samples
        /// </code></example>
        public Variable<T> Sort(int dimension, bool descending = false)
        {
            int d = Dimensions.Normalize("Sort", dimension, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Ordered(d, new Order(0, x.Shape[d], descending), out _));
        }
    }
}
