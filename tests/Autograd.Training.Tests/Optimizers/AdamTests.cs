namespace Autograd.Training.Tests.Optimizers;

public class AdamTests
{
    /// <summary>
    /// θ = 1, η = 0.1, β₁ = 0.9, β₂ = 0.99, ε = 0.5, gradients 2, −1, 0.5:
    /// m = 0.2, m̂ = 0.2/0.1 = 2; v = 0.04, v̂ = 0.04/0.01 = 4; θ = 1 − 0.1·2/(2 + 0.5) = 0.92;
    /// m = 0.18 − 0.1 = 0.08, over 1 − 0.81 = 0.19; v = 0.0396 + 0.01 = 0.0496, over 1 − 0.9801 = 0.0199;
    /// m = 0.072 + 0.05 = 0.122, over 1 − 0.729 = 0.271; v = 0.049104 + 0.0025 = 0.051604, over 1 − 0.970299 = 0.029701.
    /// </summary>
    [Fact]
    public void Three_steps_worked_by_hand()
    {
        double second = 0.92 - (0.1 * (0.08 / 0.19) / (Math.Sqrt(0.0496 / 0.0199) + 0.5));
        double third = second - (0.1 * (0.122 / 0.271) / (Math.Sqrt(0.051604 / 0.029701) + 0.5));
        var parameter = new Parameter<double>("θ", [1], [1]);
        var optimizer = new Adam<double>([parameter], learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0.5);
        using var tape = new Tape<double>();
        foreach (var (gradient, expected) in new[] { (2.0, 0.92), (-1.0, second), (0.5, third) })
        {
            optimizer.Step(Recording.Gradient(tape, parameter, gradient));
            Assert.Equal(expected, parameter.Values[0], 1e-14);
        }
    }

    /// <summary>As above with λ = 0.25: θ = 1 − 0.1 (0.8 + 0.25·1) = 0.895, then 0.895 − 0.1 (move + 0.25·0.895).</summary>
    [Fact]
    public void Two_steps_with_decoupled_weight_decay_worked_by_hand()
    {
        double second = 0.895 - (0.1 * ((0.08 / 0.19 / (Math.Sqrt(0.0496 / 0.0199) + 0.5)) + (0.25 * 0.895)));
        var parameter = new Parameter<double>("θ", [1], [1]);
        var optimizer = new AdamW<double>([parameter], learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0.5, weightDecay: 0.25);
        using var tape = new Tape<double>();
        foreach (var (gradient, expected) in new[] { (2.0, 0.895), (-1.0, second) })
        {
            optimizer.Step(Recording.Gradient(tape, parameter, gradient));
            Assert.Equal(expected, parameter.Values[0], 1e-14);
        }
    }

    /// <summary>The bias corrections make the first step η sign(g), whatever the size of the gradient.</summary>
    [Fact]
    public void The_first_step_is_as_long_as_the_learning_rate()
    {
        var parameter = new Parameter<float>("θ", [3]);
        var optimizer = new Adam<float>([parameter], learningRate: 0.01);
        using var tape = new Tape<float>();
        optimizer.Step(Recording.Gradient(tape, parameter, 1000, -1, 0.001f));
        float[] expected = [-0.01f, 0.01f, -0.01f];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], parameter.Values[i], 2e-7f);
    }

    [Fact]
    public void An_element_without_gradient_stays()
    {
        var parameter = new Parameter<double>("θ", [2], [1, 1]);
        var optimizer = new Adam<double>([parameter]);
        using var tape = new Tape<double>();
        optimizer.Step(Recording.Gradient(tape, parameter, 0, 5));
        Assert.Equal(1, parameter.Values[0]);
        Assert.NotEqual(1, parameter.Values[1]);
    }

    [Theory]
    [InlineData(-1, 0.9, 0.9, 1e-8, 0, "learning rate is -1")]
    [InlineData(0.1, 1, 0.9, 1e-8, 0, "beta1 is 1")]
    [InlineData(0.1, 0.9, -0.1, 1e-8, 0, "beta2 is -0.1")]
    [InlineData(0.1, 0.9, 0.9, 0, 0, "epsilon is 0")]
    [InlineData(0.1, 0.9, 0.9, 1e-8, -2, "weight decay is -2")]
    public void Numbers_out_of_range_are_refused(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, string complaint)
    {
        Parameter<double>[] parameters = [new("θ", [1])];
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Adam<double>(parameters, learningRate, beta1, beta2, epsilon, weightDecay));
        Assert.StartsWith($"Adam: the {complaint}; it must be ", error.Message, StringComparison.Ordinal);
    }
}
