using System.Numerics;

namespace Autograd;

/// <summary>A tensor of a model.</summary>
/// <param name="Path">Where it stands: the names of the layers around it and its own, <c>blocks.0.attention.query.weight</c>.</param>
/// <param name="Parameter">The tensor.</param>
/// <param name="IsBuffer">Whether no gradient leads to it, as to a running mean.</param>
/// <param name="IsFrozen">Whether it learns nothing at present.</param>
/// <typeparam name="T">Element type.</typeparam>
public readonly record struct LayerTensor<T>(string Path, Parameter<T> Parameter, bool IsBuffer, bool IsFrozen)
    where T : unmanaged, IFloatingPointIeee754<T>;
