using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>This node with updates added at the places that indices name along one dimension; repeated indices add up, in order.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1.</param>
        /// <param name="updates">What is added: this node's lengths with those of the indices in place of the dimension.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The updates' lengths do not fit, or an index is out of range.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).ScatterAdd(0, [0, 0], tape.Variable([10.0, 20], [2]))   // 31, 2, 3</code></example>
        public Variable<T> ScatterAdd(int dimension, Indices<T> indices, Variable<T> updates)
        {
            int d = Dimensions.Normalize("ScatterAdd", dimension, x.Shape);
            Shape expected = new GatherOperation<T>(d).InferShape([x.Shape, indices.Shape]);
            Shape given = x.Tape.NodeOf(updates, "ScatterAdd").Shape;
            if (given != expected) throw Errors.ShapesDiffer("ScatterAdd", "the updates", given, "the place for them", expected);
            indices.Verify("ScatterAdd", x.Shape, d);
            if (x.Tape != updates.Tape) throw Errors.OtherTape("ScatterAdd");
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x + updates.Apply(new ScatterAddOperation<T>(d, x.Shape[d]), indices));
        }

        /// <summary>This node with updates added at the places that indices name along one dimension; repeated indices add up, in order.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1. Copied onto the tape.</param>
        /// <param name="updates">What is added: this node's lengths, but as many as there are indices in the dimension.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The updates' lengths do not fit, or an index is out of range.</exception>
        public Variable<T> ScatterAdd(int dimension, ReadOnlySpan<int> indices, Variable<T> updates)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.ScatterAdd(dimension, x.Tape.Indices(indices, name: null), updates));
        }
    }
}
