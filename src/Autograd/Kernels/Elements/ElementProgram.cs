using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>One formula of a group, and the slots that it reads and writes, counted from the group's first; those beyond its operands are given all the same.</summary>
internal struct ElementInstruction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ElementKernel<T> Kernel;
    public int A;
    public int B;
    public int C;
    public int Destination;
}

/// <summary>Where a group finds an operand or puts a result.</summary>
internal struct ElementSlot
{
    /// <summary>The first element; of a register, which of them.</summary>
    public nint Address;

    /// <summary>Bytes from an element to the next, 0 where all are the same; of a register 0, since each block begins it anew.</summary>
    public int Advance;

    /// <summary>1 where the elements of a block follow each other, 0 where all are the same one.</summary>
    public int Step;

    /// <summary>Whether it lives in the first-level cache from formula to formula.</summary>
    public bool IsRegister;

    /// <summary>Whether its elements are added up.</summary>
    public bool IsSummed;

    /// <summary>Where its old elements are kept while they are overwritten; 0 where they are not.</summary>
    public nint Kept;
}

/// <summary>An operand with strides: interpreted code reads it block by block into a register, emitted code in place where all of a group lie in rows.</summary>
internal struct GatheredOperand
{
    public nint Address;
    public int Slot;
    public int Register;
    public LoopNest Loops;

    /// <summary>Whether it is read in rows: contiguous ones, or one element for each; as far from one to the next everywhere.</summary>
    public readonly bool IsInRows => Loops.Rank == 2 && (uint)Loops.A[0] <= 1;
}

/// <summary>A group's method, the kernels whose formulas it computes, how many elements a vector has, and whether it reads operands in rows.</summary>
internal sealed record GroupCode(EmittedLoop Loop, object[] Kernels, int Width, bool HasRows);

/// <summary>Which part of an element program is one pass over one index space.</summary>
internal struct ElementGroup
{
    public int FirstInstruction;
    public int Instructions;
    public int FirstSlot;
    public int Slots;
    public int FirstGathered;
    public int Gathered;
    public int Registers;
    public int FirstSum;
    public int Sums;

    /// <summary>In which of the program's kinds of blocks there are sums.</summary>
    public int SumBlocks;

    /// <summary>Which of the memory that is looked at it overwrites.</summary>
    public int FirstOverwritten;
    public int Overwritten;

    /// <summary>The elements of the index space.</summary>
    public int Count;

    /// <summary>The length of the rows in which all gathered operands lie; 0 where they do not.</summary>
    public int RowLength;

    /// <summary>The formulas that were computed for elements since the group was made: a group that is hot is worth a method of its own.</summary>
    public long Computed;

    /// <summary>Its code among the program's; −1 for none.</summary>
    public int Code;
}

