using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Channels spread over the pixels of a larger image: [..., c f², h, w] becomes [..., c, h f, w f], with y[…, c, i f + a, j f + b] =
        /// x[…, c f² + a f + b, i, j]. PyTorch's <c>pixel_shuffle</c>.
        /// </summary>
        /// <param name="factor">The factor f by which the image grows, at least 1.</param>
        /// <returns>A node with fewer channels and longer rows and columns.</returns>
        /// <exception cref="ArgumentException">There are fewer than three dimensions, or the channels are no multiple of f².</exception>
        /// <example><code>
        /// var large = features.PixelShuffle(2);      // [1, 12, 8, 8] to [1, 3, 16, 16]
        /// </code></example>
        public Variable<T> PixelShuffle(int factor)
        {
            Shape shape = x.Shape;
            if (shape.Rank < 3) throw MovementErrors.NotImages("PixelShuffle", shape);
            if (factor < 1) throw Errors.NumberBelow("PixelShuffle", "the factor", factor, 1, nameof(factor));
            int channels = shape[^3], rows = shape[^2], columns = shape[^1];
            long square = (long)factor * factor;
            if (channels % square != 0) throw MovementErrors.NoMultiple("PixelShuffle", "channels", channels, square, shape);
            int fewer = (int)(channels / square);
            int before = 1;
            Span<nint> lengths = stackalloc nint[shape.Rank];
            for (int d = 0; d < shape.Rank - 3; d++)
            {
                before *= shape[d];
                lengths[d] = shape[d];
            }

            (lengths[^3], lengths[^2], lengths[^1]) = (fewer, (nint)rows * factor, (nint)columns * factor);
            var result = new Shape(lengths);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Reshape([before, fewer, factor, factor, rows, columns]).Permute(0, 1, 4, 2, 5, 3).Apply(new ReshapeOperation<T>(result)));
        }
    }
}
