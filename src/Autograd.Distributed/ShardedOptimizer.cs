using System.Numerics;

namespace Autograd;

/// <summary>
/// An optimizer whose states are shared out: each rank updates some of the parameters, keeps what there is to keep for those alone, and gets the others' new values
/// from the ranks that update them. With R ranks the states take about 1 / R of their memory on each, and an update 1 / R of its time; the bits are those of the
/// optimizer by itself.
/// </summary>
/// <remarks>
/// After S. Rajbhandari and others, "ZeRO: memory optimizations toward training trillion parameter models", 2020, stage 1; what is shared out are whole parameters,
/// the largest first, each to the rank with the fewest elements so far, so that every formula may look at all of a parameter. A step sends each value once to every
/// other rank, from where it lies to where it belongs. Allocates nothing in the steady state.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new ShardedOptimizer&lt;float&gt;(ranks, network.Parameters, own => new Adam&lt;float&gt;(own, learningRate: 0.001));
/// // at each step:
/// if (average.Add(loss)) optimizer.Step(average.Gradients);
/// // at times, a file that is the same for any number of ranks:
/// optimizer.Save("run.safetensors", whole => new Checkpoint&lt;float&gt;(network, whole) { Loaders = [data] });
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ShardedOptimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Ranks _ranks;
    private readonly Func<IEnumerable<Parameter<T>>, Optimizer<T>> _create;
    private readonly Parameter<T>[] _parameters;
    private readonly Parameter<T>[][] _shares;
    private readonly Optimizer<T>? _own;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="parameters">What it updates: at least one, on every rank the same in the same order.</param>
    /// <param name="create">Makes the optimizer of some of them, always with the same numbers: of this rank's, and for a moment of all, to save and to load.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is given twice.</exception>
    /// <exception cref="InvalidOperationException">The ranks have different parameters.</exception>
    public ShardedOptimizer(Ranks ranks, IEnumerable<Parameter<T>> parameters, Func<IEnumerable<Parameter<T>>, Optimizer<T>> create)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(create);
        _ranks = ranks;
        _create = create;
        _parameters = [.. parameters];
        ranks.Agree("ShardedOptimizer", "model", [.. _parameters.Select(parameter => $"{typeof(T).Name} {parameter}")]);
        _shares = ShareOut(_parameters, ranks.Count);

        // A rank may have none, where there are more ranks than parameters; without any at all, the optimizer says so.
        if (_shares[ranks.Rank].Length > 0 || _parameters.Length == 0) _own = create(_shares[ranks.Rank]);
        LearningRate = _own?.LearningRate ?? create([_parameters[0]]).LearningRate;
    }

    /// <summary>The length of a step, 0 or more; may be changed between steps, on every rank alike.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set
        {
            field = double.IsFinite(value) && value >= 0 ? value : throw DistributedErrors.Rate(value);
            if (_own is not null) _own.LearningRate = value;
        }
    }

    /// <summary>The number of steps made.</summary>
    public long StepCount { get; private set; }

    /// <summary>What this rank keeps: the states of the parameters that it updates.</summary>
    public IReadOnlyList<Parameter<T>> States => _own?.States ?? [];

    /// <summary>Makes one step, on every rank at once.</summary>
    /// <param name="gradients">The gradients of all parameters, on every rank the same: <see cref="GradientAverage{T}.Gradients"/>.</param>
    /// <exception cref="ArgumentException">The buffer was not made for all parameters.</exception>
    /// <exception cref="InvalidOperationException">A rank makes another call, has left, or sent another length.</exception>
    public void Step(GradientBuffer<T> gradients)
    {
        _own?.Step(gradients);
        StepCount++;
        if (_ranks.Count == 1) return;
        Exchange messages = _ranks.Begin(Call.Step);
        for (int rank = 0; rank < _ranks.Count; rank++)
        {
            foreach (Parameter<T> parameter in _shares[rank])
            {
                for (int other = 0; other < _ranks.Count && rank == _ranks.Rank; other++)
                {
                    if (other != rank) messages.Send(parameter.Values, other);
                }

                if (rank != _ranks.Rank) messages.Receive(parameter.Update(), rank);
            }
        }

        messages.Complete();
    }

    /// <summary>Has rank 0 write a checkpoint with the states of all ranks, which is that of the optimizer by itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">From an optimizer of all parameters, which there is for this moment and on rank 0 alone, to the checkpoint.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Rank 0 could not write it, a rank makes another call or has left.</exception>
    public void Save(string path, Func<Optimizer<T>, Checkpoint<T>> checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Optimizer<T>? whole = _ranks.IsFirst ? _create(_parameters) : null;
        foreach (Parameter<T> parameter in whole is null ? [] : _shares[0]) CopyStates(_own!, whole!, parameter);
        for (int rank = 1; rank < _ranks.Count; rank++)
        {
            Exchange messages = _ranks.Begin(Call.Save);
            foreach (Parameter<T> parameter in _shares[rank])
            {
                foreach (Parameter<T> state in rank == _ranks.Rank ? _own!.StatesOf(parameter) : []) messages.Send(state.Values, to: 0);
                foreach (Parameter<T> state in whole is null ? [] : whole.StatesOf(parameter)) messages.Receive(state.Update(), rank);
            }

            messages.Complete();
        }

        if (whole is not null) (whole.LearningRate, whole.StepCount) = (LearningRate, StepCount);
        _ranks.Save(() => checkpoint(whole!).Save(path));
    }

    /// <summary>Reads a checkpoint on every rank, if there is one, of any number of ranks.</summary>
    /// <param name="path">The file, the same for all ranks.</param>
    /// <param name="checkpoint">From an optimizer of all parameters, which there is for this moment, to the checkpoint.</param>
    /// <returns>False where no rank has such a file.</returns>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or one of something else.</exception>
    /// <exception cref="InvalidOperationException">A rank has no such file, or another one.</exception>
    public bool Load(string path, Func<Optimizer<T>, Checkpoint<T>> checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Optimizer<T> whole = _create(_parameters);
        if (!_ranks.Load(path, checkpoint(whole))) return false;
        foreach (Parameter<T> parameter in _shares[_ranks.Rank]) CopyStates(whole, _own!, parameter);
        StepCount = whole.StepCount;
        if (_own is not null) _own.StepCount = StepCount;
        LearningRate = whole.LearningRate;
        return true;
    }

    /// <summary>Which parameters each rank updates, in their order.</summary>
    internal static Parameter<T>[][] ShareOut(Parameter<T>[] parameters, int ranks)
    {
        int[] owners = new int[parameters.Length];
        long[] lengths = new long[ranks];
        foreach (int k in Enumerable.Range(0, parameters.Length).OrderByDescending(k => parameters[k].Shape.ElementCount))
        {
            owners[k] = Array.IndexOf(lengths, lengths.Min());
            lengths[owners[k]] += parameters[k].Shape.ElementCount;
        }

        return [.. Enumerable.Range(0, ranks).Select(rank => parameters.Where((_, k) => owners[k] == rank).ToArray())];
    }

    private static void CopyStates(Optimizer<T> from, Optimizer<T> to, Parameter<T> parameter)
    {
        ReadOnlySpan<Parameter<T>> values = from.StatesOf(parameter), copies = to.StatesOf(parameter);
        for (int k = 0; k < values.Length; k++) values[k].Values.CopyTo(copies[k].Update());
    }
}
