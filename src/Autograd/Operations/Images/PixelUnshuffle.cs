using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The pixels of blocks made channels of a smaller image: [..., c, h f, w f] becomes [..., c f², h, w]. The inverse of <c>PixelShuffle</c>;
        /// PyTorch's <c>pixel_unshuffle</c>.
        /// </summary>
        /// <param name="factor">The factor f by which the image shrinks, at least 1.</param>
        /// <returns>A node with more channels and shorter rows and columns.</returns>
        /// <exception cref="ArgumentException">There are fewer than three dimensions, or rows or columns are no multiple of f.</exception>
        /// <example><code>
        /// var small = image.PixelUnshuffle(2);      // [1, 3, 16, 16] to [1, 12, 8, 8]
        /// </code></example>
        public Variable<T> PixelUnshuffle(int factor)
        {
            Shape shape = x.Shape;
            if (shape.Rank < 3) throw MovementErrors.NotImages("PixelUnshuffle", shape);
            if (factor < 1) throw Errors.NumberBelow("PixelUnshuffle", "the factor", factor, 1, nameof(factor));
            int channels = shape[^3], rows = shape[^2] / factor, columns = shape[^1] / factor;
            if (shape[^2] % factor != 0) throw MovementErrors.NoMultiple("PixelUnshuffle", "rows", shape[^2], factor, shape);
            if (shape[^1] % factor != 0) throw MovementErrors.NoMultiple("PixelUnshuffle", "columns", shape[^1], factor, shape);
            int before = 1;
            Span<nint> lengths = stackalloc nint[shape.Rank];
            for (int d = 0; d < shape.Rank - 3; d++)
            {
                before *= shape[d];
                lengths[d] = shape[d];
            }

            (lengths[^3], lengths[^2], lengths[^1]) = ((nint)channels * factor * factor, rows, columns);
            var result = new Shape(lengths);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Reshape([before, channels, rows, factor, columns, factor]).Permute(0, 1, 3, 5, 2, 4).Apply(new ReshapeOperation<T>(result)));
        }
    }
}
