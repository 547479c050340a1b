using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The rows of this table with the given indices.</summary>
        /// <param name="indices">Which rows, each from 0 to the number of rows − 1.</param>
        /// <returns>A node of lengths [...indices, d] where this table has [rows, d].</returns>
        /// <exception cref="ArgumentException">This node is not a matrix, or an index is out of range.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).Embedding([1, 1])   // 3, 4, 3, 4: the second row twice</code></example>
        public Variable<T> Embedding(Indices<T> indices)
        {
            if (x.Rank != 2) throw Errors.NotMatrix("Embedding", "table", x.Shape);
            indices.Verify("Embedding", x.Shape, 0);
            return x.Apply(new GatherOperation<T>(0), indices);
        }

        /// <summary>The rows of this table with the given indices.</summary>
        /// <param name="indices">Which rows, each from 0 to the number of rows − 1. Copied onto the tape.</param>
        /// <returns>A node of lengths [n, d] where this table has [rows, d] and n indices are given.</returns>
        /// <exception cref="ArgumentException">This node is not a matrix, or an index is out of range.</exception>
        public Variable<T> Embedding(ReadOnlySpan<int> indices)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Embedding(x.Tape.Indices(indices, name: null)));
        }
    }
}
