namespace Autograd.Training.Tests.Layers.Sequences;

public class PositionsTests
{
    [Fact]
    public void Sinusoidal_positions_are_waves()
    {
        using var tape = new Tape<double>();
        var y = new SinusoidalPositions<double>(10, 3).Forward(tape.Full([2, 4, 3], 100));
        Assert.Equal([2, 4, 3], y.Shape);
        double[] expected = [100 + Math.Sin(3), 100 + Math.Cos(3), 100 + Math.Sin(3 * Math.Pow(10000, -2 / 3.0))];
        Assert.Equal(expected, y.At(1, 3).At(0, 1).ToArray(), (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal([100, 101, 100], y.At(1, 0).At(0, 0).ToArray());
        Assert.Empty(new SinusoidalPositions<double>(10, 3).Tensors);
    }

    [Fact]
    public void Learned_positions_learn()
    {
        var layer = new LearnedPositions<double>("p", 10, 3, new RandomGenerator(1));
        using var tape = new Tape<double>();
        var y = layer.Forward(tape.Zeros(2, 4, 3));
        Assert.Equal(layer.Weight.Values[..12].ToArray(), y.At(0, 1).ToArray());
        double[] gradient = y.Sum().Backward()[layer.Weight].ToArray();
        Assert.Equal([.. Enumerable.Repeat(2.0, 12), .. Enumerable.Repeat(0.0, 18)], gradient);
        Assert.Equal("weight", Assert.Single(layer.Tensors).Path);
        Assert.Equal("Ep [10, 3]", layer.Weight.ToString());
        Assert.InRange(Math.Sqrt(layer.Weight.Values.ToArray().Average(value => value * value)), 0.01, 0.03);
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Training_allocates_nothing(EvaluationMode evaluation) => Assert.Equal(
        0, SteadyState.Bytes(new Sequential<float>(new SinusoidalPositions<float>(6, 8), new LearnedPositions<float>("p", 6, 8, new RandomGenerator(1))), [2, 5, 8], evaluation));

    [Fact]
    public void Bad_input_is_refused()
    {
        var random = new RandomGenerator(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidalPositions<float>(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidalPositions<float>(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearnedPositions<float>("p", 0, 3, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearnedPositions<float>("p", 4, 0, random));
        using var tape = new Tape<float>();
        Variable<float> tooLong = tape.Zeros(5, 3), other = tape.Zeros(4, 2);
        foreach (var layer in (Layer<float>[])[new SinusoidalPositions<float>(4, 3), new LearnedPositions<float>("p", 4, 3, random)])
        {
            string name = layer.ToString().Split(' ')[0];
            var error = Assert.Throws<ArgumentException>(() => layer.Forward(tooLong));
            Assert.StartsWith($"{name}: the input of shape [5, 3] has 5 positions; there are 4. Make the layer for longer sequences.", error.Message, StringComparison.Ordinal);
            error = Assert.Throws<ArgumentException>(() => layer.Forward(other));
            Assert.StartsWith($"{name}: the input has shape [4, 2]; it must be [..., positions, 3].", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, tape.NodeCount);
    }
}
