using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The recorded nodes in the order of their recording, which is a topological order: an operand always comes before its user.
/// Growing arrays of structs, kept across <see cref="TryRestart"/>: as long as the next recording repeats the one before, node by node, its
/// nodes are taken over with their shapes.
/// </summary>
internal sealed class Program<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Node<T>[] _nodes = new Node<T>[64];
    private int[] _operands = new int[128];

    /// <summary>The number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>How many nodes are known: those recorded, and behind them those of earlier recordings that may yet be repeated.</summary>
    public int Known { get; private set; }

    /// <summary>Which recording this is, from 1.</summary>
    public uint Generation { get; internal set; } = 1;

    /// <summary>Whether this recording has appended nodes, so that nothing is known about what comes next.</summary>
    public bool IsNew { get; private set; }

    public ref Node<T> this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _nodes[node];
    }

    /// <summary>The indices of a node's operands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> OperandsOf(in Node<T> node) => _operands.AsSpan(node.FirstOperand, node.OperandCount);

    /// <summary>The operation that comes next if this recording repeats an earlier one; null where nothing more is known.</summary>
    public Operation<T>? Expected
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Count < Known ? _nodes[Count].Operation : null;
    }

    /// <summary>Takes over the next known node if it is this operation of these operands; then its shape is the same, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRepeat(Operation<T> operation, ReadOnlySpan<int> operands)
    {
        if (Count == Known) return false;
        ref Node<T> node = ref _nodes[Count];
        if (node.Operation != operation || node.OperandCount != operands.Length) return false;
        ReadOnlySpan<int> known = OperandsOf(in node);
        for (int k = 0; k < known.Length; k++)
        {
            if (known[k] != operands[k]) return false;
        }

        node.Name = null;
        Count++;
        return true;
    }

    /// <summary>Takes over all known nodes before <paramref name="end"/>.</summary>
    public void RepeatUntil(int end) => Count = end;

    /// <summary>Appends a pending node. No known nodes may be left: see <see cref="ForgetRest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Append(Operation<T> operation, ReadOnlySpan<int> operands, in Shape shape, bool isDifferentiable, bool isAdjoint = false)
    {
        int first = Count == 0 ? 0 : _nodes[Count - 1].FirstOperand + _nodes[Count - 1].OperandCount;
        if (Count == _nodes.Length) Array.Resize(ref _nodes, 2 * Count);
        if (_operands.Length - first < operands.Length) Array.Resize(ref _operands, Math.Max(2 * _operands.Length, first + operands.Length));
        bool isSteep = operation.HasInfiniteSlope;
        for (int k = 0; k < operands.Length; k++)
        {
            _operands[first + k] = operands[k];
            isSteep |= _nodes[operands[k]].IsSteep;
        }

        ref Node<T> node = ref _nodes[Count];
        node.Operation = operation;
        node.Name = null;
        node.FirstOperand = first;
        node.OperandCount = operands.Length;
        node.IsDifferentiable = isDifferentiable;
        node.IsSteep = isSteep && isDifferentiable;
        node.IsAdjoint = isAdjoint;
        node.Shape = shape;
        Known = Count + 1;
        IsNew = true;
        return Count++;
    }

    /// <summary>Takes back the nodes from <paramref name="count"/> on; they stay known.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Forgets the known nodes that were not repeated.</summary>
    public void ForgetRest() => Known = Count;

    /// <summary>Begins the next recording: nothing is recorded, everything is known.</summary>
    /// <returns>False where the generations begin anew, once in 2³² recordings: nothing may be known any more, since it would seem to be evaluated.</returns>
    public bool TryRestart()
    {
        Count = 0;
        IsNew = false;
        if (++Generation < uint.MaxValue) return true;
        Generation = 1;
        return false;
    }
}
