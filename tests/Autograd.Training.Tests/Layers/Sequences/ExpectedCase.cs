namespace Autograd.Training.Tests.Layers.Sequences;

/// <summary>A case of expected.safetensors, which expected.py wrote with PyTorch.</summary>
internal sealed class ExpectedCase
{
    private const double Tolerance = 1e-10;
    private readonly Dictionary<string, Parameter<double>> _tensors;

    public ExpectedCase(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Layers", "Sequences", "expected.safetensors");
        string prefix = name + ":";
        Parameter<double>[] tensors =
        [
            .. Safetensors.List(path).Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => new Parameter<double>(entry.Name, entry.Shape)),
        ];
        Safetensors.Load(path, tensors);
        _tensors = tensors.ToDictionary(tensor => tensor.Name[prefix.Length..], StringComparer.Ordinal);
    }

    /// <summary>A tensor that goes in, to be differentiated by.</summary>
    public Variable<double> Input(Tape<double> tape, string name) =>
        _tensors.TryGetValue(name, out var tensor) ? tape.Variable(tensor.Values, tensor.Shape, name) : default;

    /// <summary>Gives a layer the case's parameters, all of them.</summary>
    public TLayer Set<TLayer>(TLayer layer)
        where TLayer : Layer<double>
    {
        foreach (var tensor in layer.Tensors) _tensors[tensor.Path].Values.CopyTo(tensor.Parameter.Update());
        return layer;
    }

    /// <summary>Compares what came out, and the gradients of what went in and of all parameters.</summary>
    public void Verify(Layer<double> layer, Variable<double>[] inputs, params (string Name, Variable<double> Value)[] outputs)
    {
        Tape<double> tape = outputs[0].Value.Tape;
        foreach (var (name, value) in outputs) Compare(name, value);
        var gradients = tape.Backward(
            [.. outputs.Select(output => output.Value)],
            [.. outputs.Select(output => tape.Constant(_tensors["+" + output.Name].Values, output.Value.Shape, "cotangent"))]);
        foreach (var input in inputs.Where(input => !input.Equals(default))) Compare("-" + input.Name, gradients[input]);
        int count = 0;
        foreach (var tensor in layer.Tensors)
        {
            Compare("-" + tensor.Path, gradients[tensor.Parameter]);
            count++;
        }

        // Nothing of the case was left out: each gradient there is belongs to an input or a parameter.
        Assert.Equal(_tensors.Keys.Count(key => key[0] == '-'), count + inputs.Count(input => !input.Equals(default)));
    }

    private void Compare(string name, Variable<double> value)
    {
        Parameter<double> expected = _tensors[name];
        Assert.Equal(expected.Shape, value.Shape);
        double[] actual = value.ToArray();
        for (int k = 0; k < actual.Length; k++)
        {
            double difference = Math.Abs(actual[k] - expected.Values[k]);
            Assert.True(difference <= Tolerance, $"{name}[{k}] is {actual[k]}; PyTorch has {expected.Values[k]}.");
        }
    }
}
