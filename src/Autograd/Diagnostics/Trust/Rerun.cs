using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Goes through a recorded program once more, in the order of its nodes. Values that the tape holds are read where they lie; what it does not hold is computed
/// again, by the same operations and to the same bits, in memory aside that is given back after its last use. The tape does not notice. Not known is
/// what would need the old values of a parameter that was updated since.
/// </summary>
internal sealed class Rerun<T>(Tape<T> tape)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[]?[] _aside = new T[tape.NodeCount][];
    private readonly int[] _uses = new int[tape.NodeCount];
    private readonly bool[] _isKnown = new bool[tape.NodeCount];

    /// <summary>Visits all nodes that some are made of, and these, once the values of each are there; those of its operands are still there then.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="visit">What is done with each.</param>
    public void Run(ReadOnlySpan<int> nodes, Action<int> visit)
    {
        bool[] isNeeded = NeededBy(nodes);
        for (int i = 0; i < isNeeded.Length; i++)
        {
            if (!isNeeded[i]) continue;
            tape.Options.Cancellation.ThrowIfCancellationRequested();
            bool isHeld = !tape.Values.IsPending(i);
            _isKnown[i] = isHeld ? !tape.IsOverwritten(i) : CanCompute(i);
            if (!isHeld && _isKnown[i]) Compute(i);
            visit(i);
            foreach (int operand in tape.Program.OperandsOf(tape.Program[i]))
            {
                if (--_uses[operand] == 0) _aside[operand] = null;
            }
        }
    }

    /// <summary>The elements of a node in row-major order; false where they are not known. Good until the next node is visited.</summary>
    public bool TryRead(int node, out ReadOnlySpan<T> elements)
    {
        elements = _isKnown[node] ? Contiguous(node) : default;
        return _isKnown[node];
    }

    /// <summary>The element of an operand that is broadcast to a place of a result in row-major order.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="place">The place.</param>
    /// <param name="result">The lengths of the result.</param>
    /// <param name="unknown">What is returned where it is not known.</param>
    public T ValueAt(int operand, int place, Shape result, T unknown)
    {
        if (!TryRead(operand, out ReadOnlySpan<T> values)) return unknown;
        if (values.Length == 1) return values[0];
        Shape own = tape.Program[operand].Shape;
        return own == result ? values[place] : values[NodeWords<T>.PlaceOf(NodeWords<T>.BroadcastIndex(NodeWords<T>.IndexOf(place, result), own), own)];
    }

    private bool[] NeededBy(ReadOnlySpan<int> nodes)
    {
        var isNeeded = new bool[tape.NodeCount];
        foreach (int node in nodes) isNeeded[node] = true;
        for (int i = isNeeded.Length - 1; i >= 0; i--)
        {
            if (!isNeeded[i]) continue;
            foreach (int operand in tape.Program.OperandsOf(tape.Program[i]))
            {
                isNeeded[operand] = true;
                _uses[operand]++;
            }
        }

        return isNeeded;
    }

    private bool CanCompute(int node)
    {
        if (tape.Program[node].Operation is Assignment<T>) return false;
        foreach (int operand in tape.Program.OperandsOf(tape.Program[node]))
        {
            if (!_isKnown[operand]) return false;
        }

        return true;
    }

    private void Compute(int index)
    {
        Node<T> node = tape.Program[index];
        Operation<T> operation = node.Operation;
        ReadOnlySpan<int> operands = tape.Program.OperandsOf(node);
        T[] memory = PinnedMemory.Allocate<T>(node.Shape.ElementCount, "FirstNonFinite");
        Span<T> result = PinnedMemory.Span<T>(PinnedMemory.AlignedAddress(memory), node.Shape.ElementCount);
        var views = new OperandView[operands.Length];
        for (int k = 0; k < operands.Length; k++) Resolve(operands[k], out views[k]);
        Occupancy inside = tape.Enter();
        inside.Close();
        try
        {
            var resolved = new Operands<T>(views, tape.Parallel);
            if (operation.Kind == OperationKind.View) Show(operation, in views[0], result);
            else if (operation.Formula is { } formula) ElementwiseNode.Evaluate(formula, in resolved, result);
            else operation.Evaluate(in resolved, result);
        }
        finally
        {
            inside.Open();
            inside.Leave();
        }

        _aside[index] = memory;
    }

    /// <summary>Copies what a view shows.</summary>
    private static void Show(Operation<T> view, in OperandView operand, Span<T> result)
    {
        if (!view.TryView(Layout.Contiguous(operand.Shape), out Layout layout, out int offset)) throw Errors.ViewShape(view.Name, layout.Shape, operand.Shape);
        if (result.Length == 0) return;
        ref T origin = ref PinnedMemory.Reference<T>(operand.Address);
        Copying.Copy(new Strided<T>(in Unsafe.Add(ref origin, offset), in layout), result);
    }

    private void Resolve(int node, out OperandView operand)
    {
        Shape shape = tape.Program[node].Shape;
        Contiguous(node);
        nint address = _aside[node] is { } memory ? PinnedMemory.AlignedAddress(memory) : tape.Values[node].Address;
        operand = new OperandView
        {
            Address = address, Shape = shape, Strides = shape.ContiguousStrides, IsContiguous = true, IsIndices = tape.Program[node].Operation.GivesIndices,
        };
    }

    /// <summary>The elements where they lie, or a copy aside of what is held under strides.</summary>
    private ReadOnlySpan<T> Contiguous(int node)
    {
        int count = tape.Program[node].Shape.ElementCount;
        if (_aside[node] is null && tape.Values[node].View < 0) return PinnedMemory.Span<T>(tape.Values[node].Address, count);
        if (_aside[node] is not { } memory)
        {
            _aside[node] = memory = PinnedMemory.Allocate<T>(count, "FirstNonFinite");
            tape.Values.Resolve(node, out OperandView shown);
            Copying.Copy(new Strided<T>(in PinnedMemory.Reference<T>(shown.Address), in shown.Shape, in shown.Strides), PinnedMemory.Span<T>(PinnedMemory.AlignedAddress(memory), count));
        }

        return PinnedMemory.Span<T>(PinnedMemory.AlignedAddress(memory), count);
    }
}
