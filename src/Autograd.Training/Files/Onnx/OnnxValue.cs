using System.Numerics;

namespace Autograd;

/// <summary>An input or output of a file that <see cref="Onnx"/> writes: a variable or indices.</summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly record struct OnnxValue<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private OnnxValue(Variable<T> node) => Node = node;

    internal Variable<T> Node { get; }

    /// <summary>A variable: in the file numbers of the element type.</summary>
    /// <param name="variable">A leaf or a result.</param>
    public static implicit operator OnnxValue<T>(Variable<T> variable) => new(variable);

    /// <summary>Indices: in the file whole numbers of 64 bits.</summary>
    /// <param name="indices">A leaf or a result.</param>
    public static implicit operator OnnxValue<T>(Indices<T> indices) => new(indices.Node);
}
