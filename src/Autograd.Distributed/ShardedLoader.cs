namespace Autograd;

/// <summary>
/// Gives each rank its shards of each step, one behind the other: in every epoch each example at most once, in a random order that follows from the seed alone.
/// What does not fill a step at the end of an epoch is left out.
/// </summary>
/// <remarks>A shard is prepared when it is asked for. Allocates nothing in the steady state, if the data set does not.</remarks>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
public sealed class ShardedLoader<TInput, TTarget> : IDataLoader, IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly DataLoader<TInput, TTarget> _loader;
    private readonly int _virtualShards;
    private readonly int _shards;
    private readonly int _first;
    private long _step;
    private int _given;

    internal ShardedLoader(IDataSet<TInput, TTarget> data, Ranks ranks, int batchSize, ulong seed, int virtualShards)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(ranks);
        _shards = Sharding.ShardsOfRank(ranks, virtualShards, "Shard");
        _virtualShards = virtualShards;
        _first = ranks.Rank * _shards;
        if (batchSize < virtualShards || batchSize % virtualShards != 0) throw DistributedErrors.BatchSize(batchSize, virtualShards);
        if (data.Count < batchSize) throw DistributedErrors.FewExamples(data.Count, batchSize);
        ranks.Agree("Shard", "loader", [$"{data.Count} examples with inputs {data.InputShape} and targets {data.TargetShape}, batch size {batchSize}, seed {seed}, {virtualShards} shards"]);
        _loader = new(data, batchSize / virtualShards, seed, workers: 0, dropLast: true);
        BatchCount = _loader.BatchCount / virtualShards;
    }

    /// <summary>The number of steps of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>What the order follows from. May be set, on every rank to the same: the shards from the next on are those of a loader that was made with it.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ulong Seed
    {
        get => _loader.Seed;
        set => _loader.Seed = value;
    }

    /// <summary>
    /// Where it is: the step whose shards come next; within a step, that step, so that what goes on from there makes it again as a whole. The same on every rank, and
    /// with any number of them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public DataPosition Position
    {
        get => new(_step / BatchCount, (int)(_step % BatchCount));
        set
        {
            if (value.Epoch < 0 || value.Epoch >= long.MaxValue / BatchCount / _virtualShards || (uint)value.Batch >= (uint)BatchCount) throw DistributedErrors.NoPosition(value, BatchCount);
            (_step, _given) = ((value.Epoch * BatchCount) + value.Batch, 0);
        }
    }

    /// <summary>
    /// The number of the shard that was given out last, counted over all steps and ranks: what is left to chance in its pass should follow from it, as in
    /// <c>Pass.Training((ulong)loader.Shard)</c>.
    /// </summary>
    public long Shard { get; private set; } = -1;

    /// <summary>This rank's next shard. That before cannot be read any more.</summary>
    /// <returns>The examples; behind the last shard of a step comes the first of the next.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Batch<TInput, TTarget> Next()
    {
        int shard = _first + _given;
        _loader.Position = new(_step / BatchCount, ((int)(_step % BatchCount) * _virtualShards) + shard);
        Batch<TInput, TTarget> batch = _loader.Next();
        Shard = (_step * _virtualShards) + shard;
        if (++_given == _shards) (_step, _given) = (_step + 1, 0);
        return batch;
    }

    /// <summary>Goes through this rank's shards of the epoch that were not given out yet.</summary>
    /// <returns>The shards, for one foreach.</returns>
    public EpochShards RestOfEpoch() => new(this);

    /// <summary>Ends it.</summary>
    public void Dispose() => _loader.Dispose();

    /// <summary>A rank's shards of the rest of an epoch, for one foreach.</summary>
    public struct EpochShards
    {
        private readonly ShardedLoader<TInput, TTarget> _loader;
        private readonly long _epoch;

        internal EpochShards(ShardedLoader<TInput, TTarget> loader) => (_loader, _epoch) = (loader, loader.Position.Epoch);

        /// <summary>The shard.</summary>
        public Batch<TInput, TTarget> Current { get; private set; }

        /// <summary>Goes on to the next shard.</summary>
        /// <returns>False after the last of the epoch.</returns>
        public bool MoveNext()
        {
            if (_loader.Position.Epoch != _epoch) return false;
            Current = _loader.Next();
            return true;
        }

        /// <summary>What foreach goes through.</summary>
        /// <returns>These shards.</returns>
        public readonly EpochShards GetEnumerator() => this;
    }
}
