using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The coordinates of the points of a grid: result k has the numbers of vector k along dimension k, the same along all others. Views.
        /// <c>meshgrid</c> of NumPy and PyTorch with <c>indexing="ij"</c>.
        /// </summary>
        /// <param name="vectors">The numbers along each dimension, at least one vector.</param>
        /// <returns>A new array with a node for each vector, all of lengths [n₀, n₁, …].</returns>
        /// <exception cref="ArgumentException">There is none, one is not a vector, or there are too many.</exception>
        /// <example><code>
        /// Variable&lt;double&gt;[] points = tape.MeshGrid(x, y);
        /// var heights = points[0].Square() + points[1].Square();
        /// </code></example>
        public Variable<T>[] MeshGrid(params ReadOnlySpan<Variable<T>> vectors)
        {
            ArgumentNullException.ThrowIfNull(tape);
            if (vectors.IsEmpty) throw Errors.NothingToJoin("MeshGrid");
            if (vectors.Length > Shape.MaxRank) throw Errors.RankTooHigh(vectors.Length);
            Span<nint> lengths = stackalloc nint[vectors.Length];
            for (int k = 0; k < vectors.Length; k++)
            {
                Shape shape = tape.NodeOf(vectors[k], "MeshGrid").Shape;
                lengths[k] = shape.Rank == 1 ? shape[0] : throw MovementErrors.NotVectors("MeshGrid", shape);
            }

            var grid = new Shape(lengths);
            using var attempt = new Attempt<T>(tape);
            var coordinates = new Variable<T>[vectors.Length];
            for (int k = 0; k < vectors.Length; k++)
            {
                Shape column = vectors[k].Shape;
                for (int d = k + 1; d < grid.Rank; d++) column = column.Insert(column.Rank, 1);
                coordinates[k] = vectors[k].Apply(new ReshapeOperation<T>(column)).Apply(new BroadcastToOperation<T>(grid));
            }

            attempt.Keep();
            return coordinates;
        }
    }
}
