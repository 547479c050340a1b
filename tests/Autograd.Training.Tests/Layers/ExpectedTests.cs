using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Autograd.Training.Tests.Layers;

/// <summary>
/// Layers against PyTorch's: outputs, gradients of inputs and parameters, running statistics after three steps. The numbers of expected.json are written by
/// expected.py beside it.
/// </summary>
public class ExpectedTests
{
    private const double Tolerance = 1e-10;
    private static readonly RandomGenerator Random = new(1);

    private static readonly Dictionary<string, Func<Layer<double>>> Layers = new()
    {
        ["Linear"] = () => new Linear<double>("", 4, 3, Initializer.Zeros, Random),
        ["Linear without bias"] = () => new Linear<double>(new Parameter<double>("W", [3, 4]), null),
        ["Convolution 1"] = () => new Convolution<double>("", 2, 3, [3], Initializer.Zeros, Random),
        ["Convolution 1, all"] = () => new Convolution<double>("", 4, 6, [3], Initializer.Zeros, Random, stride: 2, padding: 2, dilation: 2, groups: 2),
        ["Convolution 2"] = () => new Convolution<double>("", 2, 3, [3, 3], Initializer.Zeros, Random, padding: 1),
        ["Convolution 2, all"] = () => new Convolution<double>("", 4, 2, [3, 2], Initializer.Zeros, Random, stride: 2, padding: 1, dilation: 2, groups: 2, hasBias: false),
        ["Convolution 2, depth-wise"] = () => new Convolution<double>("", 3, 6, [2, 2], Initializer.Zeros, Random, groups: 3),
        ["MaxPool"] = () => new MaxPool<double>(2),
        ["MaxPool, all"] = () => new MaxPool<double>(3, stride: 2, padding: 1),
        ["AveragePool"] = () => new AveragePool<double>(2),
        ["AveragePool, all"] = () => new AveragePool<double>(3, stride: 2, padding: 1, countIncludePadding: true),
        ["AveragePool, without padding"] = () => new AveragePool<double>(3, stride: 2, padding: 1),
        ["AdaptiveAveragePool"] = () => new AdaptiveAveragePool<double>(3),
        ["GlobalAveragePool"] = () => new GlobalAveragePool<double>(),
        ["GlobalMaxPool"] = () => new GlobalMaxPool<double>(),
        ["BatchNorm"] = () => new BatchNorm<double>("", 3),
        ["BatchNorm 1"] = () => new BatchNorm<double>("", 2, momentum: 0.3, epsilon: 1e-3),
        ["BatchNorm 2"] = () => new BatchNorm<double>("", 2, momentum: 1),
        ["LayerNorm"] = () => new LayerNorm<double>("", [4]),
        ["LayerNorm of two"] = () => new LayerNorm<double>("", [2, 3], epsilon: 1e-3),
        ["RmsNorm"] = () => new RmsNorm<double>("", [4]),
        ["RmsNorm of two"] = () => new RmsNorm<double>("", [2, 3], epsilon: 1e-3),
        ["GroupNorm"] = () => new GroupNorm<double>("", 2, 4),
        ["Embedding"] = () => new Embedding<double>("", 5, 3, Initializer.Zeros, Random),
        ["Residual"] = () => new Residual<double>(new Linear<double>("", 3, 3, Initializer.Zeros, Random)),
        ["Flatten"] = () => new Flatten<double>(),
        ["Dropout in inference"] = () => new Dropout<double>(0.5, Random),
        ["Sequential"] = () => new Sequential<double>(
            new Convolution<double>("1", 1, 2, [3, 3], Initializer.Zeros, Random, padding: 1, hasBias: false), new BatchNorm<double>("1", 2), ActivationLayer<double>.Relu,
            new MaxPool<double>(2), new Flatten<double>(), new Linear<double>("2", 8, 2, Initializer.Zeros, Random)),
        ["PRelu"] = () => new PRelu<double>(""),
        ["PRelu of channels"] = () => new PRelu<double>("", 3),
        ["Relu"] = () => ActivationLayer<double>.Relu,
        ["Sigmoid"] = () => ActivationLayer<double>.Sigmoid,
        ["Tanh"] = () => ActivationLayer<double>.Tanh,
        ["Gelu"] = () => ActivationLayer<double>.Gelu,
        ["Silu"] = () => ActivationLayer<double>.Silu,
        ["Softplus"] = () => ActivationLayer<double>.Softplus,
        ["GeluTanh"] = () => ActivationLayer<double>.GeluTanh,
        ["Mish"] = () => ActivationLayer<double>.Mish,
        ["Selu"] = () => ActivationLayer<double>.Selu,
        ["Relu6"] = () => ActivationLayer<double>.Relu6,
        ["HardTanh"] = () => ActivationLayer<double>.HardTanh,
        ["HardSigmoid"] = () => ActivationLayer<double>.HardSigmoid,
        ["HardSwish"] = () => ActivationLayer<double>.HardSwish,
        ["Softsign"] = () => ActivationLayer<double>.Softsign,
        ["LogSigmoid"] = () => ActivationLayer<double>.LogSigmoid,
        ["Softmax"] = () => ActivationLayer<double>.Softmax,
        ["LogSoftmax"] = () => ActivationLayer<double>.LogSoftmax,
        ["Glu"] = () => ActivationLayer<double>.Glu,
        ["LeakyRelu"] = () => ActivationLayer<double>.LeakyRelu(0.2),
        ["Elu"] = () => ActivationLayer<double>.Elu(0.7),
        ["Convolution 3"] = () => new Convolution<double>("", 1, 2, [2, 2, 2], Initializer.Zeros, Random, padding: 1),
        ["ConvolutionTranspose 1"] = () => new ConvolutionTranspose<double>("", 2, 3, [3], Initializer.Zeros, Random),
        ["ConvolutionTranspose 2, all"] = () => new ConvolutionTranspose<double>("", 4, 2, [3, 2], Initializer.Zeros, Random, stride: 2, padding: 1, outputPadding: 1, dilation: 2, groups: 2),
        ["ConvolutionTranspose 3"] = () => new ConvolutionTranspose<double>("", 1, 2, [2, 2, 2], Initializer.Zeros, Random, stride: 2, hasBias: false),
        ["MaxPool 3, all"] = () => new MaxPool<double>(2, padding: 1, dilation: 2, ceiling: true),
        ["AveragePool 3, all"] = () => new AveragePool<double>(2, ceiling: true),
        ["AdaptiveMaxPool"] = () => new AdaptiveMaxPool<double>(3),
        ["GlobalMaxPool 3"] = () => new GlobalMaxPool<double>(),
        ["BatchNorm 3"] = () => new BatchNorm<double>("", 2),
        ["LearnedPositions"] = () => new LearnedPositions<double>("", 6, 3, Random),
    };

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Case[] Cases = JsonSerializer.Deserialize<Case[]>(File.ReadAllText(Path.Combine(Folder(), "expected.json")), Json)!;

