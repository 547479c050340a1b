using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The mean of the gradients of all shards of a step, with the same bits on any number of ranks: a step has a fixed number of shards, whose gradients are added up
/// in one binary tree, in which neighbours are added first, level by level. Each rank adds up the shards that it has; with its last one the ranks exchange parts in
/// buckets: each sends every other one its part, adds up the parts it gets, in the tree's order, and sends the result to all.
/// </summary>
/// <remarks>
/// <para>
/// A shard is an example or more, recorded and differentiated by itself. With p parameters on R ranks each rank sends 2 p (R − 1) / R numbers in a step, whatever the
/// number of shards, and keeps log₂(shards of a rank) + 1 copies of the gradients, beside two buckets. Nothing is allocated in the steady state.
/// </para>
/// <para>
/// The tree is the same where each rank has the same number of shards, a power of two: with 16 shards 1, 2, 4, 8 and 16 ranks, with 12 shards 1, 3, 6 and 12.
/// Buffers of a model, such as the running means of <see cref="BatchNorm{T}"/>, are averaged likewise: every shard of a step begins with the same ones.
/// </para>
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class GradientAverage<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many elements are added up at once, level by level: they stay in a core's nearest memory.</summary>
    private const int Piece = 1024;

    private readonly Ranks _ranks;
    private readonly Parameter<T>[] _parameters;
    private readonly Parameter<T>[] _buffers;
    private readonly int _virtualShards;
    private readonly int _shards;

    // The shards of this rank, of which so many were added, and a piece of what the ranks have.
    private readonly SumTree<T> _sums;
    private readonly SumTree<T> _sumsOfRanks;
    private int _added;

    // A shard: its gradients, what lies behind them (what became of the buffers, and the loss), and where each of these begins.
    private readonly Variable<T>[] _given;
    private readonly T[] _rest;
    private readonly int[] _starts;
    private readonly T[] _begun;

    private readonly Buckets<T>? _ofRanks;

    /// <summary>An average for a model: its parameters that learn, and its buffers.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="model">The model.</param>
    /// <param name="virtualShards">The number of shards of a step, on all ranks together.</param>
    /// <exception cref="ArgumentException">The shards cannot be shared out among the ranks.</exception>
    /// <exception cref="InvalidOperationException">The ranks have different models, or different numbers of shards.</exception>
    public GradientAverage(Ranks ranks, Layer<T> model, int virtualShards = 16)
        : this(ranks, model is null ? throw new ArgumentNullException(nameof(model)) : model.Parameters, [.. model.Tensors.Where(tensor => tensor.IsBuffer).Select(tensor => tensor.Parameter)], virtualShards)
    {
    }

    /// <summary>An average for some parameters.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="parameters">The parameters: at least one, none twice, on every rank the same in the same order.</param>
    /// <param name="virtualShards">The number of shards of a step, on all ranks together.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is given twice, or the shards cannot be shared out among the ranks.</exception>
    /// <exception cref="InvalidOperationException">The ranks have different parameters, or different numbers of shards.</exception>
    public GradientAverage(Ranks ranks, IEnumerable<Parameter<T>> parameters, int virtualShards = 16)
        : this(ranks, parameters, [], virtualShards)
    {
    }

    /// <summary>As the others, or with buckets of a length to test with, or as on machines by themselves.</summary>
    internal GradientAverage(Ranks ranks, IEnumerable<Parameter<T>> parameters, Parameter<T>[] buffers, int virtualShards, int? bucketBytes = null, bool mayShare = true)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        _ranks = ranks;
        _virtualShards = virtualShards;
        _shards = Sharding.ShardsOfRank(ranks, virtualShards, nameof(GradientAverage<>));
        _buffers = buffers;
        _begun = new T[buffers.Sum(buffer => (long)buffer.Shape.ElementCount)];
        _rest = new T[_begun.Length + 1];
        Gradients = new GradientBuffer<T>(parameters, _rest.Length);
        _parameters = [.. Gradients.Parameters];
        _given = new Variable<T>[_parameters.Length];
        ranks.Agree(nameof(GradientAverage<>), "average", [$"{virtualShards} shards", .. _parameters.Concat(buffers).Select(parameter => $"{typeof(T).Name} {parameter}")]);
        _starts = new int[_parameters.Length + 1];
        for (int k = 0; k < _parameters.Length; k++) _starts[k + 1] = _starts[k] + (int)PinnedMemory.Rounded<T>(_parameters[k].Shape.ElementCount);
        _sums = new(_shards, Gradients.Memory.Length);
        _sumsOfRanks = new(ranks.Count, Piece);
        if (ranks.Count > 1) _ofRanks = new(ranks, Gradients, bucketBytes, mayShare);
    }

    /// <summary>The mean of the gradients of the last step that was completed.</summary>
    public GradientBuffer<T> Gradients { get; }

    /// <summary>The mean of the losses of the shards of the last step that was completed: the same bits on every rank, and on any number of them.</summary>
    public T Loss { get; private set; }

    /// <summary>
    /// Differentiates the loss of this rank's next shard and adds its gradients. With the last shard of a step the ranks exchange their sums. Allocates nothing in the
    /// steady state.
    /// </summary>
    /// <param name="loss">The loss, a mean over the shard's examples, of which every shard has as many.</param>
    /// <returns>Whether the step is complete: then <see cref="Gradients"/> and <see cref="Loss"/> are those of the step, and an update is due.</returns>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="InvalidOperationException">The loss is no scalar, or a rank makes another call, has left, or sent another length.</exception>
    public bool Add(Variable<T> loss)
    {
        try
        {
            Read(loss);
            bool isComplete = _added + 1 == _shards;
            if (isComplete && _ofRanks is not null) AddUpOverRanks(_ofRanks);
            else AddUp(0, Gradients.Memory);
            _added = isComplete ? 0 : _added + 1;
            if (!isComplete) return false;
        }
        finally
        {
            // A handle would keep its tape alive.
            Array.Clear(_given);
        }

        SetBuffers(Gradients.Memory[^_rest.Length..]);
        Loss = Gradients.Memory[^1];
        return true;
    }

    /// <summary>Evaluates all of a shard before anything is added. What became of the buffers is taken back, so that the next shard begins where this one did.</summary>
    private void Read(Variable<T> loss)
    {
        Gradients<T> gradients = loss.Backward();
        for (int k = 0; k < _parameters.Length; k++)
        {
            _given[k] = gradients[_parameters[k]];
            _ = _given[k].Span;
        }

        _rest[^1] = loss.Scalar;
        if (_buffers.Length == 0) return;
        if (_added == 0) GetBuffers(_begun);
        loss.Tape.Update();
        GetBuffers(_rest);
        SetBuffers(_begun);
    }

    private void GetBuffers(Span<T> values)
    {
        foreach (Parameter<T> buffer in _buffers)
        {
            buffer.Values.CopyTo(values);
            values = values[buffer.Shape.ElementCount..];
        }
    }

    private void SetBuffers(ReadOnlySpan<T> values)
    {
        foreach (Parameter<T> buffer in _buffers)
        {
            values[..buffer.Shape.ElementCount].CopyTo(buffer.Update());
            values = values[buffer.Shape.ElementCount..];
        }
    }

    /// <summary>Adds up the last shard of this rank and the sums of the ranks, bucket by bucket: while one is under way, the next is added up.</summary>
    private void AddUpOverRanks(Buckets<T> buckets)
    {
        Exchange messages = _ranks.Begin(Call.Average);
        int count = buckets.Count, own = _ranks.Rank;
        for (int k = 0; k < count + 2; k++)
        {
            for (int other = 0; other < _ranks.Count && k < count; other++)
            {
                if (other != own) AddUp(buckets.StartOf(k, other), buckets.Part(own, k, other));
            }

            messages.Complete();
            if (k >= 2) buckets.TakeMeans(k - 2);
            if (k < count) buckets.Send(messages, k, areMeans: false);
            if (k < 1 || k > count) continue;
            AddUp(buckets.StartOf(k - 1, own), buckets.Part(own, k - 1, own), bucket: k - 1);
            buckets.Send(messages, k - 1, areMeans: true);
        }

        buckets.End();
    }

    /// <summary>Adds elements of a shard to the sums that they complete, piece by piece.</summary>
    /// <param name="start">Where the elements begin.</param>
    /// <param name="total">For the last shard: where the sum of all goes.</param>
    /// <param name="bucket">Whose part this is, if it is that which this rank is in charge of: then the others' sums are added, too.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddUp(int start, Span<T> total, int bucket = -1)
    {
        int k = Array.BinarySearch(_starts, start), end = start + total.Length;
        for (k = k < 0 ? ~k - 1 : k; k < _starts.Length && _starts[k] < end; k++)
        {
            ReadOnlySpan<T> shard = k < _parameters.Length ? _given[k].Span : _rest;
            int to = Math.Min(end, _starts[k] + shard.Length);
            for (int from = Math.Max(start, _starts[k]); from < to; from += Piece)
            {
                Span<T> sum = total.Slice(from - start, Math.Min(Piece, to - from));
                _sums.Add(shard.Slice(from - _starts[k], sum.Length), _added, from, sum);
                for (int rank = 0; rank < _ranks.Count && bucket >= 0; rank++)
                {
                    _sumsOfRanks.Add(rank == _ranks.Rank ? sum : _ofRanks!.Part(rank, bucket, _ranks.Rank).Slice(from - start, sum.Length), rank, 0, sum);
                }

                if (_added + 1 == _shards && (bucket >= 0 || _ranks.Count == 1)) _sums.Divide(sum, T.CreateChecked(_virtualShards));
            }
        }
    }
}
