using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The last two dimensions exchanged: rows become columns. A view. A vector stays as it is.</summary>
        /// <returns>A node of lengths [..., n, m] where this one has [..., m, n].</returns>
        /// <exception cref="ArgumentException">This node is a scalar.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).Transpose()   // 1, 3, 2, 4</code></example>
        public Variable<T> Transpose() => x.Rank == 1 ? x : x.Transpose(-2, -1);

        /// <summary>Two dimensions exchanged. A view.</summary>
        /// <param name="first">A dimension; negative counts from the end.</param>
        /// <param name="second">Another dimension; negative counts from the end.</param>
        /// <returns>A node with the two lengths exchanged.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        public Variable<T> Transpose(int first, int second)
        {
            Shape shape = x.Shape;
            int a = Dimensions.Normalize("Transpose", first, shape), b = Dimensions.Normalize("Transpose", second, shape);
            return x.Apply(new PermuteOperation<T>(Permutation.Exchange(shape.Rank, a, b)));
        }
    }
}
