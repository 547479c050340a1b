using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>How a step computes.</summary>
internal enum StepKind
{
    /// <summary>An element-wise operation over operands without strides.</summary>
    Flat,

    /// <summary>Any other operation over operands of its own.</summary>
    Kernel,

    /// <summary>Several element-wise operations in one pass.</summary>
    Group,

    /// <summary>A contiguous copy of what a view shows.</summary>
    Copy,
}

/// <summary>One pass over memory: everything that it needs to run, resolved.</summary>
internal struct Step<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public StepKind Kind;

    /// <summary>The node that it computes; of a group the last one; of a copy the view.</summary>
    public int Node;
    public Operation<T>? Operation;
    public ElementGroup Group;

    /// <summary>Where its operands begin in the plan's list.</summary>
    public int FirstOperand;
    public int OperandCount;
    public nint Destination;
    public int Count;
    public nint A;
    public nint B;
    public nint C;
    public int StepA;
    public int StepB;
    public int StepC;

    /// <summary>Which of the memory that is looked at it overwrites as a whole: where that begins in the plan's list, and how much.</summary>
    public int FirstOverwritten;
    public int Overwritten;

    /// <summary>Which nodes it computes: where they begin in the plan's list, and how many.</summary>
    public int FirstMember;
    public int Members;

    /// <summary>How many elements it reads and writes.</summary>
    public long ElementsMoved;

    /// <summary>Its arithmetic.</summary>
    public long MultiplyAdds;

    /// <summary>Computes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(Plan<T> plan, EmittedGroups<T> emitted, ParallelLoop parallel)
    {
        if (Overwritten > 0) RunOverwriting(plan, parallel);
        else if (Kind == StepKind.Flat) RunFlat(parallel);
        else if (Kind == StepKind.Group) plan.Elements.Run(ref Group, emitted, parallel);
        else RunOther(plan.Operands.Items.Slice(FirstOperand, OperandCount), parallel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void RunFlat(ParallelLoop parallel) => Elementwise.MapFlat(
        Operation!.Formula!, in PinnedMemory.Reference<T>(A), StepA, in PinnedMemory.Reference<T>(B), StepB, in PinnedMemory.Reference<T>(C), StepC,
        PinnedMemory.Span<T>(Destination, Count), parallel);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void RunOverwriting(Plan<T> plan, ParallelLoop parallel)
    {
        plan.Elements.Overwritten.Keep(FirstOverwritten, Overwritten);
        if (Kind == StepKind.Flat) RunFlat(parallel);
        else RunOther(plan.Operands.Items.Slice(FirstOperand, OperandCount), parallel);
        plan.Elements.Overwritten.Look(FirstOverwritten, Overwritten);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void RunOther(ReadOnlySpan<OperandView> operands, ParallelLoop parallel)
    {
        Span<T> destination = PinnedMemory.Span<T>(Destination, Count);
        var resolved = new Operands<T>(operands, parallel);
        if (Kind == StepKind.Copy) Copying.Copy(resolved[0], destination);
        else if (Operation!.Formula is { } formula) ElementwiseNode.Evaluate(formula, in resolved, destination);
        else Operation.Evaluate(in resolved, destination);
    }
}
