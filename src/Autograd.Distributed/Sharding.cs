using System.Numerics;

namespace Autograd;

/// <summary>Shares out the examples of a step among ranks.</summary>
public static class Sharding
{
    extension<TInput, TTarget>(IDataSet<TInput, TTarget> data)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        /// <summary>A loader that gives each rank its shards of each step. Which examples a shard has does not depend on the number of ranks.</summary>
        /// <param name="ranks">The ranks.</param>
        /// <param name="batchSize">The number of examples of a step, on all ranks together: a multiple of the number of shards.</param>
        /// <param name="seed">What all orders, and the random numbers of all examples, follow from.</param>
        /// <param name="virtualShards">The number of shards of a step: a power of two times the number of ranks.</param>
        /// <returns>The loader.</returns>
        /// <exception cref="ArgumentException">The shards cannot be shared out among the ranks, or the examples among the shards.</exception>
        /// <exception cref="InvalidOperationException">The ranks have other data or other numbers.</exception>
        /// <example><code>using var loader = images.Shard(ranks, batchSize: 64, seed: 1, virtualShards: 16);</code></example>
        public ShardedLoader<TInput, TTarget> Shard(Ranks ranks, int batchSize, ulong seed, int virtualShards = 16) => new(data, ranks, batchSize, seed, virtualShards);
    }

    /// <summary>How many shards each rank has: the same number, and a power of two where there are several ranks, so that their sums are whole branches of the tree.</summary>
    internal static int ShardsOfRank(Ranks ranks, int virtualShards, string caller)
    {
        int shards = virtualShards / ranks.Count;
        bool isShared = virtualShards > 0 && shards * ranks.Count == virtualShards && (ranks.Count == 1 || BitOperations.IsPow2(shards));
        return isShared ? shards : throw DistributedErrors.Shards(caller, virtualShards, ranks.Count);
    }
}
