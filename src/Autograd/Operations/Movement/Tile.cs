using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// This node side by side with itself, so many times along each of the last dimensions: y[…, i, …] = x[…, i mod n, …]. NumPy's <c>tile</c>,
        /// PyTorch's <c>repeat</c>. The VJP sums over the copies.
        /// </summary>
        /// <param name="counts">How many times along each dimension, 0 or more, aligned at the last; more than there are dimensions add leading ones.</param>
        /// <returns>A node with the lengths times the counts.</returns>
        /// <exception cref="ArgumentException">A count is negative, or there are too many dimensions or elements.</exception>
        /// <example><code>
        /// var board = tape.Constant([0f, 1, 1, 0], (2, 2)).Tile(4, 4);
        /// </code></example>
        public Variable<T> Tile(params ReadOnlySpan<int> counts)
        {
            Shape shape = x.Shape;
            foreach (int count in counts)
            {
                if (count < 0) throw Errors.NumberBelow("Tile", "a count", count, 0, nameof(counts));
            }

            while (shape.Rank < counts.Length) shape = shape.Insert(0, 1);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> tiled = x.Apply(new ReshapeOperation<T>(shape));
            for (int k = counts.Length - 1; k >= 0; k--)
            {
                int d = shape.Rank - counts.Length + k;
                if (counts[k] != 1) tiled = tiled.Copied(d, d, counts[k]);
            }

            return attempt.Keep(tiled);
        }

        /// <summary>The elements of a dimension repeated as a whole (place = dimension), or each by itself (place = dimension + 1).</summary>
        internal Variable<T> Copied(int dimension, int place, int count)
        {
            Shape shape = x.Shape;
            int outer = 1, inner = 1;
            for (int d = 0; d < place; d++) outer *= shape[d];
            for (int d = place; d < shape.Rank; d++) inner *= shape[d];
            Span<nint> lengths = stackalloc nint[shape.Rank];
            for (int d = 0; d < lengths.Length; d++) lengths[d] = d == dimension ? (nint)shape[d] * count : shape[d];
            var result = new Shape(lengths);
            Variable<T> one = x.Apply(new ReshapeOperation<T>(new Shape(outer, 1, inner)));
            return one.Apply(new BroadcastToOperation<T>(new Shape(outer, count, inner))).Apply(new ReshapeOperation<T>(result));
        }
    }
}
