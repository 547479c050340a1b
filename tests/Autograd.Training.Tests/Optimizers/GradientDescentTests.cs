namespace Autograd.Training.Tests.Optimizers;

public class GradientDescentTests
{
    [Fact]
    public void A_plain_step_subtracts_the_gradient_times_the_learning_rate()
    {
        var parameter = new Parameter<double>("θ", [2], [1, -2]);
        var optimizer = new GradientDescent<double>([parameter], learningRate: 0.5);
        using var tape = new Tape<double>();
        optimizer.Step(Recording.Gradient(tape, parameter, 3, -1));
        Assert.Equal([-0.5, -1.5], parameter.Values.ToArray());
        Assert.Equal(1, optimizer.StepCount);
        Assert.Equal(1, parameter.Version);
    }

    /// <summary>
    /// θ = 1, η = 0.1, μ = 0.5, λ = 0.1, gradients 2, 1, −3:
    /// v = 0.5·0 + (2 + 0.1·1) = 2.1, θ = 1 − 0.21 = 0.79;
    /// v = 0.5·2.1 + (1 + 0.079) = 2.129, θ = 0.79 − 0.2129 = 0.5771;
    /// v = 0.5·2.129 + (−3 + 0.05771) = −1.87779, θ = 0.5771 + 0.187779 = 0.764879.
    /// </summary>
    [Fact]
    public void Three_steps_with_momentum_and_weight_decay_worked_by_hand()
    {
        var parameter = new Parameter<double>("θ", [1], [1]);
        var optimizer = new GradientDescent<double>([parameter], learningRate: 0.1, momentum: 0.5, weightDecay: 0.1);
        using var tape = new Tape<double>();
        foreach (var (gradient, expected) in new[] { (2.0, 0.79), (1.0, 0.5771), (-3.0, 0.764879) })
        {
            optimizer.Step(Recording.Gradient(tape, parameter, gradient));
            Assert.Equal(expected, parameter.Values[0], 1e-15);
        }
    }

    [Fact]
    public void A_changed_learning_rate_acts_at_once()
    {
        var parameter = new Parameter<double>("θ", [1], [0]);
        var optimizer = new GradientDescent<double>([parameter], learningRate: 1, momentum: 0.5);
        using var tape = new Tape<double>();
        optimizer.Step(Recording.Gradient(tape, parameter, 4));
        optimizer.LearningRate = 0;
        optimizer.Step(Recording.Gradient(tape, parameter, 4));
        Assert.Equal(-4, parameter.Values[0]);
        optimizer.LearningRate = 0.125;
        optimizer.Step(Recording.Gradient(tape, parameter, 1));
        Assert.Equal(-4.5, parameter.Values[0]); // v = 4, 6, 4
    }

    [Theory]
    [InlineData(-1, 0, 0, "learning rate is -1")]
    [InlineData(double.NaN, 0, 0, "learning rate is NaN")]
    [InlineData(0.1, 1, 0, "momentum is 1")]
    [InlineData(0.1, -0.5, 0, "momentum is -0.5")]
    [InlineData(0.1, double.NaN, 0, "momentum is NaN")]
    [InlineData(0.1, 0, -1, "weight decay is -1")]
    [InlineData(0.1, 0, double.PositiveInfinity, "weight decay is Infinity")]
    public void Numbers_out_of_range_are_refused(double learningRate, double momentum, double weightDecay, string complaint)
    {
        Parameter<double>[] parameters = [new("θ", [1])];
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescent<double>(parameters, learningRate, momentum, weightDecay));
        Assert.StartsWith($"GradientDescent: the {complaint}; it must be ", error.Message, StringComparison.Ordinal);
    }
}
