namespace Autograd.OnnxTests;

/// <summary>
/// Whole models, within 1e-5 of the largest output. A file is written from a recording of some inputs and run with others, so that nothing of the first
/// ones may stand in it.
/// </summary>
public class ModelTests
{
    private readonly RandomGenerator _random = new(20);

    private delegate (OnnxValue<float>[] Inputs, OnnxValue<float>[] Outputs) Model(Tape<float> tape, RandomGenerator data);

    [OnnxFact]
    public void A_perceptron()
    {
        var network = new Sequential<float>(
            new Linear<float>("1", 8, 16, Initializer.GlorotUniform, _random), ActivationLayer<float>.Tanh,
            new Linear<float>("2", 16, 16, Initializer.GlorotUniform, _random), ActivationLayer<float>.Gelu,
            new Linear<float>("3", 16, 3, Initializer.GlorotUniform, _random), ActivationLayer<float>.Softplus);
        Compare((tape, data) =>
        {
            Variable<float> x = tape.Normal([5, 8], data).Named("x");
            return ([x], [network.Forward(x)]);
        });
    }

    /// <summary>Probabilities and the class, which is an index; and an output that is a step on the way.</summary>
    [OnnxFact]
    public void A_classifier()
    {
        var layer = new Linear<float>("", 8, 4, Initializer.GlorotUniform, _random);
        Compare((tape, data) =>
        {
            Variable<float> x = tape.Normal([6, 8], data).Named("x");
            Variable<float> logits = layer.Forward((x - x.Mean(0)) / x.StandardDeviation(0)), probabilities = logits.Softmax(-1);
            return ([x], [probabilities.Named("probabilities"), logits.Named("logits"), probabilities.ArgMax(-1)]);
        });
    }

    [OnnxFact]
    public void A_convolution_network()
    {
        Parameter<float> w1 = Random("conv1.weight", [4, 1, 3, 3]), b1 = Random("conv1.bias", [4, 1, 1]), w2 = Random("conv2.weight", [6, 2, 3, 3]);
        Parameter<float> scale = Random("norm.weight", [6]), shift = Random("norm.bias", [6]), mean = Random("norm.mean", [6]);
        var variance = new Parameter<float>("norm.variance", [6], [1, 2, 0.5f, 1, 3, 1]);
        var head = new Linear<float>(".head", 24, 10, Initializer.HeNormal, _random);
        Compare((tape, data) =>
        {
            Variable<float> image = tape.Normal([2, 1, 12, 12], data).Named("image");
            Variable<float> x = (image.Convolution(tape.Watch(w1), padding: 1) + tape.Watch(b1)).Relu().MaxPool(2);
            x = x.Convolution(tape.Watch(w2), stride: 1, padding: 1, dilation: 1, groups: 2);
            x = x.BatchNorm(tape.Watch(scale), tape.Watch(shift), tape.Watch(mean), tape.Watch(variance)).Silu().AveragePool(3);
            return ([image], [head.Forward(x.Reshape(2, 24)).LogSoftmax(-1)]);
        });
    }

    /// <summary>A long short-term memory over seven steps, its gates cut out of one product.</summary>
    [OnnxFact]
    public void A_recurrent_network()
    {
        Parameter<float> input = Random("W", [5, 24]), recurrent = Random("U", [6, 24]), bias = Random("b", [24]);
        Compare((tape, data) =>
        {
            Variable<float> series = tape.Normal([7, 3, 5], data).Named("series"), h = tape.Normal([3, 6], data).Named("h0"), c = tape.Normal([3, 6], data).Named("c0");
            Variable<float> state = h, cell = c;
            for (int t = 0; t < 7; t++)
            {
                Variable<float> gates = series.At(0, t).MatMul(tape.Watch(input)) + state.MatMul(tape.Watch(recurrent)) + tape.Watch(bias);
                Variable<float>[] parts = gates.Chunk(-1, 4);
                cell = (parts[0].Sigmoid() * cell) + (parts[1].Sigmoid() * parts[2].Tanh());
                state = parts[3].Sigmoid() * cell.Tanh();
            }

            return ([series, h, c], [state, cell]);
        });
    }

    /// <summary>Tokens in, the logarithms of the next ones' probabilities out: embedding, causal attention of two heads, LayerNorm, Gelu.</summary>
    [OnnxFact]
    public void A_transformer()
    {
        const int Vocabulary = 20, Length = 9, Width = 8, Heads = 2;
        Parameter<float> token = Random("token", [Vocabulary, Width]), place = Random("place", [Length, Width]);
        Parameter<float> scale1 = Random("norm1.weight", [Width]), shift1 = Random("norm1.bias", [Width]), scale2 = Random("norm2.weight", [Width]), shift2 = Random("norm2.bias", [Width]);
        Parameter<float> attention = Random("attention", [Width, 3 * Width]), output = Random("output", [Width, Width]), up = Random("up", [Width, 4 * Width]), down = Random("down", [4 * Width, Width]);
        Compare((tape, data) =>
        {
            int[] drawn = [.. Enumerable.Range(0, 2 * Length).Select(_ => data.NextBelow(Vocabulary))];
            Indices<float> tokens = tape.Indices(drawn, [2, Length], "tokens");
            Variable<float> x = tape.Watch(token).Embedding(tokens) + tape.Watch(place);
            Variable<float>[] parts = x.LayerNorm(tape.Watch(scale1), tape.Watch(shift1)).MatMul(tape.Watch(attention)).Chunk(-1, 3);
            for (int k = 0; k < 3; k++) parts[k] = parts[k].Reshape(2, Length, Heads, Width / Heads).Permute(0, 2, 1, 3);
            Variable<float> mixed = parts[0].ScaledDotProductAttention(parts[1], parts[2], isCausal: true).Permute(0, 2, 1, 3).Reshape(2, Length, Width);
            x += mixed.MatMul(tape.Watch(output));
            x += x.LayerNorm(tape.Watch(scale2), tape.Watch(shift2)).MatMul(tape.Watch(up)).Gelu().MatMul(tape.Watch(down));
            return ([tokens], [x.MatMul(tape.Watch(token).Transpose()).LogSoftmax(-1)]);
        });
    }

    private Parameter<float> Random(string name, Shape shape)
    {
        var parameter = new Parameter<float>(name, shape);
        foreach (ref float value in parameter.Update()) value = (float)_random.NextNormal() / 2;
        return parameter;
    }

    private static void Compare(Model model)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            using (var first = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred }))
            {
                (OnnxValue<float>[] given, OnnxValue<float>[] computed) = model(first, new RandomGenerator(1));
                Onnx.Save(path, first, given, computed);
            }

            using var tape = new Tape<float>();
            (OnnxValue<float>[] inputs, OnnxValue<float>[] outputs) = model(tape, new RandomGenerator(2));
            foreach (bool optimizes in (bool[])[false, true])
            {
                float[][] actual = OnnxRuntime.Run(path, inputs, outputs, optimizes);
                for (int k = 0; k < outputs.Length; k++)
                {
                    float[] expected = OnnxRuntime.Elements(outputs[k].Node);
                    float largest = expected.Select(Math.Abs).Max();
                    for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[k][i], expected[i] - (1e-5f * largest), expected[i] + (1e-5f * largest));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
