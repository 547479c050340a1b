using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The program that is being recorded, and its memory. Leaves are put on it, operations on them append nodes, Backward appends the
/// adjoint nodes; <see cref="Reset"/> starts the next recording in the same memory. For one thread at a time.
/// </summary>
/// <typeparam name="T">Element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class Tape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Arena<T> _arena;
    private Executor<T> _executor;
    private Plans<T> _plans;
    private readonly OperationCache<T> _operations = new();
    private readonly CallSiteLog? _callSites;
    private readonly bool _eager;
    private Shape[] _shapes = new Shape[4];
    private int[] _operandNodes = new int[4];
    private bool _disposed;

    /// <summary>An empty tape with the default settings.</summary>
    public Tape()
        : this(TapeOptions.Default)
    {
    }

    /// <summary>An empty tape.</summary>
    /// <param name="options">Its settings.</param>
    /// <exception cref="NotSupportedException">T is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public Tape(TapeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) throw Errors.ElementType("Tape", typeof(T));
        Options = options;
        Parallel = ParallelLoop.Of(options.MaxDegreeOfParallelism);
        _eager = options.Evaluation == EvaluationMode.Eager;
        if (_eager && options.MemoryBudget is { } bytes) throw Errors.BudgetOfEager(bytes);
        _callSites = options.RecordCallSites ? new CallSiteLog() : null;
        _keepsOthers = _callSites is null && options.MemoryBudget is null && !options.PoisonOnReset;
        Program = null!;
        Values = null!;
        Use(new Recording<T>(_table, options, Parallel));
    }

    /// <summary>The settings.</summary>
    public TapeOptions Options { get; }

    /// <summary>The number of nodes recorded since the last reset.</summary>
    public int NodeCount => Program.Count;

    /// <summary>What was recorded.</summary>
    internal Program<T> Program { get; private set; }

    /// <summary>Where its values lie.</summary>
    internal Values<T> Values { get; private set; }

    /// <summary>The plans that were made.</summary>
    internal Plans<T> Plans => _plans;

    /// <summary>The threads that run the kernels.</summary>
    internal ParallelLoop Parallel { get; }

    /// <summary>The memory it holds, in elements.</summary>
    internal long ReservedElements => _recording.Reserved + _others.Sum(other => other.Reserved);

    /// <summary>The memory that grows with what is recorded, in bytes: values, nodes, and where cotangents are listed.</summary>
    internal long HeldBytes =>
        (ReservedElements * Unsafe.SizeOf<T>()) + ((long)Program.Known * (Unsafe.SizeOf<NodeData>() + Unsafe.SizeOf<NodeValue>())) + ((long)_cotangents.Length * Unsafe.SizeOf<CotangentOfNode>());

    internal uint Generation => Program.Generation;

    /// <summary>
    /// Forgets all nodes and starts a new recording in the same memory, at a cost that does not depend on their number. Handles from
    /// before refuse to be used; parameters keep their values. As far as the new recording repeats the old one node by node (with other
    /// values), it takes over its nodes, their memory and its reverse walks, which is faster than recording them anew.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another thread uses the tape, or it is called from inside a rule or a kernel.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Reset()
    {
        Occupancy inside = Enter();
        try
        {
            if (_walkDepth > 0) throw Errors.InsideRule("Reset");
            if (Options.PoisonOnReset) Poison();
            Remember();
            if (!Program.TryRestart()) ForgetAll();
            _cotangentCount = 0;
            _walkCount = 0;
            _upcoming.Clear();
            _plans.Restart();
            _callSites?.Clear();
        }
        finally
        {
            inside.Leave();
        }
    }

    /// <summary>What it is, how many nodes it has, and how they are evaluated. <c>ToText</c> lists them.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => _disposed
        ? $"Tape<{typeof(T).Name}>, disposed"
        : $"Tape<{typeof(T).Name}>, {Options.Evaluation}: {NodeCount} {(NodeCount == 1 ? "node" : "nodes")}";

    /// <summary>Gives back the memory and ends the tape's threads. Handles refuse to be used afterwards.</summary>
    /// <exception cref="InvalidOperationException">Another thread uses the tape, or it is called from inside a rule or a kernel.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_disposed) return;
        Occupancy inside = Enter();
        if (_walkDepth > 0)
        {
            inside.Leave();
            throw Errors.InsideRule("Dispose");
        }

        Program.TryRestart();
        _disposed = true;
        _occupancy = new Occupancy(0);
        _recording.Release();
        foreach (Recording<T> other in _others) other.Release();
        _others.Clear();
        Parallel.Dispose();
    }

    /// <summary>Records an operation on any number of operands.</summary>
    /// <param name="operation">The declaration.</param>
    /// <param name="operands">The operands, all from this tape.</param>
    /// <typeparam name="TOperation">Its type.</typeparam>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The operands' shapes do not fit, or an operand belongs to another tape.</exception>
    /// <exception cref="InvalidOperationException">An operand was recorded before the last reset.</exception>
    public Variable<T> Record<TOperation>(TOperation operation, params ReadOnlySpan<Variable<T>> operands)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation> =>
        Record(_operations.Find(operation, Program.Expected), operands);

    /// <summary>Records an operation. Not generic in its declaration and not inlined, so that it is compiled once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal Variable<T> Record(Operation<T> operation, ReadOnlySpan<Variable<T>> operands)
    {
        Occupancy inside = Enter();
        if (_shapes.Length < operands.Length) MakeRoomFor(operands.Length);
        Span<int> nodes = _operandNodes.AsSpan(0, operands.Length);
        for (int k = 0; k < operands.Length; k++)
        {
            if (!IsUsable(operands[k]))
            {
                inside.Leave();
                throw Unusable(operands[k], operation.Name);
            }

            nodes[k] = operands[k].Index;
        }

        // No try block here, where most nodes are repeated and evaluated: what may throw leaves by itself.
        int index = Program.Count;
        if (!Program.TryRepeat(operation, nodes) && !TrySwitch(operation, nodes, inside)) RecordNew(operation, nodes, inside);
        _callSites?.Add(index, _walkDepth > 0);
        if (_walkDepth == 0)
        {
            bool isRecomputed = _checkpointDepth > 0;
            if (Program[index].IsRecomputed != isRecomputed) Program.SetRecomputed(index, isRecomputed);
            if (_eager && !isRecomputed) EvaluateOrForget(index, inside);
        }

        Variable<T> result = At(index);
        inside.Leave();
        return result;
    }

    /// <summary>The node behind a handle.</summary>
    /// <exception cref="ArgumentException">It belongs to another tape.</exception>
    /// <exception cref="InvalidOperationException">It was recorded before the last reset.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal Node<T> NodeOf(Variable<T> variable, string caller)
    {
        if (!IsUsable(variable)) throw Unusable(variable, caller);
        return Program[variable.Index];
    }

    /// <summary>The handle of a node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Variable<T> At(int node) => new(this, node, Generation);

    /// <summary>The elements of a node in row-major order, evaluated where that has not happened yet.</summary>
    internal ReadOnlySpan<T> Read(Variable<T> variable) => Read(variable, Options.CheckFinite);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private ReadOnlySpan<T> Read(Variable<T> variable, bool isChecked)
    {
        Occupancy inside = Enter();
        try
        {
            NodeOf(variable, "Value");
            int node = variable.Index;
            _disturbances++;
            if (Values.IsPending(node)) Evaluate(node, inside);
            else Values[node].IsAskedFor = true;
            if (Values[node].Parameter >= 0) _freshness.ThrowIfStale(Values[node].Parameter);
            if (isChecked) CheckComputed(node);
            nint address = Values[node].View < 0 ? Values[node].Address : _executor.MakeContiguous(node);
            return PinnedMemory.Span<T>(address, Program[node].Shape.ElementCount);
        }
        finally
        {
            inside.Leave();
            GC.KeepAlive(this);
        }
    }

    /// <summary>The first element of a node. Read before another thread may come in, unlike from a span that was handed out.</summary>
    internal T ReadFirst(Variable<T> variable)
    {
        Occupancy inside = Enter();
        try
        {
            return Read(variable)[0];
        }
        finally
        {
            inside.Leave();
        }
    }

    /// <summary>A copy of a node's elements.</summary>
    internal T[] ReadAll(Variable<T> variable)
    {
        Occupancy inside = Enter();
        try
        {
            return Read(variable).ToArray();
        }
        finally
        {
            inside.Leave();
        }
    }

    /// <summary>The elements of a node for whoever can do without: a text, a picture. False where they can no longer be read, or computed.</summary>
    internal bool TryRead(Variable<T> variable, out ReadOnlySpan<T> elements)
    {
        try
        {
            elements = Read(variable, isChecked: false);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OperationCanceledException)
        {
            elements = default;
            return false;
        }
    }

    /// <summary>Which line recorded a node; null where that was not asked for, or is not known.</summary>
    internal CallSite? CallSiteOf(int node) => _callSites?[node];

    internal string Describe(Variable<T> variable)
    {
        if (variable.Generation != Generation) return "a variable from before the tape was reset";
        Node<T> node = Program[variable.Index];
        return $"{NameOf(variable.Index)} = {node.Operation.Name} {node.Shape}";
    }

    /// <summary>A node's name, or its number <c>%3</c>.</summary>
    internal string NameOf(int node) => Program[node].Name ?? $"%{node}";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsUsable(Variable<T> variable) => variable.IsOf(this) && variable.Generation == Generation;

    private void MakeRoomFor(int operands)
    {
        _shapes = new Shape[2 * operands];
        _operandNodes = new int[2 * operands];
    }

    /// <summary>Appends a node, once it is certain that indices stand where the operation takes them and nowhere else.</summary>
    private void RecordNew(Operation<T> operation, ReadOnlySpan<int> operands, Occupancy inside)
    {
        bool isDifferentiable = false, done = false;
        try
        {
            for (int k = 0; k < operands.Length; k++)
            {
                Node<T> node = Program[operands[k]];
                bool givesIndices = node.Operation.GivesIndices;
                if (givesIndices != (k < 32 && ((operation.IndexOperands >> k) & 1) != 0)) throw Errors.IndicesOrElements(operation.Name, k, givesIndices);
                _shapes[k] = node.Shape;
                isDifferentiable |= node.IsDifferentiable;
            }

            inside.Close();
            Shape shape = operation.InferShape(_shapes.AsSpan(0, operands.Length));
            inside.Open();
            Append(operation, operands, in shape, isDifferentiable && operation.IsDifferentiable);
            done = true;
        }
        finally
        {
            if (!done)
            {
                inside.Open();
                inside.Leave();
            }
        }
    }

    private void Evaluate(int index, Occupancy inside)
    {
        inside.Close();
        try
        {
            if (!_plans.TryRepeat(index)) _plans.Make(index, WantedWith(index));
        }
        finally
        {
            inside.Open();
        }
    }

    private void EvaluateOrForget(int index, Occupancy inside)
    {
        bool done = false;
        inside.Close();
        try
        {
            if (!_executor.TryRun(index) && !_plans.TryRepeat(index)) _plans.Make(index, WantedWith(index));
            done = true;
        }
        finally
        {
            inside.Open();
            if (!done)
            {
                Truncate(index);
                inside.Leave();
            }
        }
    }

    private Exception Unusable(Variable<T> variable, string caller)
    {
        if (_disposed) return new ObjectDisposedException(nameof(Tape<T>));
        if (variable.IsDefault) return Errors.NoTape();
        return variable.Tape != this ? Errors.OtherTape(caller) : Errors.Stale(caller);
    }
}
