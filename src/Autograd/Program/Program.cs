using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The recorded nodes in the order of their recording, which is a topological order: an operand always comes before its user.
/// Growing arrays of plain data, kept across <see cref="TryRestart"/>: as long as the next recording repeats the one before, node by node, its
/// nodes are taken over with their shapes.
/// </summary>
/// <param name="table">The operations that nodes refer to.</param>
internal sealed class Program<T>(OperationTable<T> table)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ManyOperations = 1 << 16;
    private NodeData[] _nodes = new NodeData[64];
    private int[] _operands = new int[128];
    private string?[] _names = [];

    /// <summary>The operations that nodes refer to.</summary>
    public OperationTable<T> Table { get; } = table;

    public Program()
        : this(new OperationTable<T>())
    {
    }

    /// <summary>The number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>How many nodes are known: those recorded, and behind them those of earlier recordings that may yet be repeated.</summary>
    public int Known { get; private set; }

    /// <summary>Which recording this is, from 1.</summary>
    public uint Generation { get; internal set; } = 1;

    /// <summary>Whether this recording has appended nodes, so that nothing is known about what comes next.</summary>
    public bool IsNew { get; private set; }

    public Node<T> this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(this, in _nodes[node], node);
    }

    /// <summary>The indices of a node's operands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> OperandsOf(Node<T> node) => _operands.AsSpan(node.FirstOperand, node.OperandCount);

    /// <summary>The operation that comes next if this recording repeats an earlier one; null where nothing more is known.</summary>
    public Operation<T>? Expected
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Count < Known ? Table[_nodes[Count].Operation] : null;
    }

    /// <summary>Takes over the next known node if it is this operation of these operands; then its shape is the same, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRepeat(Operation<T> operation, ReadOnlySpan<int> operands)
    {
        if (Count == Known) return false;
        ref NodeData node = ref _nodes[Count];
        if (node.Operation != Table.Find(operation) || node.OperandCount != operands.Length) return false;
        ReadOnlySpan<int> known = _operands.AsSpan(node.FirstOperand, node.OperandCount);
        for (int k = 0; k < known.Length; k++)
        {
            if (known[k] != operands[k]) return false;
        }

        node.IsNamed = false;
        Count++;
        return true;
    }

    /// <summary>Whether a known node is this operation of these operands.</summary>
    public bool Knows(int node, Operation<T> operation, ReadOnlySpan<int> operands) =>
        node < Known && _nodes[node].Operation == Table.Find(operation) && OperandsOf(this[node]).SequenceEqual(operands);

    /// <summary>Takes over all known nodes before <paramref name="end"/>.</summary>
    public void RepeatUntil(int end) => Count = end;

    /// <summary>Appends a pending node. No known nodes may be left: see <see cref="ForgetRest"/>.</summary>
    public int Append(Operation<T> operation, ReadOnlySpan<int> operands, in Shape shape, bool isDifferentiable, bool isAdjoint = false)
    {
        int first = Count == 0 ? 0 : _nodes[Count - 1].FirstOperand + _nodes[Count - 1].OperandCount;
        if (Count == _nodes.Length) PlainArray.Grow(ref _nodes, Count + 1);
        if (_operands.Length - first < operands.Length) PlainArray.Grow(ref _operands, first + operands.Length);
        bool isSteep = operation.HasInfiniteSlope;
        for (int k = 0; k < operands.Length; k++)
        {
            _operands[first + k] = operands[k];
            isSteep |= _nodes[operands[k]].IsSteep;
        }

        ref NodeData node = ref _nodes[Count];
        node.Operation = Table.NumberOf(operation);
        node.IsNamed = false;
        node.FirstOperand = first;
        node.OperandCount = operands.Length;
        node.IsDifferentiable = isDifferentiable;
        node.IsSteep = isSteep && isDifferentiable;
        node.IsAdjoint = isAdjoint;
        node.IsRecomputed = false;
        node.Shape = shape;
        Known = Count + 1;
        IsNew = true;
        return Count++;
    }

    /// <summary>Says whether a node's value is computed again where it is used later.</summary>
    public void SetRecomputed(int node, bool isRecomputed) => _nodes[node].IsRecomputed = isRecomputed;

    /// <summary>The name of a node that has one.</summary>
    public string? NameOf(int node) => _names[node];

    /// <summary>Gives a node a name, or none.</summary>
    public void SetName(int node, string? name)
    {
        _nodes[node].IsNamed = name is not null;
        if (name is null) return;
        if (_names.Length <= node) Array.Resize(ref _names, Math.Max(2 * _names.Length, node + 8));
        _names[node] = name;
    }

    /// <summary>Takes back the nodes from <paramref name="count"/> on; they stay known.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Forgets the known nodes that were not repeated.</summary>
    public void ForgetRest() => Known = Count;

    /// <summary>Begins a recording that another program has begun.</summary>
    public void BeginAt(uint generation)
    {
        Generation = generation;
        Count = 0;
        IsNew = false;
    }

    /// <summary>Begins the next recording: nothing is recorded, everything is known.</summary>
    /// <returns>
    /// False where nothing may be known any more: where the generations begin anew, once in 2³² recordings, since it would seem to be evaluated; and where
    /// there were so many operations that most can be no longer in use.
    /// </returns>
    public bool TryRestart()
    {
        Count = 0;
        IsNew = false;
        bool isLast = ++Generation == uint.MaxValue;
        if (isLast) Generation = 1;
        if (Table.Count <= ManyOperations) return !isLast;
        Table.Clear();
        return false;
    }
}
