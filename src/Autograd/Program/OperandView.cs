namespace Autograd;

/// <summary>An operand as its kernel finds it: where it lies and how.</summary>
internal struct OperandView
{
    /// <summary>The address of the element with index (0, …, 0).</summary>
    public nint Address;
    public Shape Shape;
    public Strides Strides;

    /// <summary>Whether the elements are known to follow each other in row-major order.</summary>
    public bool IsContiguous;

    /// <summary>Whether they are indices.</summary>
    public bool IsIndices;
}
