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

    /// <summary>From so many vectors on they are computed two at a time: what is left is less than a tenth of them.</summary>
    private const int LeastVectors = 16;
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
        int vectors = VectorsOf(program, in group);
        bool hasRows = HasRows(program, in group, vectors * Width);
        GroupShape<T> shape = ShapeOf(program, in group, vectors, hasRows);
        if (!_loops.TryGetValue(shape, out EmittedLoop? loop))
        {
            loop = EmittedElements.Emit(shape);
            _loops.Add(shape, loop);
        }

        group.Code = program.Codes.Count;
        program.Codes.Add() = new GroupCode(loop, [.. shape.Kernels], vectors * Width, hasRows);
    }

    /// <summary>Two where there are many, unless rows are whole vectors, but not whole pairs of them.</summary>
    private static int VectorsOf(ElementProgram<T> program, in ElementGroup group) =>
        group.Instructions <= EmittedElements.MostInPairs && group.Count >= LeastVectors * Width
            && HasRows(program, in group, Width) == HasRows(program, in group, 2 * Width) ? 2 : 1;

    /// <summary>Whether rows, and the blocks of what is added up, begin and end at whole vectors.</summary>
    private static bool HasRows(ElementProgram<T> program, in ElementGroup group, int width) =>
        group.RowLength > 0 && group.RowLength % width == 0 && (group.Sums == 0 || program.SumBlocks[group.SumBlocks].BeginAtMultiplesOf(width));

    private static int Width => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256.IsHardwareAccelerated ? Vector256<T>.Count : Vector128<T>.Count;

    private static GroupShape<T> ShapeOf(ElementProgram<T> program, in ElementGroup group, int vectors, bool hasRows)
    {
        ReadOnlySpan<ElementInstruction<T>> instructions = program.Instructions.Items.Slice(group.FirstInstruction, group.Instructions);
        ReadOnlySpan<ElementSlot> slots = program.Slots.Items.Slice(group.FirstSlot, group.Slots);
        var kernels = new ElementKernel<T>[instructions.Length];
        var wiring = new GroupInstruction[instructions.Length];
        var uses = new SlotUse[slots.Length];
        for (int slot = 0; slot < slots.Length; slot++) uses[slot] = slots[slot].Step == 0 ? SlotUse.Uniform : SlotUse.Operand;
        if (hasRows)
        {
            foreach (ref readonly GatheredOperand operand in program.Gathered.Items.Slice(group.FirstGathered, group.Gathered))
                uses[operand.Slot] = operand.Loops.A[0] == 0 ? SlotUse.RowUniform : SlotUse.Row;
        }

        for (int k = 0; k < instructions.Length; k++)
        {
            ref readonly ElementInstruction<T> instruction = ref instructions[k];
            ref readonly ElementSlot destination = ref slots[instruction.Destination];
            bool isStreamed = Vector512.IsHardwareAccelerated && (long)group.Count * Unsafe.SizeOf<T>() >= StreamedBytes && destination.Address % PinnedMemory.Alignment == 0;
            kernels[k] = instruction.Kernel;
            wiring[k] = new GroupInstruction(instruction.A, instruction.B, instruction.C, instruction.Destination);
            // Only where a vector is a whole line of the cache: parts of lines keep the processor's queue of stores full, 24 ms for 15 with 256 bits.
            uses[instruction.Destination] = destination.Kept != 0 ? SlotUse.Overwritten
                : destination.IsSummed ? SlotUse.Stored : destination.IsRegister ? SlotUse.Inside : isStreamed ? SlotUse.Streamed : SlotUse.Stored;
        }

        return new GroupShape<T> { Kernels = kernels, Instructions = wiring, Slots = uses, Vectors = vectors };
    }
}
