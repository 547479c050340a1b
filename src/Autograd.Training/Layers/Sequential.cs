using System.Numerics;

namespace Autograd;

/// <summary>Layers one after the other, the output of each the input of the next.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Sequential<T> : ILayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ILayer<T>[] _layers;
    private readonly Parameter<T>[] _parameters;

    /// <summary>A chain of layers; without any it returns its input.</summary>
    /// <param name="layers">The layers in their order; one that stands at several places is the same function there.</param>
    /// <exception cref="ArgumentException">A layer, its list of parameters or one of these is null.</exception>
    public Sequential(params ReadOnlySpan<ILayer<T>> layers)
    {
        var parameters = new List<Parameter<T>>();
        var known = new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance);
        for (int k = 0; k < layers.Length; k++)
        {
            if (layers[k] is null) throw TrainingErrors.LayerMissing(k);
            if (layers[k].Parameters is not { } learned) throw TrainingErrors.LayerWithoutList(k);
            foreach (Parameter<T> parameter in learned)
            {
                if (parameter is null) throw TrainingErrors.LayerParameterMissing(k);
                if (known.Add(parameter)) parameters.Add(parameter);
            }
        }

        _layers = layers.ToArray();
        _parameters = [.. parameters];
    }

    /// <summary>The layers in their order.</summary>
    public IReadOnlyList<ILayer<T>> Layers => _layers;

    /// <summary>The parameters of all layers in their order, each once.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>Records all layers.</summary>
    /// <param name="x">The input of the first.</param>
    /// <returns>The output of the last.</returns>
    public Variable<T> Forward(Variable<T> x)
    {
        foreach (ILayer<T> layer in _layers) x = layer.Forward(x);
        return x;
    }

    /// <summary>The layers.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", (object[])_layers);
}
