using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The integral along a dimension by the trapezoidal rule, Σ ½ (y[k] + y[k + 1]) · spacing; 0 of fewer than two points. NumPy's and PyTorch's
        /// <c>trapezoid</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="spacing">How far the points are apart.</param>
        /// <returns>A node without that dimension.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var energy = power.Trapezoid(-1, 0.1);
        /// </code></example>
        public Variable<T> Trapezoid(int dimension, T spacing)
        {
            int d = Dimensions.Normalize("Trapezoid", dimension, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.SumsOfNeighbors(d).Sum(d) * (spacing / T.CreateSaturating(2)));
        }

        /// <summary>
        /// The integral along a dimension by the trapezoidal rule, Σ ½ (y[k] + y[k + 1]) · (p[k + 1] − p[k]), with derivatives by the points p, too.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="points">Where the values stand: a vector as long as the dimension, or this node's lengths.</param>
        /// <returns>A node without that dimension.</returns>
        /// <exception cref="ArgumentException">No such dimension, or points of other lengths.</exception>
        public Variable<T> Trapezoid(int dimension, Variable<T> points)
        {
            Shape shape = x.Shape, given = x.Tape.NodeOf(points, "Trapezoid").Shape;
            int d = Dimensions.Normalize("Trapezoid", dimension, shape);
            bool isVector = given == new Shape(shape[d]);
            if (!isVector && given != shape) throw Errors.ShapesDiffer("Trapezoid", "the points", given, "the values", shape);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> widths = points.Difference(isVector ? 0 : d);
            Shape row = widths.Shape;
            while (isVector && row.Rank < shape.Rank - d) row = row.Insert(row.Rank, 1);
            if (row != widths.Shape) widths = widths.Reshape(row);
            return attempt.Keep((x.SumsOfNeighbors(d) * widths).Sum(d) * T.CreateSaturating(0.5));
        }

        /// <summary>y[k] + y[k + 1] along a dimension.</summary>
        internal Variable<T> SumsOfNeighbors(int dimension) =>
            x.Shape[dimension] < 2 ? x.Slice(dimension, 0, 0) : x.Slice(dimension, 1..) + x.Slice(dimension, ..^1);
    }
}