/// <summary>
/// Groups of element-wise formulas, each in one pass: block by block, what one formula gives and another takes stays in the first-level
/// cache. An element's result depends on nothing but its operands, so it has the bits of formula after formula.
/// </summary>
internal sealed class ElementProgram<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What all registers together may take of the first-level cache, in bytes.</summary>
    private const int RegisterBytes = 24 << 10;

    /// <summary>What registers may take of the stack, in bytes.</summary>
    private const int MostStackBytes = 1 << 18;

    /// <summary>No longer than this, so that a thread's part is several blocks.</summary>
    private const int LongestBlock = 2048;

    /// <summary>What a thread computes at a time, in elements.</summary>
    private const int PartLength = 1 << 14;

    /// <summary>From this length on, it is worth several threads.</summary>
    private const int ParallelLength = 1 << 15;

    public GrowingList<ElementInstruction<T>> Instructions { get; } = new();

    public GrowingList<ElementSlot> Slots { get; } = new();

    public GrowingList<GatheredOperand> Gathered { get; } = new();

    public GrowingList<ElementSum> Sums { get; } = new();

    public GrowingList<SumBlocks> SumBlocks { get; } = new();

    /// <summary>The code of groups that are hot.</summary>
    public GrowingList<GroupCode> Codes { get; } = new();

    /// <summary>The memory that is overwritten by what is to be looked at.</summary>
    public OverwrittenMemory<T> Overwritten { get; } = new();

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Instructions.Clear();
        Slots.Clear();
        Gathered.Clear();
        Sums.Clear();
        SumBlocks.Clear();
        Codes.Clear();
        Overwritten.Clear();
    }

    /// <summary>Computes all results of a group.</summary>
    public void Run(ref ElementGroup group, EmittedGroups<T> emitted, ParallelLoop parallel)
    {
        if (group.Code < 0) emitted.Count(this, ref group);
        int block = BlockOf(in group), blocks = group.Sums > 0 ? SumBlocks[group.SumBlocks].Count : (group.Count + block - 1) / block;
        if (group.Count < ParallelLength || parallel.Degree == 1)
        {
            RunBlocks(in group, block, 0, blocks);
        }
        else
        {
            int part = Math.Max(1, PartLength / block);
            parallel.Run((blocks + part - 1) / part, isLong: true, new Parts { Program = this, Group = group, Block = block, Blocks = blocks, Part = part });
        }

        foreach (ref readonly ElementSum sum in Sums.Items.Slice(group.FirstSum, group.Sums)) SumBlocks[group.SumBlocks].Finish<T>(in sum);
    }

    private int BlockOf(in ElementGroup group)
    {
        if (group.Sums > 0) return SumBlocks[group.SumBlocks].Length;
        int fits = RegisterBytes / Unsafe.SizeOf<T>() / Math.Max(group.Registers, 1);
        return Math.Min(Math.Min(Math.Max(fits & -64, 64), LongestBlock), (Math.Max(group.Count, 1) + 63) & -64);
    }

    /// <summary>Computes the blocks from one to another, in registers on the stack unless these are too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private unsafe void RunBlocks(in ElementGroup group, int block, int start, int end)
    {
        int bytes = (group.Registers * block * sizeof(T)) + PinnedMemory.Alignment;
        byte[]? rented = bytes > MostStackBytes ? ArrayPool<byte>.Shared.Rent(bytes) : null;
        byte* onStack = stackalloc byte[rented is null ? bytes : 0];
        fixed (byte* fromPool = rented)
        {
            nint registers = ((nint)(rented is null ? onStack : fromPool) + PinnedMemory.Alignment - 1) & ~(nint)(PinnedMemory.Alignment - 1);
            if (group.Sums > 0) RunSummed(in group, registers, block, start, end);
            else RunElements(in group, registers, block, start * block, (int)Math.Min((long)end * block, group.Count));
        }

        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunElements(in ElementGroup group, nint registers, int block, int start, int end)
    {
        int first = start;
        if (group.Code >= 0 && (group.Gathered == 0 || Codes[group.Code].HasRows)) first += RunCode(in group, registers, block, start, end - start);
        for (; first < end; first += block) RunBlock(in group, registers, block, first, Math.Min(block, end - first));
    }

    private void RunSummed(in ElementGroup group, nint registers, int block, int start, int end)
    {
        ref readonly SumBlocks blocks = ref SumBlocks[group.SumBlocks];
        for (int k = start; k < end; k++)
        {
            blocks.Find(k, out int first, out int length);
            RunBlock(in group, registers, block, first, length);
            foreach (ref readonly ElementSum sum in Sums.Items.Slice(group.FirstSum, group.Sums))
                blocks.Add(in At(in Slots[group.FirstSlot + sum.Slot], registers, block * Unsafe.SizeOf<T>(), first), k, in sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunBlock(in ElementGroup group, nint registers, int block, int first, int length)
    {
        bool readsRows = group.Code >= 0 && Codes[group.Code].HasRows;
        if (!readsRows) Gather(in group, registers, block, first, length);
        int done = group.Code >= 0 ? RunCode(in group, registers, block, first, length) : 0;
        if (done == length) return;
        nint rest = registers + ((nint)done * Unsafe.SizeOf<T>());
        if (readsRows) Gather(in group, rest, block, first + done, length - done);
        Interpret(in group, rest, block, first + done, length - done);
    }

    private void Gather(in ElementGroup group, nint registers, int block, int first, int length)
    {
        foreach (ref readonly GatheredOperand operand in Gathered.Items.Slice(group.FirstGathered, group.Gathered))
        {
            ref T register = ref PinnedMemory.Reference<T>(registers + ((nint)operand.Register * block * Unsafe.SizeOf<T>()));
            BlockReader.Read(ref PinnedMemory.Reference<T>(operand.Address), in operand.Loops, first, length, ref register);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpret(in ElementGroup group, nint registers, int block, int first, int length)
    {
        if (group.Overwritten > 0) Overwritten.Keep(group.FirstOverwritten, group.Overwritten, first, length);
        int registerBytes = block * Unsafe.SizeOf<T>();
        ReadOnlySpan<ElementSlot> slots = Slots.Items.Slice(group.FirstSlot, group.Slots);
        foreach (ref readonly ElementInstruction<T> instruction in Instructions.Items.Slice(group.FirstInstruction, group.Instructions))
        {
            ref readonly ElementSlot a = ref slots[instruction.A], b = ref slots[instruction.B], c = ref slots[instruction.C];
            ref readonly ElementSlot destination = ref slots[instruction.Destination];
            instruction.Kernel.Row(
                ref At(in a, registers, registerBytes, first), a.Step, ref At(in b, registers, registerBytes, first), b.Step,
                ref At(in c, registers, registerBytes, first), c.Step, ref At(in destination, registers, registerBytes, first), length);
        }

        if (group.Overwritten > 0) Overwritten.Look(group.FirstOverwritten, group.Overwritten, first, length);
    }

    /// <summary>Runs the code of a group over whole vectors.</summary>
    /// <returns>How many elements those are.</returns>
    private unsafe int RunCode(in ElementGroup group, nint registers, int block, int first, int length)
    {
        GroupCode code = Codes[group.Code];
        int whole = length & -code.Width;
        if (whole == 0) return 0;
        nint* addresses = stackalloc nint[3 * group.Slots];
        ReadOnlySpan<ElementSlot> slots = Slots.Items.Slice(group.FirstSlot, group.Slots);
        for (int slot = 0; slot < slots.Length; slot++)
        {
            ref readonly ElementSlot own = ref slots[slot];
            addresses[slot] = own.IsRegister ? registers + ((own.Address * block) - first) * sizeof(T) : own.Address;
            addresses[(2 * slots.Length) + slot] = own.Kept;
        }

        nint end = first + whole, rowEnd = end;
        if (code.HasRows)
        {
            int row = first / group.RowLength;
            rowEnd = Math.Min(end, ((nint)row + 1) * group.RowLength);
            foreach (ref readonly GatheredOperand operand in Gathered.Items.Slice(group.FirstGathered, group.Gathered))
            {
                // The loop counts elements from the first row on: what follows each other in a row is addressed from where element 0 would be.
                nint advance = ((nint)operand.Loops.A[1] - (operand.Loops.A[0] * group.RowLength)) * sizeof(T);
                addresses[operand.Slot] = operand.Address + (row * advance);
                addresses[group.Slots + operand.Slot] = advance;
            }
        }

        if (!code.Loop(code.Kernels, addresses, first, end, rowEnd, group.RowLength)) Overwritten.NoteNonFinite();
        return whole;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At(ref readonly ElementSlot slot, nint registers, int registerBytes, int first) =>
        ref PinnedMemory.Reference<T>(slot.IsRegister ? registers + (slot.Address * registerBytes) : slot.Address + ((nint)first * slot.Advance));

    private readonly struct Parts : IParallelBody
    {
        public required ElementProgram<T> Program { get; init; }

        public required ElementGroup Group { get; init; }

        public required int Block { get; init; }

        public required int Blocks { get; init; }

        /// <summary>How many blocks a part has.</summary>
        public required int Part { get; init; }

        public void Run(int part) => Program.RunBlocks(Group, Block, part * Part, Math.Min((part + 1) * Part, Blocks));
    }
}
