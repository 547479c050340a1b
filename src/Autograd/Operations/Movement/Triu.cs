using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The upper triangle of each matrix over the last two dimensions: y[…, i, j] = x[…, i, j] where j ≥ i + diagonal, else 0. The <c>triu</c> of
        /// PyTorch and NumPy.
        /// </summary>
        /// <param name="diagonal">The first diagonal that belongs to it: 0 the main one, 1 the one above.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
        /// <example><code>
        /// var masked = scores.MaskedFill(tape.Ones(n, n).Triu(1), float.NegativeInfinity);      // no look ahead
        /// </code></example>
        public Variable<T> Triu(int diagonal = 0) => x.Apply(new TriangleOperation<T>(diagonal, IsUpper: true));
    }
}
