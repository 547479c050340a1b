using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>One element along a dimension, which vanishes: a row, a column. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="index">The element's index; negative counts from the end.</param>
        /// <returns>A node of the next lower rank.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension or element.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).At(0, 1)   // 3, 4: the second row</code></example>
        public Variable<T> At(int dimension, int index)
        {
            int d = Dimensions.Normalize("At", dimension, x.Shape), length = x.Shape[d], start = index < 0 ? index + length : index;
            if ((uint)start >= (uint)length) throw Errors.ElementOutOfRange(index, d, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Apply(new SliceOperation<T>(d, start, 1, 1)).Squeeze(d));
        }

        /// <summary>One element along a dimension, which vanishes: a row, a column. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="index">The element's index: <c>^1</c> is the last.</param>
        /// <returns>A node of the next lower rank.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension or element.</exception>
        public Variable<T> At(int dimension, Index index) => x.At(dimension, index.IsFromEnd ? ~index.Value + 1 : index.Value);

        /// <summary>
        /// All elements along a dimension, which vanishes, divided by halves: the cotangents of n of them are put together in log n passes over all, where n slices of the whole take n.
        /// </summary>
        /// <param name="dimension">The dimension, from the front.</param>
        /// <param name="elements">As many as it has, one at least.</param>
        internal void Each(int dimension, Span<Variable<T>> elements)
        {
            if (elements.Length == 1)
            {
                elements[0] = x.At(dimension, 0);
                return;
            }

            int half = elements.Length / 2;
            x.Slice(dimension, 0, half).Each(dimension, elements[..half]);
            x.Slice(dimension, half, elements.Length - half).Each(dimension, elements[half..]);
        }
    }
}
