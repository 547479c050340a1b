using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The recorded nodes in the order of their recording, which is a topological order: an operand always comes before its user.
/// Growing arrays of structs, kept across <see cref="TryRestart"/>: as long as the next recording repeats the one before, node by node, its
/// nodes are taken over with their shapes and their memory.
/// </summary>
internal sealed class Program<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Node<T>[] _nodes = new Node<T>[64];
    private int[] _operands = new int[128];
    private StridedView[] _views = new StridedView[16];
    private int _viewCount;

    /// <summary>The threads that run the kernels.</summary>
    public ParallelLoop Parallel { get; init; } = ParallelLoop.Serial;

    /// <summary>The number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>How many nodes are known: those recorded, and behind them those of earlier recordings that may yet be repeated.</summary>
    public int Known { get; private set; }

    /// <summary>Which recording this is, from 1. What was evaluated in an earlier one is pending.</summary>
    public uint Generation { get; internal set; } = 1;

    public ref Node<T> this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _nodes[node];
    }

    /// <summary>Whether a node has no value in this recording yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPending(in Node<T> node) => node.Evaluated < Generation;

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
    public int Append(Operation<T> operation, ReadOnlySpan<int> operands, in Shape shape, bool isDifferentiable)
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
        node.Address = 0;
        node.FirstOperand = first;
        node.OperandCount = operands.Length;
        node.Strides = -1;
        node.Parameter = -1;
        node.Wanted = 0;
        node.Evaluated = 0;
        node.IsDifferentiable = isDifferentiable;
        node.IsSteep = isSteep && isDifferentiable;
        node.ShowsCopy = false;
        node.Shape = shape;
        Known = Count + 1;
        return Count++;
    }

    /// <summary>Gives a node a layout that is not contiguous.</summary>
    public void SetStrides(ref Node<T> node, in Strides strides)
    {
        if (_viewCount == _views.Length) Array.Resize(ref _views, 2 * _viewCount);
        _views[_viewCount] = new StridedView { Strides = strides, IsUniform = strides == default };
        node.Strides = _viewCount++;
    }

    /// <summary>The layout of a node that is not contiguous, and its contiguous copy.</summary>
    public ref StridedView ViewOf(in Node<T> node) => ref _views[node.Strides];

    /// <summary>How a node's value lies in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Layout LayoutOf(in Node<T> node) => new(node.Shape, node.Strides < 0 ? node.Shape.ContiguousStrides : _views[node.Strides].Strides);

    /// <summary>A node's evaluated value; its contiguous copy where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Strided<T> ValueOf(in Node<T> node)
    {
        if (node.Strides < 0) return new(in PinnedMemory.Reference<T>(node.Address), in node.Shape, node.Shape.ContiguousStrides);
        ref StridedView view = ref _views[node.Strides];
        return view.Copied == Generation
            ? new(in PinnedMemory.Reference<T>(view.Copy), in node.Shape, node.Shape.ContiguousStrides)
            : new(in PinnedMemory.Reference<T>(node.Address), in node.Shape, in view.Strides);
    }

    /// <summary>Takes back the nodes from <paramref name="count"/> on; they stay known, but not their values.</summary>
    public void Truncate(int count)
    {
        for (int i = count; i < Count; i++)
        {
            ref Node<T> node = ref _nodes[i];
            if (node.Evaluated < Node<T>.Always) node.Evaluated = 0;
            if (node.Strides >= 0) _views[node.Strides].Copied = 0;
        }

        Count = count;
    }

    /// <summary>Forgets the known nodes that were not repeated.</summary>
    public void ForgetRest()
    {
        Known = Count;
        _viewCount = 0;
        for (int i = 0; i < Count; i++) _viewCount = Math.Max(_viewCount, _nodes[i].Strides + 1);
    }

    /// <summary>Begins the next recording: nothing is recorded, everything is known.</summary>
    /// <returns>False where the generations begin anew, once in 2³² recordings: nothing is known any more, since it would seem to be evaluated.</returns>
    public bool TryRestart()
    {
        Count = 0;
        if (++Generation < Node<T>.Always) return true;
        Generation = 1;
        return false;
    }
}

/// <summary>How a view lies that is not contiguous, and its contiguous copy for whoever needs that.</summary>
internal struct StridedView
{
    public Strides Strides;

    /// <summary>Whether it shows one element everywhere: all strides are 0.</summary>
    public bool IsUniform;

    /// <summary>The address of the copy; 0 until there is memory for one.</summary>
    public nint Copy;

    /// <summary>The generation in which the copy was made last.</summary>
    public uint Copied;
}
