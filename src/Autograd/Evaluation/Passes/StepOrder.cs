using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Puts the steps in order, and finds where each operand lies: views are folded into their user's strides, and copied only for a kernel that
/// needs its operand contiguous.
/// </summary>
internal sealed class StepOrder<T>(Draft<T> draft)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Location[] _copies = new Location[4];

    private Program<T> Program => draft.Program;

    public void Arrange()
    {
        for (int slot = 0; slot < draft.Nodes.Count; slot++)
        {
            ref DraftNode own = ref draft.Nodes[slot];
            if (own.SameAs >= 0 || Program[own.Node].Operation.Kind == OperationKind.View)
            {
                own.Location = own.SameAs >= 0 ? draft.Nodes[own.SameAs].Location : Look(slot);
                if (own.IsHeld && own.Location.Buffer >= 0) Hold(own.Location.Buffer, own.Node);
                continue;
            }

            if (own.IsGroupSum)
            {
                // A view of it may come before the group that computes it.
                if (slot < own.Position) MakeBuffers(ref own);
                continue;
            }

            bool isAlone = own.Group < 0 || draft.Groups[own.Group] is { Members: 1, FirstSum: < 0 };
            if (Program[own.Node].Operation is Assignment<T>) own.Location = Locate(slot, Program.OperandsOf(Program[own.Node])[0]);
            else if (isAlone || own.IsMaterialized) own.Location = NewBuffer(Program[own.Node].Shape.ElementCount);
            if (own.IsHeld && own.Location.Buffer >= 0) Hold(own.Location.Buffer, own.Node);
            if (isAlone) AddStep(slot, own.Location.Buffer);
            else if (slot == own.Position) AddGroup(own.Group);
        }
    }

    /// <summary>How a value lies.</summary>
    public Layout LayoutOf(int node, in Location location)
    {
        ref readonly Shape shape = ref Program[node].Shape;
        return new(shape, location.View < 0 ? shape.ContiguousStrides : draft.Strides[location.View]);
    }

    /// <summary>Where an operand of one of the draft's nodes lies.</summary>
    private Location Locate(int user, int node)
    {
        if (draft.IsNeeded(node)) return draft.Nodes[draft.OperandSlot(user, node)].Location;
        ref NodeValue value = ref draft.Values[node];
        if (value.View < 0) return new Location { Buffer = -1, Offset = value.Address, View = -1, Parameter = value.Parameter };
        draft.Strides.Add() = draft.Values.ViewOf(in value).Strides;
        return new Location { Buffer = -1, Offset = value.Address, View = draft.Strides.Count - 1, Parameter = value.Parameter };
    }

    /// <summary>How a view sees its operand's memory.</summary>
    private Location Look(int slot)
    {
        Node<T> node = Program[draft.Nodes[slot].Node];
        int source = Program.OperandsOf(node)[0];
        Location from = Locate(slot, source);
        if (from.View < 0 && node.Operation.KeepsOrder) return from;
        Layout shown = LayoutOf(source, in from);
        bool shows = node.Operation.TryView(in shown, out Layout layout, out int offset);
        if (!shows && from.View >= 0)
        {
            from = AddCopy(source, from);
            shown = Layout.Contiguous(Program[source].Shape);
            shows = node.Operation.TryView(in shown, out layout, out offset);
        }

        if (!shows || layout.Shape != node.Shape) throw Errors.ViewShape(node.Operation.Name, node.Shape, Program[source].Shape);
        if (!layout.LiesWithin(in shown, offset)) throw Errors.ViewOutside(node.Operation.Name, offset, node.Shape, Program[source].Shape);
        from.Offset += (nint)offset * Unsafe.SizeOf<T>();
        from.View = -1;
        if (layout.IsContiguous) return from;
        draft.Strides.Add() = layout.Strides;
        from.View = draft.Strides.Count - 1;
        return from;
    }

    private Location NewBuffer(int count)
    {
        draft.Buffers.Add() = new DraftBuffer { Count = count, FirstStep = -1, LastStep = -1, InPlaceOf = -1 };
        return new Location { Buffer = draft.Buffers.Count - 1, View = -1, Parameter = -1 };
    }

    private void Hold(int buffer, int node)
    {
        draft.Buffers[buffer].IsHeld = true;
        draft.Buffers[buffer].IsAskedFor |= draft.Values[node].IsAskedFor;
    }

    private Location AddCopy(int node, Location shown)
    {
        Location copy = NewBuffer(Program[node].Shape.ElementCount);
        int first = draft.Operands.Count;
        AddOperand(node, shown, draft.Steps.Count);
        Add(new DraftStep { Kind = StepKind.Copy, Node = node, Group = -1, FirstOperand = first, OperandCount = 1, Buffer = copy.Buffer });
        return copy;
    }

    private void AddStep(int slot, int buffer)
    {
        int node = draft.Nodes[slot].Node;
        Operation<T> operation = Program[node].Operation;
        int count = Program[node].OperandCount;
        bool isCopied = !operation.AcceptsStrides;
        if (isCopied) CopyOperands(slot);
        else isCopied = TryShareCopy(slot);
        int first = draft.Operands.Count;
        for (int k = 0; k < count; k++)
        {
            int operand = Program.OperandsOf(Program[node])[k];
            AddOperand(operand, isCopied ? _copies[k] : Locate(slot, operand), draft.Steps.Count);
        }

        if (operation.Kind == OperationKind.Elementwise && buffer >= 0) FindPlaceTaken(first, count, buffer);
        Add(new DraftStep { Kind = StepKind.Kernel, Node = node, Group = -1, FirstOperand = first, OperandCount = count, Buffer = buffer });
    }

    /// <summary>Where a kernel finds its operands that would copy the second, as others do: the first of them has it copied.</summary>
    private bool TryShareCopy(int slot)
    {
        ReadOnlySpan<int> operands = Program.OperandsOf(Program[draft.Nodes[slot].Node]);
        if (operands.Length != 2 || !draft.IsNeeded(operands[1])) return false;
        ref DraftNode own = ref draft.Nodes[draft.OperandSlot(slot, operands[1])];
        if (!own.SharesCopy || own.Location.View < 0 || draft.Strides[own.Location.View][1] == 1) return false;
        if (!Program[draft.Nodes[slot].Node].Operation.CopiesTransposed(in Program[operands[0]].Shape, in Program[operands[1]].Shape)) return false;
        if (own.SharedCopy == 0) own.SharedCopy = AddCopy(operands[1], own.Location).Buffer + 1;
        _copies[0] = Locate(slot, operands[0]);
        _copies[1] = new Location { Buffer = own.SharedCopy - 1, View = -1, Parameter = -1 };
        return true;
    }

    /// <summary>Where a kernel finds its operands that needs them contiguous.</summary>
    private void CopyOperands(int slot)
    {
        int node = draft.Nodes[slot].Node;
        int count = Program[node].OperandCount;
        if (_copies.Length < count) _copies = new Location[2 * count];
        for (int k = 0; k < count; k++)
        {
            int operand = Program.OperandsOf(Program[node])[k];
            Location location = Locate(slot, operand);
            _copies[k] = location.View < 0 ? location : AddCopy(operand, location);
        }
    }

    private void AddGroup(int group)
    {
        int first = draft.Operands.Count, step = draft.Steps.Count;
        for (int member = draft.Groups[group].First; member >= 0; member = draft.Nodes[member].NextInGroup)
        {
            int node = draft.Nodes[member].Node;
            bool isAssignment = Program[node].Operation is Assignment<T>;
            if (draft.Nodes[member].IsMaterialized && !isAssignment) draft.Buffers[draft.Nodes[member].Location.Buffer].FirstStep = step;
            for (int k = isAssignment ? 1 : 0; k < Program[node].OperandCount; k++)
            {
                int operand = Program.OperandsOf(Program[node])[k];
                if (!draft.IsInGroup(member, operand, group)) AddOperand(operand, Locate(member, operand), step);
            }
        }

        for (int sum = draft.Groups[group].FirstSum; sum >= 0; sum = draft.Nodes[sum].NextInGroup)
        {
            ref DraftNode own = ref draft.Nodes[sum];
            if (sum > own.Position) MakeBuffers(ref own);
            draft.Buffers[own.Location.Buffer].FirstStep = draft.Buffers[own.Partials.Buffer].FirstStep = step;
        }

        Add(new DraftStep
        {
            Kind = StepKind.Group, Node = draft.Nodes[draft.Groups[group].Position].Node, Group = group, FirstOperand = first, OperandCount = draft.Operands.Count - first, Buffer = -1,
        });
    }

    private void MakeBuffers(ref DraftNode own)
    {
        own.Location = NewBuffer(Program[own.Node].Shape.ElementCount);
        own.Partials = NewBuffer(GroupSums.BlocksOf(draft, in own).PartialCount<T>());
        if (own.IsHeld) Hold(own.Location.Buffer, own.Node);
    }

    private void AddOperand(int node, Location location, int step)
    {
        draft.Operands.Add() = new DraftOperand { Node = node, Location = location };
        if (location.Buffer >= 0) draft.Buffers[location.Buffer].LastStep = step;
    }

    private void Add(DraftStep step)
    {
        if (step.Buffer >= 0)
        {
            ref DraftBuffer buffer = ref draft.Buffers[step.Buffer];
            buffer.FirstStep = draft.Steps.Count;
            buffer.LastStep = Math.Max(buffer.LastStep, draft.Steps.Count);
        }

        draft.Steps.Add() = step;
    }

    /// <summary>An element-wise result may take the place of a contiguous operand that nobody reads afterwards.</summary>
    private void FindPlaceTaken(int first, int count, int buffer)
    {
        for (int k = 0; k < count; k++)
        {
            Location location = draft.Operands[first + k].Location;
            bool covers = location is { Buffer: >= 0, View: < 0, Offset: 0 } && draft.Buffers[location.Buffer].Count == draft.Buffers[buffer].Count;
            if (covers && !IsSeenOtherwise(first, count, location.Buffer)) draft.Buffers[buffer].InPlaceOf = location.Buffer;
        }
    }

    /// <summary>Whether an operand shows a buffer in another order, or a part of it that is broadcast.</summary>
    private bool IsSeenOtherwise(int first, int count, int buffer)
    {
        bool otherwise = false;
        for (int k = 0; k < count; k++)
        {
            ref DraftOperand operand = ref draft.Operands[first + k];
            bool isWhole = operand.Location is { View: < 0, Offset: 0 } && Program[operand.Node].Shape.ElementCount == draft.Buffers[buffer].Count;
            otherwise |= operand.Location.Buffer == buffer && !isWhole;
        }

        return otherwise;
    }
}
