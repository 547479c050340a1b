using System.Buffers;
using System.Numerics;

namespace Autograd;

/// <summary>Rows of queries, and what they may look at.</summary>
/// <param name="Query">The queries, with their scale.</param>
/// <param name="Keys">The keys, as columns.</param>
/// <param name="Value">The values.</param>
/// <param name="Mask">Which key a query may look at; default for all.</param>
/// <param name="IsCausal">Whether it may only look at keys up to its own place.</param>
/// <param name="Dropout">How often a weight is set to 0.</param>
/// <param name="Seed">What that follows from.</param>
/// <param name="First">The place of the first query.</param>
internal readonly record struct AttentionRows<T>(Variable<T> Query, Variable<T> Keys, Variable<T> Value, Variable<T> Mask, bool IsCausal, T Dropout, Indices<T> Seed, int First = 0)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many queries are attended to at once, where there are more than twice as many.</summary>
    public const int BlockLength = 256;

    /// <summary>The same as of all rows at once, with the memory of one block's weights.</summary>
    public Variable<T> ComputeInBlocks()
    {
        int rows = Query.Shape[^2], count = (rows + BlockLength - 1) / BlockLength;
        Variable<T>[] blocks = ArrayPool<Variable<T>>.Shared.Rent(count);
        try
        {
            for (int k = 0; k < count; k++) blocks[k] = Block(k * BlockLength, Math.Min(BlockLength, rows - (k * BlockLength))).Compute();
            return Query.Tape.Concatenate(-2, blocks.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(blocks, clearArray: true);
        }
    }

    /// <summary>Some of the queries; of causal ones only the keys before their end.</summary>
    private AttentionRows<T> Block(int first, int length)
    {
        int seen = IsCausal ? Math.Min(first + length, Keys.Shape[^1]) : Keys.Shape[^1];
        Variable<T> mask = Mask;
        if (!mask.IsDefault && mask.Rank > 1 && mask.Shape[^2] > 1) mask = mask.Slice(-2, first, length);
        if (!mask.IsDefault && mask.Rank > 0 && mask.Shape[^1] > 1) mask = mask.Slice(-1, 0, seen);
        return this with { Query = Query.Slice(-2, first, length), Keys = Keys.Slice(-1, 0, seen), Value = Value.Slice(-2, 0, seen), Mask = mask, First = first };
    }

    /// <summary>softmax(Q K) V, with −∞ where a query may not look.</summary>
    public Variable<T> Compute()
    {
        Tape<T> tape = Query.Tape;
        Variable<T> scores = Query.MatMul(Keys);
        if (!Mask.IsDefault) scores = tape.Where(Mask, scores, T.NegativeInfinity);
        if (IsCausal)
        {
            T first = T.CreateSaturating(First), end = T.CreateSaturating(First + Query.Shape[^2]);
            scores = tape.Where(tape.Arange(first, end).Unsqueeze(-1) >= tape.Arange(T.CreateSaturating(Keys.Shape[^1])), scores, T.NegativeInfinity);
        }

        Variable<T> weights = scores.Softmax(-1);
        if (Dropout != T.Zero) weights = weights.Dropped(Dropout, Seed, First / BlockLength);
        return weights.MatMul(Value);
    }
}
