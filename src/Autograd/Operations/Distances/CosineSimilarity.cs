using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The cosine of the angle between vectors along a dimension, Σ x z / (‖x‖ ‖z‖); 0 with slope 0 where one of them is 0.</summary>
        /// <param name="other">The other vectors z, with the same length in the dimension; the others broadcast to this node's, or the reverse.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node without the dimension.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or the dimension is out of range.</exception>
        /// <remarks>Elsewhere <c>torch.cosine_similarity</c>, <c>optax.cosine_similarity</c>.</remarks>
        /// <example><code>tape.Variable([3.0, 4], [2]).CosineSimilarity(tape.Constant([2.0, 0], [2]))   // 0.6</code></example>
        public Variable<T> CosineSimilarity(Variable<T> other, int dimension = -1)
        {
            int along = x.SharedDimension("CosineSimilarity", other, dimension);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep((x.Direction(along) * other.Direction(along)).Sum(along));
        }

        /// <summary>The vectors along a dimension with length 1; where they are 0, 0 with slope 0.</summary>
        private Variable<T> Direction(int dimension)
        {
            Variable<T> norm = x.Norm(dimension, keep: true);
            return x.Tape.Where(norm, x / norm, T.Zero);
        }

        /// <summary>A dimension counted from the end, once it is certain that both operands have it, and with the same length.</summary>
        private int SharedDimension(string operation, Variable<T> other, int dimension)
        {
            Shape from = x.Shape, to = x.Tape.NodeOf(other, operation).Shape;
            int along = Dimensions.Normalize(operation, dimension, from) - from.Rank;
            return -along <= to.Rank && to[^-along] == from[^-along] ? along : throw Errors.VectorLengths(operation, dimension, from, to);
        }
    }
}
