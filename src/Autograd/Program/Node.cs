using System.Numerics;

namespace Autograd;

/// <summary>One step of the program: an operation, its operands (earlier nodes), and the shape of its result.</summary>
internal struct Node<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Operation<T> Operation;
    public string? Name;

    /// <summary>Where its operands begin in the program's list of operands.</summary>
    public int FirstOperand;
    public int OperandCount;

    /// <summary>Whether a variable or parameter reaches it through differentiable operations.</summary>
    public bool IsDifferentiable;

    /// <summary>Whether a differentiable operation that may have an infinite slope reaches it, so that zeros of its cotangent must be told apart.</summary>
    public bool IsSteep;

    /// <summary>Whether a reverse walk recorded it.</summary>
    public bool IsAdjoint;
    public Shape Shape;
}
