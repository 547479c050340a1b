using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Without the dimensions of length 1 that are named, or without all of them where none is. A view.</summary>
        /// <param name="dimensions">Dimensions of length 1; negative ones count from the end.</param>
        /// <returns>A node of lower rank.</returns>
        /// <exception cref="ArgumentException">A named dimension is not of length 1, named twice, or out of range.</exception>
        /// <example><code>tape.Variable([1.0, 2], [1, 2, 1]).Squeeze()   // 1, 2, of lengths [2]</code></example>
        public Variable<T> Squeeze(params ReadOnlySpan<int> dimensions)
        {
            Shape shape = x.Shape;
            var removed = Dimensions.None;
            if (!dimensions.IsEmpty) removed = Dimensions.Of("Squeeze", dimensions, shape);
            for (int d = 0; d < shape.Rank; d++)
            {
                if (dimensions.IsEmpty && shape[d] == 1) removed = removed.Add(d);
                else if (removed.Contains(d) && shape[d] != 1) throw Errors.SqueezeLength(d, shape);
            }

            return x.Apply(new ReshapeOperation<T>(shape.Reduce(removed, keep: false)));
        }
    }
}
