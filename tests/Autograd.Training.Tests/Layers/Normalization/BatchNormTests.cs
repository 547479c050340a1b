namespace Autograd.Training.Tests.Layers.Normalization;

public class BatchNormTests
{
    [Fact]
    public void A_new_layer_scales_by_one_and_keeps_mean_0_and_variance_1()
    {
        var layer = new BatchNorm<double>("1", 2);
        Assert.Equal(["scale1 [2]", "shift1 [2]"], layer.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(["weight", "bias", "mean", "variance"], layer.Tensors.Select(tensor => tensor.Path));
        Assert.Equal([false, false, true, true], layer.Tensors.Select(tensor => tensor.IsBuffer));
        using var tape = new Tape<double>();
        double[] x = [4, -2, 0, 1];
        double[] y = layer.Forward(tape.Constant(x, [2, 2]), Pass.Inference).ToArray();
        for (int i = 0; i < 4; i++) Assert.Equal(x[i] / Math.Sqrt(1 + 1e-5), y[i], 1e-14);
        Assert.Equal("BatchNorm 2", layer.ToString());
    }

    /// <summary>The second use goes on from what the first made of the running numbers.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Used_twice_in_one_pass_it_counts_both(EvaluationMode evaluation)
    {
        var layer = new BatchNorm<double>("", 1, momentum: 0.25);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            layer.Forward(tape.Constant([1, 3], [2, 1]), Pass.Training(0));
            layer.Forward(tape.Constant([5, 11], [2, 1]), Pass.Training(0));
            tape.Update();
        }

        double mean = 0, variance = 1;
        for (int step = 0; step < 2; step++)
        {
            (mean, variance) = ((0.75 * mean) + (0.25 * 2), (0.75 * variance) + (0.25 * 2));
            (mean, variance) = ((0.75 * mean) + (0.25 * 8), (0.75 * variance) + (0.25 * 18));
        }

        Assert.Equal(mean, layer.Mean.Values[0], 1e-14);
        Assert.Equal(variance, layer.Variance.Values[0], 1e-14);
    }

    [Theory]
    [InlineData(6, 2)]
    [InlineData(3, 2, 5)]
    [InlineData(2, 2, 3, 4)]
    public void In_training_it_has_the_bits_of_the_operation(params int[] lengths)
    {
        var random = new RandomGenerator(1);
        var layer = new BatchNorm<float>("", 2);
        layer.Scale.Initialize(Initializer.Normal(1), random);
        layer.Shift.Initialize(Initializer.Normal(1), random);
        using var tape = new Tape<float>();
        var x = tape.Normal(lengths, random);
        Assert.Equal(x.BatchNorm(tape.Watch(layer.Scale), tape.Watch(layer.Shift)).ToArray(), layer.Forward(x, Pass.Training(0)).ToArray());
    }

    [Fact]
    public void Without_an_update_and_in_inference_nothing_is_remembered()
    {
        var layer = new BatchNorm<double>("", 1);
        using var tape = new Tape<double>();
        layer.Forward(tape.Constant([1, 3], [2, 1]), Pass.Training(0));
        tape.Reset();
        layer.Forward(tape.Constant([1, 3], [2, 1]), Pass.Inference);
        tape.Update();
        Assert.Equal((0, 1), (layer.Mean.Values[0], layer.Variance.Values[0]));
    }

    /// <summary>A frozen layer is the same function in training: it computes by its running numbers, and leaves them.</summary>
    [Fact]
    public void Frozen_it_infers()
    {
        var layer = new BatchNorm<double>("", 1, epsilon: 0);
        layer.Freeze();
        using var tape = new Tape<double>();
        var x = tape.Variable([1, 3], [2, 1]);
        var y = layer.Forward(x, Pass.Training(0));
        var gradients = y.Sum().Backward();
        Assert.Equal([1, 3], y.ToArray());
        Assert.Equal([1, 1], gradients[x].ToArray());
        Assert.Equal([0], gradients[layer.Scale].ToArray());
        tape.Update();
        Assert.Equal((0, 1), (layer.Mean.Values[0], layer.Variance.Values[0]));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_leaves_the_tape_as_it_was()
    {
        var layer = new BatchNorm<double>("", 2);
        using var tape = new Tape<double>();
        var one = tape.Constant([1, 2], [1, 2]);
        AssertRefused("BatchNorm: the input has shape [1, 2], with one element of each channel or none; in training", () => layer.Forward(one, Pass.Training(0)));
        Assert.Equal(1, tape.NodeCount);
        Assert.Equal([1, 2], layer.Forward(one, Pass.Inference).Shape);
        AssertRefused("BatchNorm: the input has shape [2, 3]; it must be [examples, 2, ...lengths].", () => layer.Forward(tape.Constant(new double[6], [2, 3]), Pass.Training(0)));
        AssertRefused("BatchNorm: the input has shape [2]; it must be", () => layer.Forward(tape.Constant(new double[2]), Pass.Inference));
        AssertRefused("BatchNorm: the number of channels is 0; it must be 1 or more.", () => new BatchNorm<double>("", 0));
        AssertRefused("BatchNorm: the momentum is 1.5; it must be from 0 to 1.", () => new BatchNorm<double>("", 1, momentum: 1.5));
        AssertRefused("BatchNorm: the epsilon is -1; it must be a finite number, 0 or more.", () => new BatchNorm<double>("", 1, epsilon: -1));
        var error = Assert.Throws<InvalidOperationException>(() => layer.Forward(one));
        Assert.StartsWith("BatchNorm: it computes something else in training than in inference.", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string message, Func<object> action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
