using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The elements along a dimension in reverse order. A view.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with the same lengths.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).Flip(0)   // 3, 2, 1</code></example>
        public Variable<T> Flip(int dimension)
        {
            int d = Dimensions.Normalize("Flip", dimension, x.Shape), length = x.Shape[d];
            return x.Apply(new SliceOperation<T>(d, Math.Max(length - 1, 0), length, -1));
        }
    }
}
