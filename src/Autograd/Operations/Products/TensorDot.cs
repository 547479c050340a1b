using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The sum of products over the last dimensions of this tensor and the first ones of another: 1 is the matrix product of matrices, 0 the product of all elements with
        /// all others. NumPy, PyTorch and JAX: <c>tensordot</c>.
        /// </summary>
        /// <param name="b">The other tensor.</param>
        /// <param name="dimensions">How many dimensions are summed over, of the same lengths in their order.</param>
        /// <returns>A node with the other dimensions of this tensor, then those of the other one.</returns>
        /// <exception cref="ArgumentException">There are not as many dimensions, or their lengths differ.</exception>
        /// <example><code>
        /// var y = images.TensorDot(weights, 3);                                 // [n, c, h, w] and [c, h, w, k] give [n, k]
        /// </code></example>
        public Variable<T> TensorDot(Variable<T> b, int dimensions)
        {
            Shape left = a.Shape, right = a.Tape.NodeOf(b, "TensorDot").Shape;
            if (dimensions < 0 || dimensions > Math.Min(left.Rank, right.Rank)) throw MatrixErrors.DotCount(dimensions, left, right);
            Span<int> last = stackalloc int[dimensions], first = stackalloc int[dimensions];
            for (int k = 0; k < dimensions; k++) (last[k], first[k]) = (left.Rank - dimensions + k, k);
            return a.TensorDot(b, last, first);
        }

        /// <summary>The sum of products over some dimensions of this tensor and as many of another. NumPy, PyTorch and JAX: <c>tensordot</c>.</summary>
        /// <param name="b">The other tensor.</param>
        /// <param name="dimensions">The dimensions of this tensor; negative ones count from the end.</param>
        /// <param name="dimensionsOfB">For each of them that of the other tensor it runs together with.</param>
        /// <returns>A node with the other dimensions of this tensor, then those of the other one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or lengths differ.</exception>
        public Variable<T> TensorDot(Variable<T> b, ReadOnlySpan<int> dimensions, ReadOnlySpan<int> dimensionsOfB)
        {
            Shape left = a.Shape, right = a.Tape.NodeOf(b, "TensorDot").Shape;
            if (dimensions.Length != dimensionsOfB.Length) throw MatrixErrors.DotCounts(dimensions.Length, dimensionsOfB.Length);
            Dimensions.Of("TensorDot", dimensions, left);
            Dimensions.Of("TensorDot", dimensionsOfB, right);
            Span<int> names = stackalloc int[Shape.MaxRank];
            for (int d = 0; d < right.Rank; d++) names[d] = Shape.MaxRank + d;
            for (int k = 0; k < dimensions.Length; k++)
            {
                int d = Dimensions.Normalize("TensorDot", dimensions[k], left), other = Dimensions.Normalize("TensorDot", dimensionsOfB[k], right);
                if (left[d] != right[other]) throw MatrixErrors.DotLengths(d, left, other, right);
                names[other] = d;
            }

            Labels first = Labels.None, second = Labels.None;
            for (int d = 0; d < left.Rank; d++) first = first.Add(d);
            for (int d = 0; d < right.Rank; d++) second = second.Add(names[d]);
            using var attempt = new Attempt<T>(a.Tape);
            return attempt.Keep(new Labelled<T>(a, first).Contract(new Labelled<T>(b, second), 0).Tensor);
        }
    }
}
