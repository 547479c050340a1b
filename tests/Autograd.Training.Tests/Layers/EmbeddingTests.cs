namespace Autograd.Training.Tests.Layers;

public class EmbeddingTests
{
    [Fact]
    public void Shares_of_one_token_give_its_row()
    {
        var layer = new Embedding<double>(new Parameter<double>("E", [3, 2], [1, 2, 3, 4, 5, 6]));
        using var tape = new Tape<double>();
        Assert.Equal([5, 6, 1, 2], layer.Forward(tape.Indices([2, 0])).ToArray());
        Assert.Equal([5, 6, 1, 2], layer.Forward(tape.Constant([0, 0, 1, 1, 0, 0], [2, 3])).ToArray());
        Assert.Equal([2, 3], layer.Forward(tape.Constant([0.5, 0.5, 0], [3])).ToArray());
        Assert.Equal([2, 1, 2], layer.Forward(tape.Indices([2, 0], [2, 1])).Shape);
    }

    /// <summary>The table is the output layer's weight, too: it gets what both contribute.</summary>
    [Fact]
    public void An_output_layer_can_share_the_table()
    {
        var table = new Parameter<double>("E", [2, 1], [3, 5]);
        var embedding = new Embedding<double>(table);
        var output = new Linear<double>(table, null);
        using var tape = new Tape<double>();
        var logits = output.Forward(embedding.Forward(tape.Indices([1])));
        Assert.Equal([15, 25], logits.ToArray());
        Assert.Equal([5, 5 + 8], logits.Sum().Backward()[table].ToArray());
    }

    [Fact]
    public void Frozen_it_learns_nothing()
    {
        var layer = new Embedding<double>("1", 4, 2, Initializer.Normal(1), new RandomGenerator(1));
        layer.Freeze();
        using var tape = new Tape<double>();
        var factor = tape.Variable(2.0);
        Assert.Equal(new double[8], (factor * layer.Forward(tape.Indices([1, 2]))).Sum().Backward()[layer.Weight].ToArray());
        Assert.Equal("E1 [4, 2]", layer.Weight.ToString());
        Assert.Equal("Embedding 4 → 2", layer.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var layer = new Embedding<double>("", 4, 2, Initializer.Normal(1), new RandomGenerator(1));
        using var tape = new Tape<double>();
        var tokens = tape.Indices([4]);
        var x = tape.Constant([1, 2], [1, 2]);
        Assert.ThrowsAny<ArgumentException>(() => layer.Forward(tokens));
        AssertRefused("Embedding: the input has shape [1, 2]; for a table of shape [4, 2] its last length must be 4, a share of each token.", () => layer.Forward(x));
        Assert.Equal(2, tape.NodeCount);
        AssertRefused("Embedding: the table has shape [3]; it must be a matrix", () => new Embedding<double>(new Parameter<double>("E", [3])));
        AssertRefused("Embedding: the number of tokens is 0; it must be 1 or more.", () => new Embedding<double>("", 0, 2, Initializer.Zeros, new RandomGenerator(1)));
        AssertRefused("Embedding: the length of a row is 0; it must be 1 or more.", () => new Embedding<double>("", 2, 0, Initializer.Zeros, new RandomGenerator(1)));
    }

    private static void AssertRefused(string message, Func<object> action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
