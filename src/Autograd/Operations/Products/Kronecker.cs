using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The Kronecker product of matrices, blocks aᵢⱼ B: y[…, i p + k, j q + l] = a[…, i, j] b[…, k, l]; leading lengths broadcast. Of two vectors y[i p + k] = a[i] b[k].
        /// NumPy, PyTorch and JAX: <c>kron</c>.
        /// </summary>
        /// <param name="b">A matrix of lengths [..., p, q], or a vector of lengths [p] where this is one.</param>
        /// <returns>A node of lengths [..., m p, n q] where this one has [..., m, n].</returns>
        /// <exception cref="ArgumentException">The operands are neither both matrices nor both vectors, leading lengths do not broadcast, or there are more than 4 of them.</exception>
        /// <example><code>
        /// var laplacian = second.Kronecker(identity) + identity.Kronecker(second);
        /// </code></example>
        public Variable<T> Kronecker(Variable<T> b)
        {
            Shape left = a.Shape, right = a.Tape.NodeOf(b, "Kronecker").Shape;
            bool areVectors = left.Rank == 1 && right.Rank == 1;
            if (!areVectors && (left.Rank < 2 || right.Rank < 2)) throw MatrixErrors.KroneckerRanks(left, right);
            using var attempt = new Attempt<T>(a.Tape);
            if (areVectors) return attempt.Keep(a.Unsqueeze(1).Multiply(b.Unsqueeze(0)).Reshape(new Shape((nint)left[0] * right[0])));
            Shape batch = MatrixBatch.OfBoth(left, right) ?? throw MatrixErrors.Leading("Kronecker", left, right);
            Variable<T> blocks = a.Reshape(MatrixShapes.Batch(left, left[^2], 1, left[^1], 1)).Multiply(b.Reshape(MatrixShapes.Batch(right, 1, right[^2], 1, right[^1])));
            Shape lengths = MatrixShapes.Batch(batch.Insert(batch.Rank, 1).Insert(batch.Rank + 1, 1), (nint)left[^2] * right[^2], (nint)left[^1] * right[^1]);
            return attempt.Keep(blocks.Reshape(lengths));
        }
    }
}
