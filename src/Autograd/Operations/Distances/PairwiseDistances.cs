using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The Euclidean distances of each vector from each of others: y[…, i, j] = ‖x[…, i, :] − z[…, j, :]‖, from the differences, so that near points keep
        /// their digits. Of equal points it is 0 with slope 0, and the second derivative is NaN.
        /// </summary>
        /// <param name="others">The other vectors z, of shape […, m, n] for this node of shape […, k, n]; leading dimensions are broadcast.</param>
        /// <returns>A node of shape […, k, m].</returns>
        /// <exception cref="ArgumentException">A rank is below 2, the last lengths differ, or leading ones do not broadcast to each other.</exception>
        /// <remarks>Elsewhere <c>torch.cdist</c>, <c>scipy.spatial.distance.cdist</c>. All differences are computed, k · m · n of them.</remarks>
        /// <example><code>tape.Variable([0.0, 0, 3, 4], 2, 2).PairwiseDistances(tape.Constant([0.0, 0], 1, 2))   // [[0], [5]]</code></example>
        public Variable<T> PairwiseDistances(Variable<T> others)
        {
            Shape from = x.Shape, to = x.Tape.NodeOf(others, "PairwiseDistances").Shape;
            if (from.Rank < 2 || to.Rank < 2 || from[^1] != to[^1]) throw Errors.NotVectorSets("PairwiseDistances", from, to);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep((x.Unsqueeze(-2) - others.Unsqueeze(-3)).Norm(-1));
        }
    }
}
