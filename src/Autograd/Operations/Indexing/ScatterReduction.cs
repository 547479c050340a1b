namespace Autograd;

/// <summary>How elements that are scattered to one place become one.</summary>
public enum ScatterReduction
{
    /// <summary>Their sum, in order.</summary>
    Sum,

    /// <summary>Their product, in order; the derivative by one is the product of the others, exact with zeros in every order.</summary>
    Product,

    /// <summary>Their sum by their number.</summary>
    Mean,

    /// <summary>The smallest, NaN where there is one; equal ones share a cotangent evenly.</summary>
    Minimum,

    /// <summary>The largest, NaN where there is one; equal ones share a cotangent evenly.</summary>
    Maximum,
}
