using System.Numerics;

namespace Autograd;

/// <summary>Something given: a leaf under the name that the formulas use.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class EquationLeaf<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal EquationLeaf(string name, Variable<T> node, bool isIndices)
    {
        Name = name;
        Shape = node.Shape;
        if (isIndices) Indices = new Indices<T>(node);
        else Variable = node;
    }

    /// <summary>The name in the formulas.</summary>
    public string Name { get; }

    /// <summary>The lengths.</summary>
    public Shape Shape { get; }

    /// <summary>The leaf, unless it holds indices; usable until the tape is reset.</summary>
    public Variable<T>? Variable { get; }

    /// <summary>The leaf if it holds indices; usable until the tape is reset.</summary>
    public Indices<T>? Indices { get; }
}
