using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// This node with updates written along one dimension, each to the place that an index of its own names: y[…, indices[…, i, …], …] =
        /// updates[…, i, …]. Of several that name one place the last stays, and takes its cotangent alone. PyTorch's <c>scatter</c>,
        /// <c>put_along_axis</c> of NumPy and JAX.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">This node's lengths, but any length in the dimension; each index from 0 to this node's length there − 1.</param>
        /// <param name="updates">What is written, with the lengths of the indices.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range.</exception>
        /// <example><code>
        /// var y = x.ScatterAlong(1, tape.Indices([2, 0], [2, 1]), tape.Ones(2, 1));      // in each row one element set to 1
        /// </code></example>
        public Variable<T> ScatterAlong(int dimension, Indices<T> indices, Variable<T> updates)
        {
            int d = x.AlongDimension("ScatterAlong", dimension, indices, updates);
            using var attempt = new Attempt<T>(x.Tape);
            var sources = new Indices<T>(indices.Node.Apply(new LastWriteOperation<T>(d, x.Shape[d])));
            return attempt.Keep(x.Tape.Concatenate(d, x, updates).Apply(new GatherAlongOperation<T>(d), sources));
        }
    }
}
