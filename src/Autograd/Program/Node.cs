using System.Numerics;

namespace Autograd;

/// <summary>One step of the program: an operation, its operands (earlier nodes), its shape, and where its value lies.</summary>
internal struct Node<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Operation<T> Operation;
    public string? Name;

    /// <summary>The address of the element with index (0, …, 0); 0 until the node has memory. It keeps it while recordings repeat.</summary>
    public nint Address;

    /// <summary>Where its operands begin in the program's list of operands.</summary>
    public int FirstOperand;
    public int OperandCount;

    /// <summary>Which entry of the program's strides describes a view; −1 where it is contiguous.</summary>
    public int Strides;

    /// <summary>Which parameter's memory the value shares; −1 for none.</summary>
    public int Parameter;

    /// <summary>The last plan that wanted this node.</summary>
    public int Wanted;

    /// <summary>The generation in which it was evaluated last; <see cref="Always"/> for leaves.</summary>
    public uint Evaluated;

    /// <summary>Whether a variable or parameter reaches it through differentiable operations.</summary>
    public bool IsDifferentiable;

    /// <summary>Whether a differentiable operation that may have an infinite slope reaches it, so that zeros of its cotangent must be told apart.</summary>
    public bool IsSteep;

    /// <summary>Whether a view shows the contiguous copy of its operand, since no strides show the operand itself.</summary>
    public bool ShowsCopy;
    public Shape Shape;

    /// <summary>Later than every generation.</summary>
    public const uint Always = uint.MaxValue;
}
