namespace Autograd.Training.Tests.Layers.Sequences;

public class TransformerBlockTests
{
    [Theory]
    [InlineData("block.first", 6, 2, 9, "Relu", true, false, EvaluationMode.Eager)]
    [InlineData("block.after", 4, 1, 8, "Gelu", false, true, EvaluationMode.Eager)]
    [InlineData("block.causal", 8, 4, 5, "Gelu", true, true, EvaluationMode.Eager)]
    [InlineData("block.causal", 8, 4, 5, "Gelu", true, true, EvaluationMode.Deferred)]
    public void It_equals_PyTorch(string name, int features, int heads, int hidden, string activation, bool normalizesFirst, bool isCausal, EvaluationMode evaluation)
    {
        var expected = new ExpectedCase(name);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        var x = expected.Input(tape, "x");
        var function = activation == "Relu" ? ActivationLayer<double>.Relu : ActivationLayer<double>.Gelu;
        var layer = expected.Set(new TransformerBlock<double>("0", features, heads, hidden, function, new RandomGenerator(1), normalizesFirst, isCausal));
        expected.Verify(layer, [x], ("y", layer.Forward(x)));
    }

    [Fact]
    public void Paths_tell_the_parts()
    {
        var blocks = new Sequential<float>(new TransformerBlock<float>("0", 4, 2, 8, ActivationLayer<float>.Gelu, new RandomGenerator(1), isCausal: true));
        Assert.Equal(
            [
                "0.attention.query.weight", "0.attention.query.bias", "0.attention.key.weight", "0.attention.key.bias", "0.attention.value.weight", "0.attention.value.bias",
                "0.attention.output.weight", "0.attention.output.bias", "0.attentionNorm.weight", "0.attentionNorm.bias", "0.expand.weight", "0.expand.bias", "0.contract.weight",
                "0.contract.bias", "0.feedForwardNorm.weight", "0.feedForwardNorm.bias",
            ],
            blocks.Tensors.Select(tensor => tensor.Path));
        Assert.Equal(16, blocks.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        Assert.Equal("TransformerBlock 4, 2 heads, 8 hidden, Gelu, causal", blocks.ToString());
    }

    /// <summary>What may not be looked at does not matter.</summary>
    [Fact]
    public void A_mask_hides_positions()
    {
        var block = new TransformerBlock<double>("0", 4, 2, 8, ActivationLayer<double>.Gelu, new RandomGenerator(1));
        using var tape = new Tape<double>();
        var x = tape.Normal([2, 3, 4], new RandomGenerator(2));
        var mask = tape.Constant([1, 1, 0], [3]);
        var other = tape.Concatenate(1, x.Slice(1, 0, 2), tape.Normal([2, 1, 4], new RandomGenerator(3)));
        Assert.Equal(block.Forward(x, Pass.Inference, mask).Slice(1, 0, 2).ToArray(), block.Forward(other, Pass.Inference, mask).Slice(1, 0, 2).ToArray());
        Assert.NotEqual(block.Forward(x).Slice(1, 0, 2).ToArray(), block.Forward(other).Slice(1, 0, 2).ToArray());
    }

    [Fact]
    public void Dropout_follows_from_the_pass()
    {
        var block = new TransformerBlock<double>("0", 4, 2, 8, ActivationLayer<double>.Gelu, new RandomGenerator(1), dropout: 0.5);
        using var tape = new Tape<double>();
        var x = tape.Normal([2, 3, 4], new RandomGenerator(2));
        double[] first = block.Forward(x, Pass.Training(1)).ToArray();
        Assert.Equal(first, block.Forward(x, Pass.Training(1)).ToArray());
        Assert.NotEqual(first, block.Forward(x, Pass.Training(2)).ToArray());
        Assert.Equal(block.Forward(x, Pass.Inference).ToArray(), new TransformerBlock<double>("0", 4, 2, 8, ActivationLayer<double>.Gelu, new RandomGenerator(1)).Forward(x).ToArray());
        Assert.StartsWith("TransformerBlock: it computes", Assert.Throws<InvalidOperationException>(() => block.Forward(x)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, true)]
    [InlineData(EvaluationMode.Eager, false)]
    public void Training_allocates_nothing(EvaluationMode evaluation, bool normalizesFirst) => Assert.Equal(
        0,
        SteadyState.Bytes(new TransformerBlock<float>("0", 8, 2, 16, ActivationLayer<float>.Gelu, new RandomGenerator(1), normalizesFirst, dropout: 0.1), [2, 5, 8], evaluation));

    [Fact]
    public void Bad_input_is_refused()
    {
        var random = new RandomGenerator(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerBlock<float>("0", 4, 2, 0, ActivationLayer<float>.Gelu, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerBlock<float>("0", 4, 2, 8, ActivationLayer<float>.Gelu, random, dropout: double.NaN));
        var block = new TransformerBlock<float>("0", 4, 2, 8, ActivationLayer<float>.Gelu, random);
        using var tape = new Tape<float>();
        var x = tape.Zeros(2, 3);
        var error = Assert.Throws<ArgumentException>(() => block.Forward(x));
        Assert.StartsWith("TransformerBlock: the input has shape [2, 3]; it must be [..., positions, 4].", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, tape.NodeCount);
    }
}
