using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The solution of A X = B where the matrix is not singular, which is found out at once, whatever the tape's mode.</summary>
        /// <param name="b">The right side, of lengths [..., n, m], or a vector of lengths [n].</param>
        /// <param name="solution">The solution; default where there is none.</param>
        /// <returns>False where the matrix, or one of a batch, is singular; nothing is recorded then.</returns>
        /// <exception cref="ArgumentException">This is not a square matrix, or the lengths do not fit.</exception>
        /// <example><code>
        /// if (!a.TrySolve(b, out var x)) x = a.PseudoInverse().MatMul(b);
        /// </code></example>
        public bool TrySolve(Variable<T> b, out Variable<T> solution) =>
            TryCompute<SingularMatrixException, T>(a, b, static (a, b) => a.Solve(b), out solution);
    }
}
