using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>
/// The mean of the gradients of all shards of a step, with the same bits on any number of ranks: a step has a fixed number of shards, whose gradients are added up
/// in one binary tree, in which neighbours are added first, level by level. Each rank adds up the shards that it has; then the ranks exchange parts in buckets of
/// 4 MB: each sends every other one its part, adds up the parts it gets, in the tree's order, and sends the result to all.
/// </summary>
/// <remarks>
/// <para>
/// A shard is an example or more, recorded and differentiated by itself. With p parameters on R ranks each rank sends 2 p (R − 1) / R numbers in a step, whatever the
/// number of shards, and keeps log₂(shards of a rank) + 2 copies of the gradients. Nothing is allocated in the steady state.
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
    private readonly Ranks _ranks;
    private readonly Parameter<T>[] _parameters;
    private readonly Parameter<T>[] _buffers;
    private readonly int _virtualShards;
    private readonly int _shards;
    private readonly int _length;
    private readonly int _bucket;

    // Sums of 1, 2, 4, … shards; which of them there are is said by the bits of the number of shards that were added.
    private readonly T[][] _sums;
    private readonly T[] _received;
    private readonly T[] _begun;
    private int _added;

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

    private GradientAverage(Ranks ranks, IEnumerable<Parameter<T>> parameters, Parameter<T>[] buffers, int virtualShards)
        : this(ranks, parameters, buffers, virtualShards, Ranks.BucketBytes)
    {
    }

    /// <summary>As the others, with buckets of a length to test with.</summary>
    internal unsafe GradientAverage(Ranks ranks, IEnumerable<Parameter<T>> parameters, Parameter<T>[] buffers, int virtualShards, int bucketBytes)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        _ranks = ranks;
        _virtualShards = virtualShards;
        _shards = Sharding.ShardsOfRank(ranks, virtualShards, nameof(GradientAverage<>));
        Gradients = new GradientBuffer<T>(parameters);
        _parameters = [.. Gradients.Parameters];
        _buffers = buffers;
        long begun = buffers.Sum(buffer => (long)buffer.Shape.ElementCount), length = _parameters.Sum(parameter => (long)parameter.Shape.ElementCount) + begun + 1;
        if (length > Array.MaxLength) throw DistributedErrors.TooLong(length);
        ranks.Agree(nameof(GradientAverage<>), "average", [$"{virtualShards} shards, buckets of {bucketBytes} bytes", .. _parameters.Concat(buffers).Select(parameter => $"{typeof(T).Name} {parameter}")]);
        _length = (int)length;
        _bucket = Math.Min(bucketBytes / sizeof(T), _length);
        _begun = new T[begun];
        _sums = new T[BitOperations.Log2((uint)_shards) + 1][];
        for (int k = 0; k < _sums.Length; k++) _sums[k] = Pinned(_length);
        _received = ranks.Count == 1 ? [] : Pinned(ranks.Count * ((_bucket / ranks.Count) + 1));
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
        Gradients<T> gradients = loss.Backward();
        foreach (Parameter<T> parameter in _parameters) _ = gradients[parameter].Span;
        AddShard(gradients, loss.Scalar);
        if (_buffers.Length > 0) AddBuffers(loss.Tape);
        Carry();
        if (_added < _shards) return false;
        _added = 0;
        Finish(Complete());
        return true;
    }

    private static T[] Pinned(int length) => GC.AllocateUninitializedArray<T>(length, pinned: true);

    /// <summary>Writes down a shard's numbers, or adds them to the shard's before, with which it makes a pair.</summary>
    private void Put(ReadOnlySpan<T> values, Span<T> sum)
    {
        if ((_added & 1) == 0) values.CopyTo(sum);
        else TensorPrimitives.Add(sum, values, sum);
    }

    private void AddShard(Gradients<T> gradients, T loss)
    {
        Span<T> sum = _sums[0];
        foreach (Parameter<T> parameter in _parameters)
        {
            Put(gradients[parameter].Span, sum[..parameter.Shape.ElementCount]);
            sum = sum[parameter.Shape.ElementCount..];
        }

        Put(new ReadOnlySpan<T>(in loss), sum[^1..]);
    }

    /// <summary>Adds what became of the buffers in this shard, and takes it back, so that the next shard begins where this one did.</summary>
    private void AddBuffers(Tape<T> tape)
    {
        int begun = 0, sum = _length - 1 - _begun.Length;
        if (_added == 0)
        {
            foreach (Parameter<T> buffer in _buffers)
            {
                buffer.Values.CopyTo(_begun.AsSpan(begun));
                begun += buffer.Shape.ElementCount;
            }
        }

        tape.Update();
        begun = 0;
        foreach (Parameter<T> buffer in _buffers)
        {
            int count = buffer.Shape.ElementCount;
            Put(buffer.Values, _sums[0].AsSpan(sum + begun, count));
            _begun.AsSpan(begun, count).CopyTo(buffer.Update());
            begun += count;
        }
    }

    /// <summary>Adds pairs to pairs, fours to fours, and so on, as far as there are two.</summary>
    private void Carry()
    {
        int shard = _added++, level = 0;
        if ((shard & 1) == 0) return;
        for (; ((shard >> (level + 1)) & 1) != 0; level++) TensorPrimitives.Add(_sums[level + 1], _sums[level], _sums[level + 1]);
        (_sums[level], _sums[level + 1]) = (_sums[level + 1], _sums[level]);
    }

    /// <summary>The sum of all shards of this rank: one of the sums there are where their number is a power of two, else all that are left, small ones first.</summary>
    private T[] Complete()
    {
        int level = BitOperations.TrailingZeroCount(_shards);
        T[] sum = _sums[level];
        for (level++; level < _sums.Length; level++)
        {
            if (((_shards >> level) & 1) != 0) TensorPrimitives.Add(_sums[level], sum, sum);
        }

        return sum;
    }

    /// <summary>Adds up the ranks' sums, and hands out the mean.</summary>
    private void Finish(T[] sum)
    {
        for (int start = 0; start < _length; start += _bucket)
        {
            Span<T> bucket = sum.AsSpan(start, Math.Min(_bucket, _length - start));
            Span<T> part = _ranks.PartOf(bucket, _ranks.Rank), total = _ranks.Count > 1 ? SumOfParts(bucket) : part;
            TensorPrimitives.Divide(total, T.CreateChecked(_virtualShards), part);
            if (_ranks.Count > 1) _ranks.Gather(Call.Average, bucket);
        }

        ReadOnlySpan<T> mean = sum;
        foreach (Parameter<T> parameter in _parameters) Take(Gradients[parameter], ref mean);
        foreach (Parameter<T> buffer in _buffers) Take(buffer.Update(), ref mean);
        Loss = mean[0];

        static void Take(Span<T> destination, ref ReadOnlySpan<T> source)
        {
            source[..destination.Length].CopyTo(destination);
            source = source[destination.Length..];
        }
    }

    /// <summary>Gets this rank's part of a bucket from all others, and adds it up in the order of the tree; what this rank has is overwritten.</summary>
    private Span<T> SumOfParts(Span<T> bucket)
    {
        Span<T> own = _ranks.PartOf(bucket, _ranks.Rank);
        int count = _ranks.Count, room = _received.Length / count;
        Exchange messages = _ranks.Begin(Call.Average);
        for (int other = 0; other < count; other++)
        {
            if (other == _ranks.Rank) continue;
            messages.Receive(Of(other, own), other);
            messages.Send<T>(_ranks.PartOf(bucket, other), other);
        }

        messages.Complete();
        for (int stride = 1; stride < count; stride *= 2)
        {
            for (int k = 0; k + stride < count; k += 2 * stride) TensorPrimitives.Add(Of(k, own), Of(k + stride, own), Of(k, own));
        }

        return Of(0, own);

        Span<T> Of(int rank, Span<T> own) => rank == _ranks.Rank ? own : _received.AsSpan(rank * room, own.Length);
    }
}
