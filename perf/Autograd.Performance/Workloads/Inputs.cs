using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Performance;

/// <summary>
/// What a workload starts from: weights, data, classes, by name. Made here from a fixed seed, and written to a file for the other side,
/// so that both start from the same bits.
/// </summary>
internal sealed class Inputs
{
    private readonly RandomGenerator _random = new(1);
    private readonly List<(InputDescription Description, Action<Stream> Write)> _entries = [];

    /// <summary>The tensors in the order in which they are written.</summary>
    public IReadOnlyList<InputDescription> Descriptions => [.. _entries.Select(entry => entry.Description)];

    /// <summary>A parameter, uniform in ±bound.</summary>
    public Parameter<T> Parameter<T>(string name, Shape shape, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameter = new Parameter<T>(name, shape);
        Fill(parameter.Update(), bound);
        return Add(parameter);
    }

    /// <summary>A parameter with given values.</summary>
    public Parameter<T> Parameter<T>(string name, Shape shape, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T> => Add(new Parameter<T>(name, shape, values));

    /// <summary>Data, uniform in ±bound.</summary>
    public T[] Data<T>(string name, Shape shape, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[shape.ElementCount];
        Fill(values, bound);
        return Data(name, shape, values);
    }

    /// <summary>Data with given values.</summary>
    public T[] Data<T>(string name, Shape shape, T[] values)
        where T : unmanaged
    {
        _entries.Add((Describe<T>(name, shape), stream => stream.Write(MemoryMarshal.AsBytes<T>(values))));
        return values;
    }

    /// <summary>Whole numbers from 0 to bound − 1.</summary>
    public int[] Indices(string name, Shape shape, int bound)
    {
        var values = new int[shape.ElementCount];
        for (int i = 0; i < values.Length; i++) values[i] = _random.NextBelow(bound);
        return Data(name, shape, values);
    }

    /// <summary>The parameters and buffers of a model, by their paths, with the values that they have when they are written.</summary>
    public void Model(Layer<float> model)
    {
        foreach (LayerTensor<float> tensor in model.Tensors)
            _entries.Add((Describe<float>(tensor.Path, tensor.Parameter.Shape), stream => stream.Write(MemoryMarshal.AsBytes(tensor.Parameter.Values))));
    }

    /// <summary>The elements as they are now, one tensor behind the other, little-endian.</summary>
    public void Write(string path)
    {
        using FileStream stream = File.Create(path);
        foreach (var (_, write) in _entries) write(stream);
    }

    private Parameter<T> Add<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _entries.Add((Describe<T>(parameter.Name, parameter.Shape), stream => stream.Write(MemoryMarshal.AsBytes(parameter.Values))));
        return parameter;
    }

    private void Fill<T>(Span<T> values, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++) values[i] = T.CreateSaturating(bound * ((2 * _random.NextUniform()) - 1));
    }

    private static InputDescription Describe<T>(string name, Shape shape) => new(
        name,
        typeof(T) == typeof(float) ? "float32" : typeof(T) == typeof(double) ? "float64" : "int32",
        Enumerable.Range(0, shape.Rank).Select(d => shape[d]).ToArray());
}

/// <summary>Name, element type and lengths of an input.</summary>
internal sealed record InputDescription(string Name, string Type, int[] Shape);
