using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The k-th largest element along a dimension: 1 is the largest, the length the smallest. Of equal ones the first takes the cotangent first; NaN
        /// counts as larger than all numbers. PyTorch's <c>kthvalue</c> counts from the smallest.
        /// </summary>
        /// <param name="k">Which one, from 1 to the length of the dimension.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        /// <returns>A node without that dimension, or with length 1 there.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or a number outside its length.</exception>
        /// <example><code>
        /// var threshold = scores.KthLargest(10, -1, keep: true);
        /// var kept = scores.MaskedFill(scores &lt; threshold, float.NegativeInfinity);
        /// </code></example>
        public Variable<T> KthLargest(int k, int dimension, bool keep = false)
        {
            int d = Dimensions.Normalize("KthLargest", dimension, x.Shape);
            if (k < 1 || k > x.Shape[d]) throw MovementErrors.RankOutOfRange("KthLargest", k, d, x.Shape, nameof(k));
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> found = x.Ordered(d, new Order(k - 1, 1, IsDescending: true), out _);
            return attempt.Keep(keep ? found : found.Squeeze(d));
        }
    }
}
