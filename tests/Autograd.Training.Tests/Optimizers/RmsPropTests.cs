namespace Autograd.Training.Tests.Optimizers;

public class RmsPropTests
{
    /// <summary>θ = 1, η = 0.1, ρ = 0.75, ε = 0.5, gradients 2, −1: v = 1, θ = 1 − 0.2/1.5; v = 0.75 + 0.25, θ + 0.1/1.5.</summary>
    [Fact]
    public void Two_steps_worked_by_hand()
    {
        var parameter = new Parameter<double>("θ", [1], [1]);
        var optimizer = new RmsProp<double>([parameter], learningRate: 0.1, decay: 0.75, epsilon: 0.5);
        using var tape = new Tape<double>();
        optimizer.Step(Recording.Gradient(tape, parameter, 2));
        optimizer.Step(Recording.Gradient(tape, parameter, -1));
        Assert.Equal(1 - (0.1 / 1.5), parameter.Values[0], 1e-15);
    }

    /// <summary>Of a gradient that stays the same the variance goes to 0, and by rounding below it for some: the root of that is NaN.</summary>
    [Fact]
    public void Centered_it_bears_a_variance_that_rounding_took_below_zero()
    {
        var parameter = new Parameter<float>("θ", [50]);
        float[] gradient = [.. Enumerable.Range(1, 50).Select(i => 0.37f * i)];
        var optimizer = new RmsProp<float>([parameter], decay: 0.5, centered: true);
        using var tape = new Tape<float>();
        bool wasBelow = false;
        for (int step = 0; step < 60; step++)
        {
            optimizer.Step(Recording.Gradient(tape, parameter, gradient));
            for (int i = 0; i < 50; i++) wasBelow |= optimizer.States[0].Values[i] < optimizer.States[1].Values[i] * optimizer.States[1].Values[i];
        }

        Assert.True(wasBelow);
        Assert.All(parameter.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }
}
