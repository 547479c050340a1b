namespace Autograd;

/// <summary>
/// Goes through examples in batches, each epoch in a new random order. A batch is a span of example numbers into one array, so
/// nothing is allocated:
/// <code>
/// foreach (ReadOnlySpan&lt;int&gt; batch in batches.NextEpoch()) …
/// </code>
/// </summary>
public sealed class MiniBatches
{
    private readonly RandomGenerator _random;
    private readonly int[] _order;

    /// <summary>Batches of examples.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="batchSize">The number of examples of a batch, at least 1.</param>
    /// <param name="random">Where the orders come from.</param>
    /// <param name="dropLast">Whether to leave out the last batch of an epoch where it would be short.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count below 1, or of more examples than an array can number; or short batches are dropped and there is no other.
    /// </exception>
    public MiniBatches(int count, int batchSize, RandomGenerator random, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (batchSize < 1) throw TrainingErrors.LengthBelow("MiniBatches", "batch size", batchSize, 1, nameof(batchSize));
        int least = dropLast ? batchSize : 1;
        if (count < least) throw TrainingErrors.LengthBelow("MiniBatches", "number of examples", count, least, nameof(count));
        if (count > Array.MaxLength) throw TrainingErrors.LengthAbove("MiniBatches", "number of examples", count, Array.MaxLength, nameof(count));
        _random = random;
        _order = new int[count];
        for (int i = 0; i < count; i++) _order[i] = i;
        BatchSize = batchSize;
        BatchCount = dropLast ? count / batchSize : (int)(((long)count + batchSize - 1) / batchSize);
    }

    /// <summary>The number of examples of a batch, except that the last of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>The number of batches of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The number of epochs begun.</summary>
    public int Epoch { get; private set; }

    /// <summary>Shuffles the examples and goes through them once.</summary>
    /// <returns>The batches of the epoch; they end with the next call.</returns>
    public EpochBatches NextEpoch()
    {
        Epoch++;
        _random.Shuffle(_order.AsSpan());
        return new EpochBatches(this);
    }

    /// <summary>The batches of one epoch, for one foreach.</summary>
    public struct EpochBatches
    {
        private readonly MiniBatches _batches;
        private readonly int _epoch;
        private int _next;

        internal EpochBatches(MiniBatches batches)
        {
            _batches = batches;
            _epoch = batches.Epoch;
        }

        /// <summary>The numbers of the batch's examples, from 0.</summary>
        /// <exception cref="InvalidOperationException">No batch was gone to yet.</exception>
        public readonly ReadOnlySpan<int> Current
        {
            get
            {
                if (_batches is null || _next == 0) throw TrainingErrors.NoBatch();
                int start = (_next - 1) * _batches.BatchSize;
                return _batches._order.AsSpan(start, Math.Min(_batches.BatchSize, _batches._order.Length - start));
            }
        }

        /// <summary>Goes on to the next batch.</summary>
        /// <returns>False after the last.</returns>
        /// <exception cref="InvalidOperationException">The next epoch was begun, or these are <c>default</c>.</exception>
        public bool MoveNext()
        {
            if (_batches is null) throw TrainingErrors.NoBatch();
            if (_batches.Epoch != _epoch) throw TrainingErrors.EpochOver();
            if (_next == _batches.BatchCount) return false;
            _next++;
            return true;
        }

        /// <summary>What foreach goes through.</summary>
        /// <returns>These batches.</returns>
        public readonly EpochBatches GetEnumerator() => this;
    }
}
