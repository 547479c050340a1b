using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The inner products of vectors, Σₖ a[…, k] b[…, k] over the last dimension; leading lengths broadcast. Long ones in float keep their digits. NumPy: <c>vecdot</c>,
        /// PyTorch: <c>linalg.vecdot</c>, JAX: <c>numpy.vecdot</c>; of two vectors also <c>dot</c>.
        /// </summary>
        /// <param name="b">The other vectors, as long as these.</param>
        /// <returns>A node without the last dimension: of two vectors a scalar.</returns>
        /// <exception cref="ArgumentException">An operand is a scalar, the last lengths differ, or the leading ones do not broadcast.</exception>
        /// <example><code>
        /// var cosine = a.Dot(b) / (a.Norm() * b.Norm());
        /// </code></example>
        public Variable<T> Dot(Variable<T> b)
        {
            Shape left = a.Shape, right = a.Tape.NodeOf(b, "Dot").Shape;
            if (left.Rank == 0 || right.Rank == 0 || left[^1] != right[^1]) throw MatrixErrors.DotVectors(left, right);
            if (left.Rank == 1 && right.Rank == 1) return a.MatMul(b);
            using var attempt = new Attempt<T>(a.Tape);
            if (Math.Max(left.Rank, right.Rank) == Shape.MaxRank) return attempt.Keep(a.Multiply(b).Sum(-1));
            return attempt.Keep(a.Unsqueeze(-2).MatMul(b.Unsqueeze(-1)).Squeeze(-2, -1));
        }
    }
}
