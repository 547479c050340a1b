using System.Numerics;

namespace Autograd;

/// <summary>How a loop uses a slot.</summary>
internal enum SlotUse : byte
{
    /// <summary>From formula to formula only.</summary>
    Inside,

    /// <summary>An operand whose elements follow each other.</summary>
    Operand,

    /// <summary>An operand of one element.</summary>
    Uniform,

    /// <summary>An operand whose elements follow each other in a row.</summary>
    Row,

    /// <summary>An operand of one element a row.</summary>
    RowUniform,

    /// <summary>A result, or what is added up.</summary>
    Stored,

    /// <summary>A result that is written past the caches.</summary>
    Streamed,

    /// <summary>A result that is to be finite, and whose old elements are kept.</summary>
    Overwritten,
}

/// <summary>Which slots a formula reads and writes.</summary>
internal readonly record struct GroupInstruction(int A, int B, int C, int Destination);

/// <summary>
/// What the code of a group depends on: the kinds of its formulas, and which slots they read and write. Not where the slots lie, nor the numbers
/// in formulas, so that the groups of other plans find the same code.
/// </summary>
internal sealed class GroupShape<T> : IEquatable<GroupShape<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public required ElementKernel<T>[] Kernels { get; init; }

    public required GroupInstruction[] Instructions { get; init; }

    public required SlotUse[] Slots { get; init; }

    /// <summary>How many vectors are computed at a time, 1 or 2: one of two computes while the other waits for what it needs.</summary>
    public required int Vectors { get; init; }

    /// <inheritdoc/>
    public bool Equals(GroupShape<T>? other)
    {
        if (other is null || Vectors != other.Vectors || !Slots.AsSpan().SequenceEqual(other.Slots) || !Instructions.AsSpan().SequenceEqual(other.Instructions)) return false;
        for (int k = 0; k < Kernels.Length; k++)
        {
            if (Kernels[k].GetType() != other.Kernels[k].GetType()) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GroupShape<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ElementKernel<T> kernel in Kernels) hash.Add(kernel.GetType());
        foreach (GroupInstruction instruction in Instructions) hash.Add(instruction);
        foreach (SlotUse use in Slots) hash.Add(use);
        hash.Add(Vectors);
        return hash.ToHashCode();
    }
}
