using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The Cholesky factor where the matrix is positive definite, which is found out at once, whatever the tape's mode.</summary>
        /// <param name="factor">The lower triangle L with A = L Lᵀ; default where there is none.</param>
        /// <returns>False where the matrix, or one of a batch, is not positive definite; nothing is recorded then.</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <example><code>
        /// while (!(a + (shift * identity)).TryCholesky(out l)) shift *= 10;
        /// </code></example>
        public bool TryCholesky(out Variable<T> factor) =>
            TryCompute<NotPositiveDefiniteException, T>(a, default, static (a, _) => a.Cholesky(), out factor);
    }
}
