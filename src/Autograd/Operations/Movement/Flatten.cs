using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>All elements in one dimension, in row-major order. A view where strides allow it.</summary>
        /// <returns>A node of lengths [element count].</returns>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).Flatten()   // 1, 2, 3, 4, of lengths [4]</code></example>
        public Variable<T> Flatten() => x.Apply(new ReshapeOperation<T>([x.Shape.ElementCount]));

        /// <summary>Several neighbouring dimensions made one, in row-major order. A view where strides allow it.</summary>
        /// <param name="first">The first of them; negative counts from the end.</param>
        /// <param name="last">The last of them; negative counts from the end.</param>
        /// <returns>A node in whose lengths theirs are replaced by their product.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or the last before the first.</exception>
        public Variable<T> Flatten(int first, int last = -1)
        {
            Shape shape = x.Shape;
            int from = Dimensions.Normalize("Flatten", first, shape), to = Dimensions.Normalize("Flatten", last, shape);
            if (to < from) throw Errors.FlattenOrder(first, last, shape);
            int count = 1;
            for (int d = from; d <= to; d++) count *= shape[d];
            return x.Apply(new ReshapeOperation<T>(Shape.Concatenate(shape, from, shape, to + 1).Insert(from, count)));
        }
    }
}
