using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The recorded nodes in the order of their recording, which is a topological order: an operand always comes before its user.
/// Growing arrays of structs, kept across <see cref="Clear"/>, so that recording the same again allocates nothing.
/// </summary>
internal sealed class Program<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Node<T>[] _nodes = new Node<T>[64];
    private int[] _operands = new int[128];
    private Strides[] _strides = new Strides[16];
    private int _operandCount;
    private int _stridesCount;

    /// <summary>The threads that run the kernels.</summary>
    public ParallelLoop Parallel { get; init; } = ParallelLoop.Serial;

    /// <summary>The number of nodes.</summary>
    public int Count { get; private set; }

    public ref Node<T> this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _nodes[node];
    }

    /// <summary>The indices of a node's operands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> OperandsOf(in Node<T> node) => _operands.AsSpan(node.FirstOperand, node.OperandCount);

    /// <summary>Appends a pending node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Append(Operation<T> operation, ReadOnlySpan<int> operands, in Shape shape, bool isDifferentiable)
    {
        if (Count == _nodes.Length) Array.Resize(ref _nodes, 2 * Count);
        if (_operands.Length - _operandCount < operands.Length) Array.Resize(ref _operands, Math.Max(2 * _operands.Length, _operandCount + operands.Length));
        for (int k = 0; k < operands.Length; k++) _operands[_operandCount + k] = operands[k];
        ref Node<T> node = ref _nodes[Count];
        node.Operation = operation;
        node.Name = null;
        node.Address = 0;
        node.FirstOperand = _operandCount;
        node.OperandCount = operands.Length;
        node.Strides = -1;
        node.Parameter = -1;
        node.Wanted = 0;
        node.IsDifferentiable = isDifferentiable;
        node.Shape = shape;
        _operandCount += operands.Length;
        return Count++;
    }

    /// <summary>Gives a node a value that does not lie contiguously.</summary>
    public void SetStrides(ref Node<T> node, in Strides strides)
    {
        if (_stridesCount == _strides.Length) Array.Resize(ref _strides, 2 * _stridesCount);
        _strides[_stridesCount] = strides;
        node.Strides = _stridesCount++;
    }

    /// <summary>How a node's value lies in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Layout LayoutOf(in Node<T> node) => new(node.Shape, node.Strides < 0 ? node.Shape.ContiguousStrides : _strides[node.Strides]);

    /// <summary>A node's evaluated value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Strided<T> ValueOf(in Node<T> node) => node.Strides < 0
        ? new(in PinnedMemory.Reference<T>(node.Address), in node.Shape, node.Shape.ContiguousStrides)
        : new(in PinnedMemory.Reference<T>(node.Address), in node.Shape, in _strides[node.Strides]);

    /// <summary>Forgets the nodes from <paramref name="count"/> on.</summary>
    public void Truncate(int count)
    {
        if (count == Count) return;
        _operandCount = _nodes[count].FirstOperand;
        Count = count;
    }

    /// <summary>Forgets all nodes; the arrays stay.</summary>
    public void Clear()
    {
        Count = 0;
        _operandCount = 0;
        _stridesCount = 0;
    }
}
