using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> query)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Attention softmax(scale · Q Kᵀ) V, row by row: each query, a row of this node, gets a mean of the values by how its key fits. A query that may look at no
        /// key gets 0, with gradient 0. (Vaswani et al. 2017.)
        /// </summary>
        /// <param name="key">The keys K, […, s, d] for queries […, l, d].</param>
        /// <param name="value">The values V, […, s, e].</param>
        /// <param name="mask">
        /// Which key a query may look at: not 0; lengths that broadcast to […, l, s]. Without, all. A mask that has elements below 0 is one that elsewhere is added to the
        /// products, 0 and −∞, and would mean the opposite: what it lets through is NaN. Take mask.EqualTo(0) of it.
        /// </param>
        /// <param name="isCausal">Whether query i may look at the keys 0 to i only, beside the mask.</param>
        /// <param name="scale">What the products are multiplied by; 1/√d unless given.</param>
        /// <param name="dropout">How often a weight is set to 0, in training; see Dropout.</param>
        /// <param name="seed">What this choice follows from.</param>
        /// <returns>A node of lengths […, l, e]; leading lengths, heads and examples, are broadcast.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or dropout is not from 0 to 1.</exception>
        /// <remarks>
        /// More than 512 queries are taken in blocks of 256, whose weights are computed again in the backward part: the memory is linear in the number of keys and of queries.
        /// Elsewhere <c>torch.nn.functional.scaled_dot_product_attention</c>, <c>jax.nn.dot_product_attention</c>.
        /// </remarks>
        /// <example><code>queries.ScaledDotProductAttention(keys, values, isCausal: true)   // [batch, heads, positions, n]</code></example>
        public Variable<T> ScaledDotProductAttention(
            Variable<T> key, Variable<T> value, Variable<T> mask = default, bool isCausal = false, T? scale = null, T dropout = default, ulong seed = 0)
        {
            const string operation = "ScaledDotProductAttention";
            Tape<T> tape = query.Tape;
            Shape q = query.Shape, k = tape.NodeOf(key, operation).Shape, v = tape.NodeOf(value, operation).Shape;
            if (q.Rank < 2 || k.Rank < 2 || v.Rank < 2 || q[^1] != k[^1] || k[^2] != v[^2]) throw Errors.AttentionShapes(q, k, v);
            if (!mask.IsDefault) CheckMask(tape.NodeOf(mask, operation).Shape, q[^2], k[^2]);
            CheckProbability(operation, dropout);
            using var attempt = new Attempt<T>(tape);
            Indices<T> choice = dropout == T.Zero ? default : SeedOn(tape, seed);
            T factor = scale ?? T.One / T.Sqrt(T.CreateSaturating(q[^1]));
            Variable<T> scaled = mask.IsDefault ? query * factor : query * tape.Where(mask.Min() < T.Zero, T.NaN, factor);
            var whole = new AttentionRows<T>(scaled, key.Transpose(), value, mask, isCausal, dropout, choice);
            if (q[^2] <= 2 * AttentionRows<T>.BlockLength) return attempt.Keep(whole.Compute());

            // The weights of a block are not held, but computed again in the backward part.
            int before = tape.EnterCheckpoint();
            Variable<T> result;
            try
            {
                result = whole.ComputeInBlocks();
            }
            finally
            {
                tape.LeaveCheckpoint();
            }

            return attempt.Keep(tape.Hold(result, before));
        }
    }

    /// <summary>Refuses a mask for other numbers of queries or keys.</summary>
    private static void CheckMask(Shape mask, int queries, int keys)
    {
        bool fits = (mask.Rank < 1 || mask[^1] == 1 || mask[^1] == keys) && (mask.Rank < 2 || mask[^2] == 1 || mask[^2] == queries);
        if (!fits) throw Errors.NotBroadcastTo("ScaledDotProductAttention", "the mask", mask, [queries, keys]);
    }
}
