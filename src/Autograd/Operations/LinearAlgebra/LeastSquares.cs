using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The X with the least ‖A X − B‖ for a matrix of full rank, by its QR decomposition: R X = Qᵀ B; of a matrix with more columns than rows, among the solutions of A X = B that with the
        /// least ‖X‖. NumPy, PyTorch and JAX: <c>linalg.lstsq</c>; for matrices of lower rank see PseudoInverse.
        /// </summary>
        /// <param name="b">The right side, of lengths [..., m, k], or a vector of lengths [m].</param>
        /// <returns>A node of lengths [..., n, k], or [..., n] for a vector, where this one has [..., m, n].</returns>
        /// <exception cref="ArgumentException">This is not a matrix, or the lengths do not fit.</exception>
        /// <exception cref="SingularMatrixException">Columns (or rows, where there are fewer) depend on each other; thrown where the value is computed.</exception>
        /// <example><code>
        /// var weights = features.LeastSquares(targets);
        /// </code></example>
        public Variable<T> LeastSquares(Variable<T> b)
        {
            Shape left = a.Shape, right = a.Tape.NodeOf(b, "LeastSquares").Shape;
            if (left.Rank < 2) throw MatrixErrors.NotMatrix("LeastSquares", "the matrix", left);
            if (right.Rank == 0) throw MatrixErrors.Scalar("LeastSquares", "the right side");
            if (left[^2] != right[right.Rank == 1 ? ^1 : ^2]) throw MatrixErrors.RightSide("LeastSquares", left, right);
            if (right.Rank > 1 && MatrixBatch.OfBoth(left, right) is null) throw MatrixErrors.Leading("LeastSquares", left, right);
            using var attempt = new Attempt<T>(a.Tape);
            bool isVector = right.Rank == 1;
            Variable<T> columns = isVector ? b.Unsqueeze(1) : b, solution;
            if (left[^2] >= left[^1])
            {
                var (q, r) = a.Qr();
                solution = r.SolveTriangular(q.Transpose().MatMul(columns), upper: true);
            }
            else
            {
                // Aᵀ = Q R, so A X = B is Rᵀ (Qᵀ X) = B; the shortest X has no part outside of Q.
                var (q, r) = a.Transpose().Qr();
                solution = q.MatMul(r.Transpose().SolveTriangular(columns));
            }

            return attempt.Keep(isVector ? solution.Squeeze(-1) : solution);
        }
    }
}
