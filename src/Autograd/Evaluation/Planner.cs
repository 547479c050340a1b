using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Makes plans: what is needed, what is used later, what is equal, what is computed together, in which order, and where it lies. Linear in the nodes that are
/// needed, and those known after them.
/// </summary>
/// <param name="program">What is planned.</param>
/// <param name="values">Where its values lie.</param>
/// <param name="arena">The memory of plans.</param>
/// <param name="isEager">Whether nodes are evaluated as they are recorded.</param>
/// <param name="isChecked">Whether the values that parameters take are looked at.</param>
internal sealed class Planner<T>(Program<T> program, Values<T> values, Arena<T> arena, bool isEager, bool isChecked)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Draft<T> _draft = new(program, values);
    private readonly LaterUses _laterUses = new();
    private readonly EqualNodes _equalNodes = new();
    private readonly Placement _placement = new();
    private StepOrder<T>? _order;
    private Shape[] _shapes = new Shape[4];

    /// <summary>Where the old values are kept of what is updated next.</summary>
    private nint _kept;

    /// <summary>How many elements a plan may take, at most.</summary>
    public long LargestPiece { get; set; } = Array.MaxLength / 2;

    /// <summary>Whether element-wise nodes are computed together. The bits are the same.</summary>
    public bool FormsGroups { get; set; } = true;

    /// <summary>Whether nodes that compute the same are computed once. The bits are the same.</summary>
    public bool UnitesEqual { get; set; } = true;

    /// <summary>From how many elements on a sum is computed in the pass that computes its operand.</summary>
    public int ShortestSum { get; set; } = 256;

    /// <summary>From how many kernels on, and from how many elements, a view that each would copy is copied once for all: it takes as long as some of them save.</summary>
    public int LeastCopiers { get; set; } = 4;

    /// <inheritdoc cref="LeastCopiers"/>
    public int ShortestCopy { get; set; } = 1024;

    /// <summary>How many plans were made.</summary>
    public int Made { get; private set; }

    /// <summary>What was drafted last.</summary>
    public Draft<T> Draft => _draft;

    /// <summary>Drafts a plan for pending nodes.</summary>
    /// <param name="plan">The plan, which was begun.</param>
    /// <param name="wanted">What was asked for, and what is to be held beside it.</param>
    /// <param name="updatesFrom">From which node on there are updates.</param>
    /// <returns>How many bytes of memory it takes.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long MakeDraft(Plan<T> plan, ReadOnlySpan<int> wanted, int updatesFrom = int.MaxValue)
    {
        _draft.Begin();
        Needs.Find(_draft, wanted, updatesFrom);
        _laterUses.Find(_draft, isEager);
        if (UnitesEqual) _equalNodes.Find(_draft);
        ElementGroups.Form(_draft, FormsGroups, holdsForward: plan.IsFirst && !isEager, ShortestSum);
        SharedCopies.Find(_draft, LeastCopiers, ShortestCopy);
        _order ??= new StepOrder<T>(_draft);
        _order.Arrange();
        _placement.Place(_draft);
        _draft.ValueBytes = _draft.Bytes;
        if (isChecked && updatesFrom < int.MaxValue) KeepOverwritten();
        return _draft.Bytes;
    }

    /// <summary>Makes the plan that was drafted last.</summary>
    /// <returns>False where it would take more memory than one piece can have.</returns>
    public bool TryMake(Plan<T> plan)
    {
        Made++;
        nint count = CountOf(_draft.Bytes);
        if (count > LargestPiece) return false;
        plan.Place(arena, (int)count, (int)CountOf(_draft.AskedBytes));
        _kept = plan.Address + _draft.ValueBytes;
        for (int k = 0; k < _draft.Steps.Count; k++) Finish(plan, in _draft.Steps[k]);
        Hold(plan);
        plan.Times?.Begin(plan.Steps.Count);
        return true;
    }

    /// <summary>Makes room for the old values of what is updated.</summary>
    private void KeepOverwritten()
    {
        _draft.ValueBytes = (_draft.Bytes + PinnedMemory.Alignment - 1) & ~(nint)(PinnedMemory.Alignment - 1);
        _draft.Bytes = _draft.ValueBytes;
        foreach (ref readonly DraftNode own in _draft.Nodes.Items)
        {
            if (program[own.Node].Operation is Assignment<T>) _draft.Bytes += KeptBytes(own.Node);
        }
    }

    private nint KeptBytes(int assignment) => (nint)PinnedMemory.Rounded<T>(program[assignment].Shape.ElementCount) * Unsafe.SizeOf<T>();

    private static nint CountOf(nint bytes) => (bytes + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();

    private void Finish(Plan<T> plan, ref readonly DraftStep draft)
    {
        ref Step<T> step = ref plan.Steps.Add();
        step = new Step<T> { Kind = draft.Kind, Node = draft.Node, Operation = program[draft.Node].Operation, OperandCount = draft.OperandCount };
        int overwritten = plan.Elements.Overwritten.Count;
        AddMembers(plan, ref step, in draft);
        for (int o = 0; o < draft.OperandCount; o++)
        {
            int parameter = _draft.Operands[draft.FirstOperand + o].Location.Parameter;
            if (parameter >= 0 && !plan.Parameters.Items.Contains(parameter)) plan.Parameters.Add() = parameter;
        }

        if (draft.Kind == StepKind.Group)
        {
            step.Group = new GroupBuilder<T>(_draft, plan).Build(draft.Group, draft.FirstOperand, overwritten);
            return;
        }

        (step.FirstOverwritten, step.Overwritten) = (overwritten, plan.Elements.Overwritten.Count - overwritten);
        step.Count = program[draft.Node].Shape.ElementCount;
        step.Destination = draft.Buffer >= 0 ? plan.Address + _draft.Buffers[draft.Buffer].Offset : _draft.AddressOf(in _draft.Operands[draft.FirstOperand].Location, plan.Address);
        if (draft.Kind == StepKind.Kernel && program[draft.Node].Operation.Kind == OperationKind.Elementwise && TryFlat(ref step, in draft, plan.Address)) return;
        step.FirstOperand = plan.Operands.Count;
        for (int o = 0; o < draft.OperandCount; o++) Resolve(in _draft.Operands[draft.FirstOperand + o], plan.Address, out plan.Operands.Add());
    }

    /// <summary>Notes what a step computes, and what that costs.</summary>
    private void AddMembers(Plan<T> plan, ref Step<T> step, in DraftStep draft)
    {
        step.FirstMember = plan.Members.Count;
        for (int o = 0; o < draft.OperandCount; o++) step.ElementsMoved += program[_draft.Operands[draft.FirstOperand + o].Node].Shape.ElementCount;
        if (draft.Kind != StepKind.Group)
        {
            step.ElementsMoved += program[draft.Node].Shape.ElementCount;
            AddMember(plan, draft.Node, draft.Kind == StepKind.Copy ? -1 : _draft.SlotOf(draft.Node, isAgain: false));
            if (draft.Kind != StepKind.Copy) step.MultiplyAdds = MultiplyAddsOf(draft.Node);
        }
        else
        {
            for (int member = _draft.Groups[draft.Group].First; member >= 0; member = _draft.Nodes[member].NextInGroup)
            {
                ref DraftNode own = ref _draft.Nodes[member];
                AddMember(plan, own.Node, member);
                if (own.IsMaterialized) step.ElementsMoved += program[own.Node].Shape.ElementCount;
                step.MultiplyAdds += MultiplyAddsOf(own.Node);
            }

            for (int sum = _draft.Groups[draft.Group].FirstSum; sum >= 0; sum = _draft.Nodes[sum].NextInGroup)
            {
                int node = _draft.Nodes[sum].Node;
                AddMember(plan, node, sum);
                step.ElementsMoved += program[node].Shape.ElementCount;
                step.MultiplyAdds += MultiplyAddsOf(node);
            }
        }

        step.Members = plan.Members.Count - step.FirstMember;
    }

    /// <summary>Notes what is computed, and what is the same.</summary>
    private void AddMember(Plan<T> plan, int node, int slot)
    {
        plan.Members.Add() = node;
        NoteUpdate(plan, node);
        for (int same = slot < 0 ? -1 : _draft.Nodes[slot].NextSame; same >= 0; same = _draft.Nodes[same].NextSame)
        {
            plan.Members.Add() = _draft.Nodes[same].Node;
            plan.Same.Add() = _draft.Nodes[same].Node;
        }
    }

    private void NoteUpdate(Plan<T> plan, int node)
    {
        if (program[node].Operation is not Assignment<T>) return;
        plan.FirstUpdate = Math.Min(plan.FirstUpdate, plan.Steps.Count - 1);
        if (!isChecked) return;
        plan.Elements.Overwritten.Add(values[program.OperandsOf(program[node])[0]].Address, _kept, program[node].Shape.ElementCount);
        _kept += KeptBytes(node);
    }

    private long MultiplyAddsOf(int node)
    {
        ReadOnlySpan<int> operands = program.OperandsOf(program[node]);
        if (_shapes.Length < operands.Length) _shapes = new Shape[2 * operands.Length];
        for (int k = 0; k < operands.Length; k++) _shapes[k] = program[operands[k]].Shape;
        return program[node].Operation.CountMultiplyAdds(_shapes.AsSpan(0, operands.Length), program[node].Shape);
    }

    private void Resolve(in DraftOperand operand, nint address, out OperandView view)
    {
        view.Address = _draft.AddressOf(in operand.Location, address);
        view.Shape = program[operand.Node].Shape;
        view.IsContiguous = operand.Location.View < 0;
        view.Strides = view.IsContiguous ? view.Shape.ContiguousStrides : _draft.Strides[operand.Location.View];
        view.IsIndices = program[operand.Node].Operation.GivesIndices;
    }

    private bool TryFlat(ref Step<T> step, in DraftStep draft, nint address)
    {
        int last = draft.OperandCount - 1;
        if (!TryFlat(draft.FirstOperand, step.Count, address, out step.A, out step.StepA)
            || !TryFlat(draft.FirstOperand + Math.Min(last, 1), step.Count, address, out step.B, out step.StepB)
            || !TryFlat(draft.FirstOperand + last, step.Count, address, out step.C, out step.StepC)) return false;
        step.Kind = StepKind.Flat;
        return true;
    }

    private bool TryFlat(int index, int count, nint address, out nint origin, out int step)
    {
        ref DraftOperand operand = ref _draft.Operands[index];
        origin = _draft.AddressOf(in operand.Location, address);
        return _draft.IsFlat(in operand, count, out step);
    }

    /// <summary>Notes where the values lie that are held, and that all others do not.</summary>
    private void Hold(Plan<T> plan)
    {
        foreach (ref DraftNode own in _draft.Nodes.Items)
        {
            values.Unplace(own.Node);
            if (own.IsComputedAgain) program.SetRecomputed(own.Node, true);
            if (!own.IsHeld) continue;
            ref NodeValue value = ref values[own.Node];
            plan.Held.Add() = own.Node;
            value.Address = _draft.AddressOf(in own.Location, plan.Address);
            value.Parameter = own.Location.Parameter;
            if (own.Location.View >= 0) values.SetStrides(ref value, in _draft.Strides[own.Location.View]);
        }
    }
}
