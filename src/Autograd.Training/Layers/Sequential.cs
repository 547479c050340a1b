using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>Layers one after the other, the output of each the input of the next.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Sequential<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Layer<T>[] _layers;

    /// <summary>A chain of layers; without any it returns its input.</summary>
    /// <param name="layers">The layers in their order, named 0, 1, … in paths; one that stands at several places is the same function there.</param>
    /// <exception cref="ArgumentException">A layer is null.</exception>
    public Sequential(params ReadOnlySpan<Layer<T>> layers)
    {
        for (int k = 0; k < layers.Length; k++)
        {
            if (layers[k] is null) throw TrainingErrors.LayerMissing(k);
            Add(k.ToString(CultureInfo.InvariantCulture), layers[k]);
        }

        _layers = layers.ToArray();
    }

    /// <summary>The layers in their order.</summary>
    public IReadOnlyList<Layer<T>> Layers => _layers;

    /// <summary>Records all layers.</summary>
    /// <param name="x">The input of the first.</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output of the last.</returns>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        foreach (Layer<T> layer in _layers) x = pass.Outputs is null ? layer.Forward(x, pass) : Noted(layer, x, pass.Inside(layer));
        return pass.Noted(this, x);
    }

    /// <summary>The layers.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", (object[])_layers);

    private static Variable<T> Noted(Layer<T> layer, Variable<T> x, Pass pass) => pass.Noted(layer, layer.Forward(x, pass));
}
