using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// One less the cosine of the angle between vectors along a dimension, 1 − Σ x z / (‖x‖ ‖z‖), with all its digits where they are nearly parallel;
        /// 1 with slope 0 where one of them is 0.
        /// </summary>
        /// <param name="other">The other vectors z, with the same length in the dimension; the others broadcast to this node's, or the reverse.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node without the dimension.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or the dimension is out of range.</exception>
        /// <remarks>Elsewhere <c>scipy.spatial.distance.cosine</c>, <c>optax.cosine_distance</c>.</remarks>
        /// <example><code>tape.Variable([3.0, 4], [2]).CosineDistance(tape.Constant([2.0, 0], [2]))   // 0.4</code></example>
        public Variable<T> CosineDistance(Variable<T> other, int dimension = -1)
        {
            int along = x.SharedDimension("CosineDistance", other, dimension);
            using var attempt = new Attempt<T>(x.Tape);

            // Of unit vectors 1 − cos is half the square of their distance, which does not cancel.
            Variable<T> half = (x.Direction(along) - other.Direction(along)).Square().Sum(along) / T.CreateSaturating(2);
            Variable<T> exist = x.Norm(along).NotEqualTo(T.Zero) * other.Norm(along).NotEqualTo(T.Zero);
            return attempt.Keep(x.Tape.Where(exist, half, T.One));
        }
    }
}
