using System.Runtime.ExceptionServices;

namespace Autograd;

/// <summary>
/// Prepares batches of a data set on threads of its own while a model is trained on the one before: in every epoch each example once, in a random order or, to
/// validate, in that of the data.
/// Which examples a batch has, in which order, and what is random about them follows from the seed alone, not from the number of threads.
/// </summary>
/// <remarks>Allocates nothing once every thread has prepared a batch, if the data set does not. Batches are asked for by one thread at a time.</remarks>
/// <example>
/// <code>
/// using var loader = new DataLoader&lt;float, int&gt;(images, batchSize: 64, seed: 1, workers: 2);
/// while (loader.Position.Epoch &lt; 5)
/// {
///     foreach (Batch&lt;float, int&gt; batch in loader.RestOfEpoch())
///     {
///         tape.Reset();
///         Variable&lt;float&gt; logits = network.Forward(tape.Constant(batch.Inputs, batch.InputShape));
///         Variable&lt;float&gt; loss = logits.CrossEntropy(batch.Targets);
///         optimizer.Step(loss.Backward());
///     }
/// }
/// </code>
/// </example>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
public sealed class DataLoader<TInput, TTarget> : IDataLoader, IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private const int MostWorkers = 64;

    private readonly IDataSet<TInput, TTarget> _data;
    private readonly int _batchSize;
    private ulong _seed;
    private readonly object _gate = new();
    private readonly Slot[] _slots;
    private readonly Thread[] _threads;
    private readonly RandomGenerator _random = new(0);
    private readonly int[] _order;
    private long _orderEpoch = -1;

    // Batches are numbered through all epochs. Before _next they were given out; the last of these is being read. Before _claimed a thread has them in work.
    private long _next;
    private long _claimed;
    private int _working;
    private bool _isStarted;
    private bool _isMoving;
    private bool _hasFailed;
    private bool _isDisposed;

    /// <summary>A loader that begins at the first batch.</summary>
    /// <param name="data">The examples, at least one.</param>
    /// <param name="batchSize">The number of examples of a batch, at least 1.</param>
    /// <param name="seed">What all orders, and the random numbers of all examples, follow from.</param>
    /// <param name="workers">The number of threads, from 0 to 64; without any, a batch is prepared when it is asked for.</param>
    /// <param name="dropLast">Whether to leave out the last batch of an epoch where it would be short.</param>
    /// <exception cref="ArgumentException">A batch would have more than eight dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no example or no batch, or a number is out of its range.</exception>
    public DataLoader(IDataSet<TInput, TTarget> data, int batchSize, ulong seed, int workers = 1, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (batchSize < 1) throw TrainingErrors.LengthBelow("DataLoader", "batch size", batchSize, 1, nameof(batchSize));
        if (workers < 0) throw TrainingErrors.LengthBelow("DataLoader", "number of workers", workers, 0, nameof(workers));
        if (workers > MostWorkers) throw TrainingErrors.LengthAbove("DataLoader", "number of workers", workers, MostWorkers, nameof(workers));
        int least = dropLast ? batchSize : 1;
        if (data.Count < least) throw TrainingErrors.LengthBelow("DataLoader", "number of examples", data.Count, least, nameof(data));
        if (data.Count > Array.MaxLength) throw TrainingErrors.LengthAbove("DataLoader", "number of examples", data.Count, Array.MaxLength, nameof(data));
        _data = data;
        _batchSize = Math.Min(batchSize, data.Count);
        _seed = seed;
        _order = new int[data.Count];
        BatchCount = dropLast ? data.Count / batchSize : (int)(((long)data.Count + batchSize - 1) / batchSize);
        Shape inputs = data.InputShape.Insert(0, _batchSize), targets = data.TargetShape.Insert(0, _batchSize);
        int elements = Math.Max(inputs.ElementCount, targets.ElementCount);
        if (elements > Array.MaxLength) throw TrainingErrors.LengthAbove("DataLoader", "number of elements of a batch", elements, Array.MaxLength, nameof(batchSize));

        // One is being read, one waits, and each thread has one in work.
        _slots = new Slot[workers == 0 ? 1 : workers + 2];
        for (int k = 0; k < _slots.Length; k++) _slots[k] = new Slot(_batchSize, inputs.ElementCount, targets.ElementCount);
        _threads = new Thread[workers];
    }

    /// <summary>The number of batches of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>Whether every epoch has the examples in the order of the data, from the first to the last, as for validation; by itself it is a random one.</summary>
    public bool InOrder { get; init; }

    /// <summary>
    /// What all orders, and the random numbers of all examples, follow from. May be set: the batches from the next on are those of a loader that was made with it; the batch
    /// that was given out cannot be read any more.
    /// </summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ulong Seed
    {
        get => _seed;
        set
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                MoveTo(_next, value);
            }
        }
    }

    /// <summary>
    /// Where it is: which batch comes next. Set to a position that was read earlier, a loader of the same data, seed and batch size goes on from there with the
    /// same batches; the batch that was given out cannot be read any more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public DataPosition Position
    {
        get => new(_next / BatchCount, (int)(_next % BatchCount));
        set
        {
            if (value.Epoch < 0 || value.Epoch >= long.MaxValue / BatchCount || (uint)value.Batch >= (uint)BatchCount) throw DataErrors.NoPosition(value, BatchCount);
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                MoveTo((value.Epoch * BatchCount) + value.Batch, _seed);
            }
        }
    }

    /// <summary>The next batch, waited for where it is not ready. That before cannot be read any more.</summary>
    /// <returns>The batch; behind the last of an epoch comes the first of the next.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    /// <exception cref="Exception">What the data set threw for one of its examples; a later call tries that batch again.</exception>
    public Batch<TInput, TTarget> Next()
    {
        Slot slot = _slots[_next % _slots.Length];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_hasFailed) MoveTo(_next, _seed);
            Start();
            if (_threads.Length == 0) Prepare(slot, Claim(slot), _random);
            while (slot.Ready != _next)
            {
                Monitor.Wait(_gate);
                ObjectDisposedException.ThrowIf(_isDisposed, this);
            }

            if (slot.Error is { } error)
            {
                _hasFailed = true;
                error.Throw();
            }

            // The slot of the batch before is free from here on.
            _next++;
            Monitor.PulseAll(_gate);
        }

        return new(slot.Count, slot.Examples, slot.Inputs, _data.InputShape, slot.Targets, _data.TargetShape);
    }

    /// <summary>Goes through the batches of the epoch that were not given out yet: all of them at its beginning.</summary>
    /// <returns>The batches, for one foreach.</returns>
    public EpochBatches RestOfEpoch() => new(this);

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread? thread in _threads) thread?.Join();
    }

    /// <summary>Gives up what is prepared, and begins at another batch, or at the same again.</summary>
    private void MoveTo(long batch, ulong seed)
    {
        _isMoving = true;
        while (_working > 0) Monitor.Wait(_gate);
        _next = _claimed = batch;
        if (_seed != seed) (_seed, _orderEpoch) = (seed, -1);
        foreach (Slot slot in _slots) slot.Ready = -1;
        _isMoving = _hasFailed = false;
        Monitor.PulseAll(_gate);
    }

    private void Start()
    {
        if (_isStarted) return;
        _isStarted = true;
        for (int k = 0; k < _threads.Length; k++)
        {
            _threads[k] = new Thread(Work) { IsBackground = true, Name = $"DataLoader {k}" };
            _threads[k].Start();
        }
    }

    private void Work()
    {
        var random = new RandomGenerator(0);
        while (true)
        {
            Slot slot;
            long batch;
            lock (_gate)
            {
                // The batch before _next is being read, so its slot is not free.
                while (!_isDisposed && (_isMoving || _claimed >= _next + _slots.Length - 1)) Monitor.Wait(_gate);
                if (_isDisposed) return;
                slot = _slots[_claimed % _slots.Length];
                batch = Claim(slot);
                _working++;
            }

            Prepare(slot, batch, random);
            lock (_gate)
            {
                _working--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Takes the next batch into work: decides its examples.</summary>
    private long Claim(Slot slot)
    {
        long batch = _claimed++, epoch = batch / BatchCount;
        if (_orderEpoch != epoch)
        {
            _orderEpoch = epoch;
            for (int i = 0; i < _order.Length; i++) _order[i] = i;
            _random.Restart(SeedOf(epoch));
            if (!InOrder) _random.Shuffle(_order.AsSpan());
        }

        int start = (int)(batch % BatchCount) * _batchSize;
        slot.Count = Math.Min(_batchSize, _order.Length - start);
        _order.AsSpan(start, slot.Count).CopyTo(slot.Examples);
        return batch;
    }

    private void Prepare(Slot slot, long batch, RandomGenerator random)
    {
        slot.Error = null;
        int inputs = _data.InputShape.ElementCount, targets = _data.TargetShape.ElementCount;
        ulong seed = SeedOf(batch / BatchCount);
        try
        {
            for (int k = 0; k < slot.Count; k++)
            {
                random.Restart(new SplitMix64(seed + (ulong)slot.Examples[k] + 1).Next());
                _data.Copy(slot.Examples[k], random, slot.Inputs.AsSpan(k * inputs, inputs), slot.Targets.AsSpan(k * targets, targets));
            }
        }
        catch (Exception e)
        {
            // Whatever it is, it belongs to whoever asks for this batch.
            slot.Error = ExceptionDispatchInfo.Capture(e);
        }

        Volatile.Write(ref slot.Ready, batch);
    }

    private ulong SeedOf(long epoch) => new SplitMix64(new SplitMix64(_seed).Next() + (ulong)epoch).Next();

    /// <summary>The batches of the rest of an epoch, for one foreach.</summary>
    public struct EpochBatches
    {
        private readonly DataLoader<TInput, TTarget> _loader;
        private readonly long _epoch;

        internal EpochBatches(DataLoader<TInput, TTarget> loader)
        {
            _loader = loader;
            _epoch = loader.Position.Epoch;
        }

        /// <summary>The batch.</summary>
        public Batch<TInput, TTarget> Current { get; private set; }

        /// <summary>Goes on to the next batch.</summary>
        /// <returns>False after the last of the epoch.</returns>
        /// <exception cref="InvalidOperationException">These are <c>default</c>.</exception>
        public bool MoveNext()
        {
            if (_loader is null) throw DataErrors.NoEpoch();
            if (_loader.Position.Epoch != _epoch) return false;
            Current = _loader.Next();
            return true;
        }

        /// <summary>What foreach goes through.</summary>
        /// <returns>These batches.</returns>
        public readonly EpochBatches GetEnumerator() => this;
    }

    /// <summary>Memory for one batch.</summary>
    private sealed class Slot(int examples, int inputs, int targets)
    {
        /// <summary>The number of the batch that is here, ready; −1 for none.</summary>
        public long Ready = -1;

        public int[] Examples { get; } = new int[examples];

        public TInput[] Inputs { get; } = new TInput[inputs];

        public TTarget[] Targets { get; } = new TTarget[targets];

        public int Count { get; set; }

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
