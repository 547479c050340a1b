namespace Autograd.Tests.Tape;

/// <content>Models of every kind, eager and deferred.</content>
public partial class AllocationTests
{
    /// <summary>A whole step: recording, loss, gradients of all parameters, update.</summary>
    [Theory]
    [InlineData("multilayer perceptron", EvaluationMode.Eager)]
    [InlineData("multilayer perceptron", EvaluationMode.Deferred)]
    [InlineData("convolution network", EvaluationMode.Eager)]
    [InlineData("convolution network", EvaluationMode.Deferred)]
    [InlineData("LSTM", EvaluationMode.Eager)]
    [InlineData("LSTM", EvaluationMode.Deferred)]
    [InlineData("transformer block", EvaluationMode.Eager)]
    [InlineData("transformer block", EvaluationMode.Deferred)]
    [InlineData("gradient penalty", EvaluationMode.Eager)]
    [InlineData("gradient penalty", EvaluationMode.Deferred)]
    public void A_step_of_a_model_allocates_0_bytes(string model, EvaluationMode evaluation)
    {
        using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
        var random = new Random(5);
        Parameter<float>[] parameters = [.. ShapesOf(model).Select((shape, k) => new Parameter<float>($"w{k}", shape, Values(shape.ElementCount, 0.5f)))];
        Dictionary<int, float[]> data = new[] { 8 * 2 * 64, 6 * 4 * 5, 6 * 8, 4 * 10 }.ToDictionary(count => count, count => Values(count, 1));
        float first = 0, last = 0;
        long bytes = Measure(() =>
        {
            tape.Reset();
            Variable<float> loss = Loss(tape, model, parameters, data);
            last = loss.Scalar;
            if (first == 0) first = last;
            Gradients<float> gradients = loss.Backward();
            foreach (Parameter<float> parameter in parameters) _ = gradients[parameter].Span;
            foreach (Parameter<float> parameter in parameters)
            {
                ReadOnlySpan<float> gradient = gradients[parameter].Span;
                Span<float> values = parameter.Update();
                for (int i = 0; i < values.Length; i++) values[i] -= 0.01f * gradient[i];
            }
        }, 10);
        Assert.Equal(0, bytes);
        Assert.True(last < first, $"{model}: {first} to {last}");

        float[] Values(int count, float scale) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * scale)];
    }

    private static Shape[] ShapesOf(string model) => model switch
    {
        "multilayer perceptron" => [[5, 16], [16], [16, 16], [16], [16, 1], [1]],
        "convolution network" => [[4, 2, 3, 3], [4, 1, 1], [3, 4, 2, 2], [3, 1, 1], [3, 1]],
        "LSTM" => [[5, 24], [6, 24], [24], [6, 1]],
        "transformer block" => [[8, 8], [8, 8], [8, 8], [8, 8], [8, 16], [16, 8], [8], [8]],
        _ => [[5, 8], [8], [8, 1]],
    };

    private static Variable<float> Loss(Tape<float> tape, string model, Parameter<float>[] w, Dictionary<int, float[]> data)
    {
        switch (model)
        {
            case "multilayer perceptron":
                var x = tape.Constant(data[6 * 4 * 5], [24, 5]);
                var hidden = (x.MatMul(tape.Watch(w[0])) + tape.Watch(w[1])).Relu();
                hidden = (hidden.MatMul(tape.Watch(w[2])) + tape.Watch(w[3])).Gelu();
                return (hidden.MatMul(tape.Watch(w[4])) + tape.Watch(w[5])).Sin().MeanSquaredError(x.Sum([1], keep: true));
            case "convolution network":
                var images = tape.Constant(data[8 * 2 * 64], [8, 2, 8, 8]);
                var features = (images.Convolution(tape.Watch(w[0]), padding: 1) + tape.Watch(w[1])).Relu().MaxPool(2);
                features = (features.Convolution(tape.Watch(w[2])) + tape.Watch(w[3])).Tanh();
                return features.Mean([2, 3]).MatMul(tape.Watch(w[4])).BinaryCrossEntropyWithLogits(images.Mean([1, 2, 3]).Reshape(8, 1) > 0f);
            case "LSTM":
                var sequence = tape.Constant(data[6 * 4 * 5], [6, 4, 5]);
                Variable<float> h = tape.Zeros(4, 6), c = tape.Zeros(4, 6);
                for (int t = 0; t < 6; t++)
                {
                    var gates = sequence.At(0, t).MatMul(tape.Watch(w[0])) + h.MatMul(tape.Watch(w[1])) + tape.Watch(w[2]);
                    c = (gates.Slice(1, ..6).Sigmoid() * c) + (gates.Slice(1, 6..12).Sigmoid() * gates.Slice(1, 12..18).Tanh());
                    h = gates.Slice(1, 18..).Sigmoid() * c.Tanh();
                }

                return h.MatMul(tape.Watch(w[3])).MeanSquaredError(sequence.At(0, 5).Sum([1], keep: true));
            case "transformer block":
                var tokens = tape.Constant(data[6 * 8], [6, 8]);
                var normalized = Normalize(tokens, tape.Watch(w[6]));
                Variable<float> q = Heads(normalized.MatMul(tape.Watch(w[0]))), k = Heads(normalized.MatMul(tape.Watch(w[1]))), v = Heads(normalized.MatMul(tape.Watch(w[2])));
                var attention = (q.MatMul(k.Transpose(1, 2)) * 0.5f).Softmax(-1).MatMul(v);
                var residual = tokens + attention.Transpose(0, 1).Reshape(6, 8).MatMul(tape.Watch(w[3]));
                var output = residual + Normalize(residual, tape.Watch(w[7])).MatMul(tape.Watch(w[4])).Gelu().MatMul(tape.Watch(w[5]));
                return output.MeanSquaredError(tokens.Flip(0));
            default:
                var input = tape.Variable(data[6 * 4 * 5], [24, 5], "input");
                var score = (input.MatMul(tape.Watch(w[0])) + tape.Watch(w[1])).Tanh().MatMul(tape.Watch(w[2]));
                var slope = score.Sum().Backward()[input];
                return (slope.Norm([1]) - 1f).Square().Mean() + score.Square().Mean();
        }

        static Variable<float> Heads(Variable<float> x) => x.Reshape(6, 2, 4).Transpose(0, 1);

        static Variable<float> Normalize(Variable<float> x, Variable<float> gain) =>
            (x - x.Mean([1], keep: true)) / (x.Variance([1], keep: true) + 1e-5f).Sqrt() * (1f + gain);
    }
}
