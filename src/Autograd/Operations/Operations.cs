namespace Autograd;

/// <summary>
/// Every operation that can be recorded, as a method or operator of <see cref="Variable{T}"/>. Each stands in a file of its
/// name, in the folder of its family, with its formula or kernel, its shape rule and its vector-Jacobian product.
/// </summary>
public static partial class Operations;
