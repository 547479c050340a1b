using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>
/// Records again what was recorded for one slice, with one more dimension in front: all slices are then computed at once. It is a matter of recorded
/// nodes alone; operations and their rules know nothing of it. A node that does not depend on the slice is used as it is.
/// </summary>
/// <remarks>
/// Each slice has the bits that it would have by itself. Its dimensions are aligned at the last one where operands are broadcast to each other:
/// [count, 1, …, 1, lengths]; elsewhere an operand that all slices share is repeated, as a view.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
internal readonly ref struct Lifting<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly int _first;
    private readonly SpanOwner<LiftedNode> _nodes;

    /// <summary>For nodes that were recorded one after the other.</summary>
    /// <param name="tape">Their tape.</param>
    /// <param name="first">The first of them.</param>
    public Lifting(Tape<T> tape, int first)
    {
        _tape = tape;
        _first = first;
        _nodes = SpanOwner<LiftedNode>.Allocate(tape.NodeCount - first, AllocationMode.Clear);
    }

    /// <summary>One of these nodes is a slice; for it there will be one that has them all.</summary>
    public void Depend(Variable<T> slice) => _nodes.Span[slice.Index - _first].Role = LiftingRole.Slice;

    /// <summary>Finds which nodes depend on the slices and are needed.</summary>
    /// <param name="results">What is wanted.</param>
    /// <param name="widest">How many elements the largest of them has.</param>
    /// <param name="hasProducts">Whether there are matrix products or convolutions among them.</param>
    /// <returns>False where one of them cannot be lifted.</returns>
    public bool TryFind(ReadOnlySpan<Variable<T>> results, out int widest, out bool hasProducts)
    {
        Program<T> program = _tape.Program;
        Span<LiftedNode> nodes = _nodes.Span;
        for (int k = 0; k < nodes.Length; k++)
        {
            if (nodes[k].Role == LiftingRole.Shared && DependsOnSlice(k)) nodes[k].Role = LiftingRole.Dependent;
        }

        foreach (Variable<T> result in results) Want(result.Index);
        widest = 1;
        hasProducts = false;
        for (int k = nodes.Length - 1; k >= 0; k--)
        {
            Node<T> node = program[_first + k];
            if (nodes[k].Role is LiftingRole.Shared or LiftingRole.Dependent) continue;
            widest = Math.Max(widest, node.Shape.ElementCount);
            if (node.Shape.Rank == Shape.MaxRank) return false;
            if (nodes[k].Role == LiftingRole.Slice) continue;
            if (node.Operation is not DifferentiableOperation<T> { CanLift: true } operation) return false;
            hasProducts |= IsProduct(operation);
            foreach (int operand in program.OperandsOf(node))
            {
                Want(operand);
                if (operation.Broadcasts) continue;
                widest = Math.Max(widest, program[operand].Shape.ElementCount);
                if (program[operand].Shape.Rank == Shape.MaxRank) return false;
            }
        }

        return true;
    }

    /// <summary>Tells which node has all slices.</summary>
    public void Replace(Variable<T> slice, Variable<T> all) => _nodes.Span[slice.Index - _first].Lifted = all.Index;

    /// <summary>Records those nodes that lie before a given one, from another on.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="end">The end.</param>
    /// <param name="count">The number of slices.</param>
    public void Record(int start, int end, int count)
    {
        for (int node = start; node < end; node++)
        {
            ref LiftedNode own = ref _nodes.Span[node - _first];
            if (own.Role == LiftingRole.Wanted) own.Lifted = Lift(node, count).Index;
        }
    }

    /// <summary>The node that has a result for each slice.</summary>
    public Variable<T> this[Variable<T> result, int count] =>
        IsLifted(result.Index) ? Lifted(result.Index) : result.Apply(new BroadcastToOperation<T>(result.Shape.Insert(0, count)));

    public void Dispose() => _nodes.Dispose();

    private Variable<T> Lift(int node, int count)
    {
        Program<T> program = _tape.Program;
        var operation = (DifferentiableOperation<T>)program[node].Operation;
        Shape shape = program[node].Shape.Insert(0, count);
        int operandCount = program[node].OperandCount;
        uint areLifted = 0;
        for (int k = 0; k < operandCount; k++)
        {
            int own = program.OperandsOf(program[node])[k];
            if (IsLifted(own)) areLifted |= 1u << k;
            Variable<T> operand = Operand(operation, own, shape.Rank, count);
            _tape.Gathered(operandCount)[k] = operand;
        }

        Span<Variable<T>> operands = _tape.Gathered(operandCount);
        Variable<T> lifted = operation.IsLiftedInParts ? operation.LiftInParts(count, operands, areLifted) : _tape.Record(_tape.Lifted(operation, count), operands);
        return lifted.Shape == shape ? lifted : throw Errors.LiftedShape(operation.Name, lifted.Shape, shape);
    }

    private Variable<T> Operand(DifferentiableOperation<T> operation, int node, int rank, int count)
    {
        bool isLifted = IsLifted(node);
        Variable<T> operand = isLifted ? Lifted(node) : _tape.At(node);
        Shape shape = operand.Shape;
        if (!isLifted)
        {
            bool isUsedAsItIs = operation.Broadcasts || operation.IsLiftedInParts || _tape.Program[node].Operation.GivesIndices;
            return isUsedAsItIs ? operand : operand.Apply(new BroadcastToOperation<T>(shape.Insert(0, count)));
        }

        if (!operation.Broadcasts || shape.Rank >= rank) return operand;
        while (shape.Rank < rank) shape = shape.Insert(1, 1);
        return operand.Apply(new ReshapeOperation<T>(shape));
    }

    private Variable<T> Lifted(int node) => _tape.At(_nodes.Span[node - _first].Lifted);

    private bool IsLifted(int node) => Has(node) && _nodes.Span[node - _first].Role is LiftingRole.Slice or LiftingRole.Wanted;

    private bool Has(int node) => node >= _first && node - _first < _nodes.Length;

    private static bool IsProduct(DifferentiableOperation<T> operation) =>
        operation is Binding<MatMulOperation<T>, T> or Binding<ConvolutionOperation<T>, T> or Binding<ConvolutionInputGradientOperation<T>, T>
            or Binding<ConvolutionWeightGradientOperation<T>, T>;

    private bool DependsOnSlice(int k)
    {
        foreach (int operand in _tape.Program.OperandsOf(_tape.Program[_first + k]))
        {
            if (operand >= _first && _nodes.Span[operand - _first].Role != LiftingRole.Shared) return true;
        }

        return false;
    }

    private void Want(int node)
    {
        if (!Has(node)) return;
        ref LiftedNode own = ref _nodes.Span[node - _first];
        if (own.Role == LiftingRole.Dependent) own.Role = LiftingRole.Wanted;
    }

    private struct LiftedNode
    {
        public LiftingRole Role;
        public int Lifted;
    }

    private enum LiftingRole : byte
    {
        /// <summary>The same for all slices.</summary>
        Shared,

        /// <summary>Depends on a slice; nobody asked for it.</summary>
        Dependent,

        /// <summary>Depends on a slice, and is needed.</summary>
        Wanted,

        /// <summary>A slice.</summary>
        Slice,
    }
}
