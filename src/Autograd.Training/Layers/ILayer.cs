using System.Numerics;

namespace Autograd;

/// <summary>
/// A part of a model: a function of a tensor, with parameters of its own. It holds no values of a pass: those belong to the tape of
/// the input, so one layer serves any number of tapes.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public interface ILayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What an optimizer updates, each parameter once, in a fixed order; empty for a layer that learns nothing.</summary>
    IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Records the layer's operations on the tape of its input.</summary>
    /// <param name="x">The input.</param>
    /// <returns>The output, a node of the same tape.</returns>
    Variable<T> Forward(Variable<T> x);
}
