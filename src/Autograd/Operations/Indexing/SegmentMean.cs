using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The means of the elements of each segment, along one dimension: their sum by their number; 0 of an empty one.
        /// </summary>
        /// <param name="dimension">The dimension along which segments are; negative counts from the end.</param>
        /// <param name="segments">For each element along the dimension the segment it belongs to, in any order, each from 0 to count − 1.</param>
        /// <param name="count">The number of segments.</param>
        /// <returns>A node with that length in the dimension.</returns>
        /// <exception cref="ArgumentException">There are not as many segments named as elements, or one is out of range.</exception>
        /// <example><code>
        /// var centers = points.SegmentMean(0, clusters, k);      // of points [n, d] and a cluster for each
        /// </code></example>
        public Variable<T> SegmentMean(int dimension, Indices<T> segments, int count)
        {
            int d = x.SegmentDimension("SegmentMean", dimension, segments, count);
            Shape shape = x.Shape, ones = shape;
            for (int k = 0; k < shape.Rank; k++) ones = ones.With(k, k == d ? shape[d] : 1);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> sums = x.Apply(new ScatterAddOperation<T>(d, count, IsValue: true), segments);
            Variable<T> counts = x.Tape.Ones(ones).Apply(new ScatterAddOperation<T>(d, count, IsValue: true), segments);
            return attempt.Keep(sums / counts.Maximum(T.One));
        }
    }
}
