using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// So many parts along a dimension, of lengths that differ by 1 at most, the longer ones first. Views. NumPy's <c>array_split</c>, PyTorch's
        /// <c>tensor_split</c>; its <c>chunk</c> where the length is a multiple of the count, else that may give fewer parts than asked for.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="count">The number of parts, at least 1.</param>
        /// <returns>A new array of the parts.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or no parts.</exception>
        /// <example><code>
        /// Variable&lt;float&gt;[] halves = x.Chunk(0, 2);
        /// </code></example>
        public Variable<T>[] Chunk(int dimension, int count)
        {
            Shape shape = x.Shape;
            int d = Dimensions.Normalize("Chunk", dimension, shape), start = 0;
            if (count < 1) throw Errors.NumberBelow("Chunk", "the number of parts", count, 1, nameof(count));
            if (count > Array.MaxLength) throw Errors.TooMuchMemory("Chunk", count);
            using var attempt = new Attempt<T>(x.Tape);
            var parts = new Variable<T>[count];
            for (int k = 0; k < count; k++)
            {
                int length = (shape[d] / count) + (k < shape[d] % count ? 1 : 0);
                parts[k] = x.Apply(new SliceOperation<T>(d, start, length, 1));
                start += length;
            }

            attempt.Keep();
            return parts;
        }
    }
}
