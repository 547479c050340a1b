using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The parts of given lengths along a dimension, one behind the other. Views. PyTorch's <c>split</c>; parts of equal length: <c>Chunk</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="lengths">The lengths of the parts, each 0 or more; together the length of the dimension.</param>
        /// <returns>A new array of the parts; where none may be allocated, <c>Slice</c> gives one of them.</returns>
        /// <exception cref="ArgumentException">No such dimension, or the lengths do not add up to its own.</exception>
        /// <example><code>
        /// Variable&lt;float&gt;[] gates = z.Split(-1, n, n, 2 * n);
        /// </code></example>
        public Variable<T>[] Split(int dimension, params ReadOnlySpan<int> lengths)
        {
            Shape shape = x.Shape;
            int d = Dimensions.Normalize("Split", dimension, shape), start = 0;
            long sum = 0;
            bool isNegative = false;
            foreach (int length in lengths)
            {
                isNegative |= length < 0;
                sum += length;
            }

            if (isNegative || sum != shape[d]) throw MovementErrors.SplitLengths(sum, isNegative, d, shape);
            using var attempt = new Attempt<T>(x.Tape);
            var parts = new Variable<T>[lengths.Length];
            for (int k = 0; k < parts.Length; start += lengths[k++]) parts[k] = x.Apply(new SliceOperation<T>(d, start, lengths[k], 1));
            attempt.Keep();
            return parts;
        }
    }
}
