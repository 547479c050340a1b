using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>With one more dimension, of length 1. A view.</summary>
        /// <param name="dimension">Where it stands in the result: from −rank − 1 to rank.</param>
        /// <returns>A node of the next higher rank.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such place.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Unsqueeze(-1)   // 1, 2, of lengths [2, 1]</code></example>
        public Variable<T> Unsqueeze(int dimension)
        {
            Shape shape = x.Shape;
            int d = dimension < 0 ? dimension + shape.Rank + 1 : dimension;
            if ((uint)d > (uint)shape.Rank) throw Errors.PlaceOutOfRange("Unsqueeze", dimension, shape);
            return x.Apply(new ReshapeOperation<T>(shape.Insert(d, 1)));
        }
    }
}