    public static TheoryData<string> Names => [.. Cases.Select(expected => expected.Name)];

    [Fact]
    public void Every_layer_has_three_cases() =>
        Assert.Equal(Layers.Keys.SelectMany(layer => Enumerable.Range(0, 3).Select(number => $"{layer}, {number}")), Cases.Select(expected => expected.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_equal_those_of_PyTorch(string name)
    {
        Case expected = Cases.Single(one => one.Name == name);
        Layer<double> layer = Layers[name[..name.LastIndexOf(", ", StringComparison.Ordinal)]]();
        Assert.Equal(expected.Tensors.Keys.Order(), layer.Tensors.Select(tensor => tensor.Path).Order());
        foreach (LayerTensor<double> tensor in layer.Tensors)
        {
            Assert.Equal((Shape)expected.Tensors[tensor.Path].Lengths, tensor.Parameter.Shape);
            expected.Tensors[tensor.Path].Values.CopyTo(tensor.Parameter.Update());
        }

        using var tape = new Tape<double>();
        bool isTraining = layer is not Dropout<double>;
        foreach (Step step in expected.Steps)
        {
            Check(layer, tape, step, isTraining ? Pass.Training(1) : Pass.Inference);
            tape.Update();
        }

        Assert.Equal(expected.After.Keys.Order(), layer.Tensors.Where(tensor => tensor.IsBuffer).Select(tensor => tensor.Path).Order());
        foreach (LayerTensor<double> buffer in layer.Tensors.Where(tensor => tensor.IsBuffer)) AssertNear(expected.After[buffer.Path].Values, buffer.Parameter.Values.ToArray(), buffer.Path);
        if (expected.Inference is not null) Check(layer, tape, expected.Inference, Pass.Inference);
    }

    /// <summary>The table of a class of one's own has the lengths of whatever layer is inside.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_notes_its_lengths(string name)
    {
        Case expected = Cases.Single(one => one.Name == name);
        Layer<double> layer = Layers[name[..name.LastIndexOf(", ", StringComparison.Ordinal)]]();
        if (layer is Embedding<double>) return;
        string[] row = new OwnLayer(layer).ToTable(expected.Steps[0].Input.Lengths).Split('\n')[1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(("inside", ((Shape)expected.Steps[0].Output.Lengths).ToString()), (row[0], row[2]));
    }

    private static void Check(Layer<double> layer, Tape<double> tape, Step step, Pass pass)
    {
        tape.Reset();
        Variable<double> x = default, y;
        if (layer is Embedding<double> embedding)
        {
            y = embedding.Forward(tape.Indices([.. step.Input.Values.Select(token => (int)token)], step.Input.Lengths));
        }
        else
        {
            x = tape.Variable(step.Input.Values, step.Input.Lengths);
            y = layer.Forward(x, pass);
        }

        Assert.Equal((Shape)step.Output.Lengths, y.Shape);
        var gradients = y.Backward(tape.Constant(step.Cotangent.Values, step.Cotangent.Lengths));
        AssertNear(step.Output.Values, y.ToArray(), "output");
        if (step.InputGradient is not null) AssertNear(step.InputGradient.Values, gradients[x].ToArray(), "gradient of the input");
        foreach (LayerTensor<double> tensor in layer.Tensors.Where(tensor => !tensor.IsBuffer))
        {
            AssertNear(step.Gradients[tensor.Path].Values, gradients[tensor.Parameter].ToArray(), tensor.Path);
        }
    }

    private static void AssertNear(double[] expected, double[] found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}, element {i}: {found[i]} where {expected[i]} was expected.");
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private sealed class OwnLayer : Layer<double>
    {
        private readonly Layer<double> _layer;

        public OwnLayer(Layer<double> layer) => _layer = Add("inside", layer);

        public override Variable<double> Forward(Variable<double> x, Pass pass) => _layer.Forward(x, pass);
    }

    public sealed record Numbers(long[] Lengths, double[] Values);

    public sealed record Step(Numbers Input, Numbers Cotangent, Numbers Output, Numbers? InputGradient, Dictionary<string, Numbers> Gradients);

    public sealed record Case(string Name, Dictionary<string, Numbers> Tensors, Step[] Steps, Dictionary<string, Numbers> After, Step? Inference);
}
