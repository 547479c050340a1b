namespace Autograd.Training.Tests.Optimizers;

public class MuonTests
{
    /// <summary>A step is nearly orthogonal, however large the gradient, tall or wide: its singular values, over η √max(1, m/n), lie about 1.</summary>
    [Theory]
    [InlineData(5, 3, 1e-3)]
    [InlineData(5, 3, 1e6)]
    [InlineData(3, 5, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(1, 6, 1)]
    public void A_step_goes_equally_far_in_all_directions(int rows, int columns, double size)
    {
        var random = new RandomGenerator(3);
        var parameter = new Parameter<double>("W", [rows, columns]);
        var optimizer = new Muon<double>([parameter], learningRate: 1);
        using var tape = new Tape<double>();
        optimizer.Step(Recording.Gradient(tape, parameter, [.. Enumerable.Range(0, rows * columns).Select(_ => size * random.NextNormal())]));
        tape.Reset();
        double[] values = tape.Watch(parameter).SingularValues().ToArray();
        Assert.All(values, value => Assert.InRange(value / Math.Sqrt(Math.Max(1, rows / (double)columns)), 0.6, 1.3));
    }

    [Fact]
    public void A_kernel_is_a_matrix_of_as_many_rows_as_outputs()
    {
        var random = new RandomGenerator(3);
        double[] gradient = [.. Enumerable.Range(0, 36).Select(_ => random.NextNormal())];
        Parameter<double> kernel = new("K", [4, 1, 3, 3]), matrix = new("W", [4, 9]);
        using var tape = new Tape<double>();
        foreach (Parameter<double> parameter in (Parameter<double>[])[kernel, matrix])
        {
            var optimizer = new Muon<double>([parameter]);
            for (int step = 0; step < 3; step++) optimizer.Step(Recording.Gradient(tape, parameter, gradient));
        }

        Assert.Equal(matrix.Values.ToArray(), kernel.Values.ToArray());
        Assert.NotEqual(0, matrix.Values[0]);
    }
}
