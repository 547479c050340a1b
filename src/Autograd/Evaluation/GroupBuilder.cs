using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Makes the group of a draft run: slots for its operands and results, and registers for what stays inside.</summary>
internal readonly ref struct GroupBuilder<T>(Draft<T> draft, Plan<T> plan)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The group, ready to run.</summary>
    /// <param name="index">Which of the draft.</param>
    /// <param name="operand">Where its operands from outside begin, in the order in which they are read.</param>
    /// <param name="overwritten">Where the memory begins that it overwrites by what is looked at; it is the last of the plan so far.</param>
    public ElementGroup Build(int index, int operand, int overwritten)
    {
        Program<T> program = draft.Program;
        ref DraftGroup group = ref draft.Groups[index];
        Shape shape = program[draft.Nodes[group.Position].Node].Shape;
        ElementProgram<T> elements = plan.Elements;
        var built = new ElementGroup
        {
            FirstInstruction = elements.Instructions.Count, FirstSlot = elements.Slots.Count, FirstGathered = elements.Gathered.Count,
            FirstSum = elements.Sums.Count, Instructions = group.Members, Count = shape.ElementCount, Code = -1,
            FirstOverwritten = overwritten, Overwritten = elements.Overwritten.Count - overwritten,
        };
        FindLastUses(group.First, index);
        int firstOutside = operand, free = -1;
        Span<int> read = stackalloc int[3];
        for (int member = group.First; member >= 0; member = draft.Nodes[member].NextInGroup)
        {
            int node = draft.Nodes[member].Node;
            ReadOnlySpan<int> operands = program.OperandsOf(program[node]);
            bool isAssignment = program[node].Operation is Assignment<T>;
            for (int k = isAssignment ? 1 : 0; k < operands.Length; k++)
            {
                read[k] = draft.IsInGroup(member, operands[k], index)
                    ? draft.Nodes[draft.OperandSlot(member, operands[k])].ElementSlot
                    : SlotOf(firstOutside, operand++, in shape, ref built);
            }

            if (isAssignment) read[0] = read[1];

            // What is read for the last time leaves its register to the result: element by element, the one may take the place of the other.
            foreach (int source in operands)
            {
                if (draft.IsInGroup(member, source, index)) Free(draft.OperandSlot(member, source), member, built.FirstSlot, ref free);
            }

            ref DraftNode own = ref draft.Nodes[member];
            own.ElementSlot = elements.Slots.Count - built.FirstSlot;
            ref ElementSlot result = ref elements.Slots.Add();
            bool isSummed = own.Summed != Dimensions.None;
            if (own.IsMaterialized) result = new ElementSlot { Address = draft.AddressOf(in own.Location, plan.Address), Advance = Unsafe.SizeOf<T>(), Step = 1, IsSummed = isSummed };
            else result = new ElementSlot { Address = Register(ref free, ref built), Step = 1, IsRegister = true, IsSummed = isSummed };
            if (isAssignment) result.Kept = elements.Overwritten.KeptOf(overwritten, built.Overwritten, result.Address);
            elements.Instructions.Add() = new ElementInstruction<T>
            {
                Kernel = program[node].Operation.Formula!, A = read[0], B = read[Math.Min(1, operands.Length - 1)], C = read[operands.Length - 1],
                Destination = own.ElementSlot,
            };
        }

        AddSums(index, ref built);
        built.Slots = elements.Slots.Count - built.FirstSlot;
        built.Gathered = elements.Gathered.Count - built.FirstGathered;
        built.RowLength = RowLengthOf(elements.Gathered.Items[built.FirstGathered..]);
        return built;
    }

    private void AddSums(int index, ref ElementGroup built)
    {
        ElementProgram<T> elements = plan.Elements;
        for (int sum = draft.Groups[index].FirstSum; sum >= 0; sum = draft.Nodes[sum].NextInGroup)
        {
            ref DraftNode own = ref draft.Nodes[sum];
            int source = draft.OperandSlot(sum, draft.Program.OperandsOf(draft.Program[own.Node])[0]);
            elements.Sums.Add() = new ElementSum
            {
                Slot = draft.Nodes[source].ElementSlot, Partials = draft.AddressOf(in own.Partials, plan.Address), Destination = draft.AddressOf(in own.Location, plan.Address),
            };
            if (built.Sums++ > 0) continue;
            built.SumBlocks = elements.SumBlocks.Count;
            elements.SumBlocks.Add() = GroupSums.BlocksOf(draft, in own);
        }
    }

    /// <summary>The length of the rows in which all operands lie; 0 where they do not.</summary>
    private static int RowLengthOf(ReadOnlySpan<GatheredOperand> operands)
    {
        if (operands.Length == 0) return 0;
        foreach (ref readonly GatheredOperand operand in operands)
        {
            if (!operand.IsInRows || operand.Loops.Lengths[0] != operands[0].Loops.Lengths[0]) return 0;
        }

        return operands[0].Loops.Lengths[0];
    }

    private void FindLastUses(int first, int group)
    {
        for (int member = first; member >= 0; member = draft.Nodes[member].NextInGroup)
        {
            foreach (int source in draft.Program.OperandsOf(draft.Program[draft.Nodes[member].Node]))
            {
                if (draft.IsInGroup(member, source, group)) draft.Nodes[draft.OperandSlot(member, source)].LastUseInGroup = member;
            }
        }
    }

    /// <summary>Takes back a register after the last use of what is in it. Free ones are linked by what they last held.</summary>
    private void Free(int source, int user, int firstSlot, ref int free)
    {
        ref DraftNode own = ref draft.Nodes[source];
        if (own.LastUseInGroup != user || own.IsMaterialized || own.Summed != Dimensions.None) return;
        own.LastUseInGroup = -1;
        own.NextFree = free;
        free = source;
    }

    private nint Register(ref int free, ref ElementGroup built)
    {
        if (free < 0) return built.Registers++;
        ref DraftNode holder = ref draft.Nodes[free];
        free = holder.NextFree;
        return plan.Elements.Slots[built.FirstSlot + holder.ElementSlot].Address;
    }

    /// <summary>The slot of an operand from outside; the same one for each time that it is read.</summary>
    private int SlotOf(int firstOutside, int index, in Shape shape, ref ElementGroup built)
    {
        ElementProgram<T> elements = plan.Elements;
        ref DraftOperand operand = ref draft.Operands[index];
        for (int before = firstOutside; before < index; before++)
        {
            if (draft.Operands[before].Node == operand.Node && draft.Operands[before].Location.Buffer == operand.Location.Buffer) return operand.ElementSlot = draft.Operands[before].ElementSlot;
        }

        operand.ElementSlot = elements.Slots.Count - built.FirstSlot;
        nint origin = draft.AddressOf(in operand.Location, plan.Address);
        if (draft.IsFlat(in operand, shape.ElementCount, out int step))
        {
            elements.Slots.Add() = new ElementSlot { Address = origin, Advance = step * Unsafe.SizeOf<T>(), Step = step };
            return operand.ElementSlot;
        }

        ref readonly Shape lengths = ref draft.Program[operand.Node].Shape;
        Strides strides = operand.Location.View < 0 ? lengths.ContiguousStrides : draft.Strides[operand.Location.View];
        Layout layout = new Layout(lengths, strides).BroadcastTo(shape);
        var gathered = new GatheredOperand { Address = origin, Slot = operand.ElementSlot, Register = built.Registers };
        gathered.Loops.Collapse(1, layout.Shape, layout.Strides, default, default);
        elements.Gathered.Add() = gathered;
        elements.Slots.Add() = new ElementSlot { Address = built.Registers++, Step = 1, IsRegister = true };
        return operand.ElementSlot;
    }
}
