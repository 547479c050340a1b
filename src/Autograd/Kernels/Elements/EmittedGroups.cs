using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>The code of groups that were found hot: one method for all groups of the same formulas, wired in the same way.</summary>
internal sealed class EmittedGroups<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From so many formulas times elements on, a method that takes milliseconds to compile has paid.</summary>
    private const long Hot = 1 << 24;

    private const int MostCodes = 256;
    private const long StreamedBytes = 16 << 20;
    private readonly Dictionary<GroupShape<T>, EmittedLoop> _loops = [];

    /// <summary>How many methods there are.</summary>
    public int CodeCount => _loops.Count;

    /// <summary>How many formulas times elements make a group hot; none where code cannot be compiled.</summary>
    public long Threshold { get; set; } = Vector128.IsHardwareAccelerated ? Hot : long.MaxValue;

    /// <summary>Counts a run of a group that has no code, and gives it some once it is hot.</summary>
    public void Count(ElementProgram<T> program, ref ElementGroup group)
    {
        // The runtime's switch itself, so that an ahead-of-time compiler leaves out what emits code.
        if (!RuntimeFeature.IsDynamicCodeCompiled || group.Computed >= Threshold) return;
        group.Computed += Math.Max((long)group.Count * group.Instructions, 1);
        if (group.Computed < Threshold || group.Instructions > EmittedElements.MostInstructions || group.Count < Width || _loops.Count >= MostCodes) return;
        GroupShape<T> shape = ShapeOf(program, in group);
        if (!_loops.TryGetValue(shape, out EmittedLoop? loop))
        {
            loop = EmittedElements.Emit(shape);
            _loops.Add(shape, loop);
        }

        group.Code = program.Codes.Count;
        program.Codes.Add() = new GroupCode(loop, [.. shape.Kernels], Width, HasRows(in group));
    }

    private static bool HasRows(in ElementGroup group) => group.RowLength > 0 && group.RowLength % Width == 0;

    private static int Width => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256.IsHardwareAccelerated ? Vector256<T>.Count : Vector128<T>.Count;

    private static GroupShape<T> ShapeOf(ElementProgram<T> program, in ElementGroup group)
    {
        ReadOnlySpan<ElementInstruction<T>> instructions = program.Instructions.Items.Slice(group.FirstInstruction, group.Instructions);
        ReadOnlySpan<ElementSlot> slots = program.Slots.Items.Slice(group.FirstSlot, group.Slots);
        var kernels = new ElementKernel<T>[instructions.Length];
        var wiring = new GroupInstruction[instructions.Length];
        var uses = new SlotUse[slots.Length];
        for (int slot = 0; slot < slots.Length; slot++) uses[slot] = slots[slot].Step == 0 ? SlotUse.Uniform : SlotUse.Operand;
        if (HasRows(in group))
        {
            foreach (ref readonly GatheredOperand operand in program.Gathered.Items.Slice(group.FirstGathered, group.Gathered))
                uses[operand.Slot] = operand.Loops.A[0] == 0 ? SlotUse.RowUniform : SlotUse.Row;
        }

        for (int k = 0; k < instructions.Length; k++)
        {
            ref readonly ElementInstruction<T> instruction = ref instructions[k];
            ref readonly ElementSlot destination = ref slots[instruction.Destination];
            bool isLong = (long)group.Count * Unsafe.SizeOf<T>() >= StreamedBytes && destination.Address % PinnedMemory.Alignment == 0;
            kernels[k] = instruction.Kernel;
            wiring[k] = new GroupInstruction(instruction.A, instruction.B, instruction.C, instruction.Destination);
            uses[instruction.Destination] = destination.IsSummed ? SlotUse.Stored : destination.IsRegister ? SlotUse.Inside : destination.Kept != 0 ? SlotUse.Overwritten : isLong ? SlotUse.Streamed : SlotUse.Stored;
        }

        return new GroupShape<T> { Kernels = kernels, Instructions = wiring, Slots = uses };
    }
}
