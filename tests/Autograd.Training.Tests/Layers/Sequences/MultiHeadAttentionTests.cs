namespace Autograd.Training.Tests.Layers.Sequences;

public class MultiHeadAttentionTests
{
    [Theory]
    [InlineData("attention.self", 6, 3, false, EvaluationMode.Eager)]
    [InlineData("attention.self", 6, 3, false, EvaluationMode.Deferred)]
    [InlineData("attention.causal", 8, 2, true, EvaluationMode.Eager)]
    [InlineData("attention.cross", 4, 1, false, EvaluationMode.Eager)]
    public void It_equals_PyTorch(string name, int features, int heads, bool isCausal, EvaluationMode evaluation)
    {
        var expected = new ExpectedCase(name);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double> x = expected.Input(tape, "x"), memory = expected.Input(tape, "memory"), mask = expected.Input(tape, "mask");
        int? memoryFeatures = memory.Equals(default) ? null : memory.Shape[^1];
        var layer = expected.Set(new MultiHeadAttention<double>("a", features, heads, new RandomGenerator(1), isCausal, memoryFeatures: memoryFeatures));
        var y = memory.Equals(default) ? layer.Forward(x) : layer.Forward(x, memory, Pass.Inference, mask);
        expected.Verify(layer, [x, memory], ("y", y));
    }

    [Fact]
    public void Paths_and_names_tell_the_projections()
    {
        var layer = new MultiHeadAttention<float>("1", 4, 2, new RandomGenerator(1), isCausal: true);
        Assert.Equal(
            ["query.weight", "query.bias", "key.weight", "key.bias", "value.weight", "value.bias", "output.weight", "output.bias"],
            layer.Tensors.Select(tensor => tensor.Path));
        Assert.Equal(["W1.query", "b1.query"], layer.Parameters.Take(2).Select(parameter => parameter.Name));
        Assert.Equal("MultiHeadAttention 4, 2 heads, causal", layer.ToString());
    }

    /// <summary>Attention knows no order; turned by their positions, queries and keys tell how far they are apart.</summary>
    [Fact]
    public void Rotary_positions_tell_an_order_apart()
    {
        var plain = new MultiHeadAttention<double>("a", 8, 2, new RandomGenerator(1));
        var rotary = new MultiHeadAttention<double>("a", 8, 2, new RandomGenerator(1), isRotary: true);
        using var tape = new Tape<double>();
        var x = tape.Normal([1, 3, 8], new RandomGenerator(2));
        var flipped = x.Flip(1);
        Assert.Equal(plain.Forward(x).At(1, 0).ToArray(), plain.Forward(flipped).At(1, 2).ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.NotEqual(rotary.Forward(x).At(1, 0).ToArray(), rotary.Forward(flipped).At(1, 2).ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Dropout_follows_from_the_pass()
    {
        var layer = new MultiHeadAttention<double>("a", 4, 2, new RandomGenerator(1), dropout: 0.5);
        using var tape = new Tape<double>();
        var x = tape.Normal([2, 6, 4], new RandomGenerator(2));
        double[] first = layer.Forward(x, Pass.Training(1)).ToArray();
        Assert.Equal(first, layer.Forward(x, Pass.Training(1)).ToArray());
        Assert.NotEqual(first, layer.Forward(x, Pass.Training(2)).ToArray());
        Assert.Equal(layer.Forward(x, Pass.Inference).ToArray(), new MultiHeadAttention<double>("a", 4, 2, new RandomGenerator(1)).Forward(x).ToArray());
        var error = Assert.Throws<InvalidOperationException>(() => layer.Forward(x));
        Assert.StartsWith("MultiHeadAttention: it computes something else in training", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Training_allocates_nothing(EvaluationMode evaluation) =>
        Assert.Equal(0, SteadyState.Bytes(new MultiHeadAttention<float>("a", 8, 2, new RandomGenerator(1), isCausal: true, dropout: 0.1, isRotary: true), [2, 5, 8], evaluation));

    [Fact]
    public void Bad_input_is_refused_before_anything_is_recorded()
    {
        var random = new RandomGenerator(1);
        Refused<ArgumentException>(() => new MultiHeadAttention<float>("a", 10, 3, random), "MultiHeadAttention: 10 features cannot be divided among 3 heads;");
        Refused<ArgumentException>(() => new MultiHeadAttention<float>("a", 6, 2, random, isRotary: true), "MultiHeadAttention: a head has 3 features;");
        Refused<ArgumentOutOfRangeException>(() => new MultiHeadAttention<float>("a", 0, 3, random), "MultiHeadAttention: the number of features is 0;");
        Refused<ArgumentOutOfRangeException>(() => new MultiHeadAttention<float>("a", 4, 0, random), "MultiHeadAttention: the number of heads is 0;");
        Refused<ArgumentOutOfRangeException>(() => new MultiHeadAttention<float>("a", 4, 2, random, dropout: 1), "MultiHeadAttention: the dropout is 1;");
        Refused<ArgumentOutOfRangeException>(() => new MultiHeadAttention<float>("a", 4, 2, random, memoryFeatures: 0), "MultiHeadAttention: the number of features of the memory is 0;");
        var layer = new MultiHeadAttention<float>("a", 4, 2, random, memoryFeatures: 3);
        using var tape = new Tape<float>();
        Variable<float> x = tape.Zeros(2, 5, 4), memory = tape.Zeros(2, 6, 4);
        Refused<ArgumentException>(() => layer.Forward(tape.Constant([1f, 2, 3, 4])), "MultiHeadAttention: the input has shape [4]; it must be [..., positions, 4].");
        Refused<ArgumentException>(() => layer.Forward(x, memory, Pass.Inference), "MultiHeadAttention: the memory has shape [2, 6, 4]; it must be [..., positions, 3].");
        Assert.Equal(3, tape.NodeCount);

        using var other = new Tape<float>();
        Variable<float> elsewhere = other.Zeros(2, 6, 3);
        Refused<ArgumentException>(() => layer.Forward(x, elsewhere, Pass.Inference), "MultiHeadAttention: the operands belong to different tapes.");
        Assert.Equal((3, 1), (tape.NodeCount, other.NodeCount));
    }

    private static void Refused<TException>(Func<object?> action, string message)
        where TException : Exception => Assert.StartsWith(message, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);
}
