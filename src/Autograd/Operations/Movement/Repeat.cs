using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Each element so many times in a row along a dimension: y[…, i, …] = x[…, i / count, …]. NumPy's <c>repeat</c>, PyTorch's
        /// <c>repeat_interleave</c>; the whole side by side with itself: <c>Tile</c>. The VJP sums over the copies.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="count">How many times, 0 or more.</param>
        /// <returns>A node whose length in the dimension is larger by that factor.</returns>
        /// <exception cref="ArgumentException">No such dimension, a negative count, or too many elements.</exception>
        /// <example><code>
        /// var pixels = image.Repeat(-1, 2).Repeat(-2, 2);      // twice as large
        /// </code></example>
        public Variable<T> Repeat(int dimension, int count)
        {
            int d = Dimensions.Normalize("Repeat", dimension, x.Shape);
            if (count < 0) throw Errors.NumberBelow("Repeat", "the count", count, 0, nameof(count));
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Copied(d, d + 1, count));
        }
    }
}
