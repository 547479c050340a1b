using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The sums of the elements of each segment: y[s] = Σ x[i] over the i with segments[i] = s, along one dimension, in the order of i; 0 of an empty
        /// one. JAX's <c>segment_sum</c>, PyTorch's <c>index_add</c> onto zeros.
        /// </summary>
        /// <param name="dimension">The dimension along which segments are; negative counts from the end.</param>
        /// <param name="segments">For each element along the dimension the segment it belongs to, in any order, each from 0 to count − 1.</param>
        /// <param name="count">The number of segments.</param>
        /// <returns>A node with that length in the dimension.</returns>
        /// <exception cref="ArgumentException">There are not as many segments named as elements, or one is out of range.</exception>
        /// <example><code>
        /// var messages = edges.SegmentSum(0, receivers, nodeCount);      // what arrives at each node of a graph
        /// </code></example>
        public Variable<T> SegmentSum(int dimension, Indices<T> segments, int count)
        {
            int d = x.SegmentDimension("SegmentSum", dimension, segments, count);
            return x.Apply(new ScatterAddOperation<T>(d, count, IsValue: true), segments);
        }

        /// <summary>The dimension from the front, once it is certain that each element along it has a segment.</summary>
        internal int SegmentDimension(string operation, int dimension, Indices<T> segments, int count)
        {
            Shape shape = x.Shape;
            x.Tape.NodeOf(segments.Node, operation);
            int d = Dimensions.Normalize(operation, dimension, shape);
            if (count < 0) throw Errors.NumberBelow(operation, "the number of segments", count, 0, nameof(count));
            if (segments.Shape != new Shape(shape[d])) throw Errors.ShapesDiffer(operation, "the segments", segments.Shape, "the dimension", [shape[d]]);
            segments.Verify(operation, shape.With(d, count), d);
            return d;
        }
    }
}
