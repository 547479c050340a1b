using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The inverse where the matrix is not singular, which is found out at once, whatever the tape's mode.</summary>
        /// <param name="inverse">The inverse; default where there is none.</param>
        /// <returns>False where the matrix, or one of a batch, is singular; nothing is recorded then.</returns>
        /// <exception cref="ArgumentException">This is not a square matrix.</exception>
        /// <example><code>
        /// if (!a.TryInverse(out var inverse)) inverse = a.PseudoInverse();
        /// </code></example>
        public bool TryInverse(out Variable<T> inverse) =>
            TryCompute<SingularMatrixException, T>(a, default, static (a, _) => a.Inverse(), out inverse);
    }
}
