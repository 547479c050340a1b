namespace Autograd.Training.Tests.Optimizers;

public class AdafactorTests
{
    [Fact]
    public void A_matrix_has_states_by_row_and_by_column_only()
    {
        var optimizer = new Adafactor<float>([new("W", [300, 200]), new("K", [8, 4, 3, 5]), new("b", [7]), new("s", [])]);
        Assert.Equal(
            ["W.rows [300, 1]", "W.columns [1, 200]", "K.rows [8, 4, 3, 1]", "K.columns [8, 4, 1, 5]", "b.square [7]", "s.square []"],
            optimizer.States.Select(state => state.ToString()));
    }

    /// <summary>Of squares that are a product r cᵀ no information is lost, so that in the first step each u is sign(g): RMS(θ) = 2, η = 0.01.</summary>
    [Fact]
    public void The_first_step_is_relative_to_the_size_of_the_parameter()
    {
        var parameter = new Parameter<double>("W", [2, 3], [2, 2, 2, 2, 2, 2]);
        using var tape = new Tape<double>();
        new Adafactor<double>([parameter]).Step(Recording.Gradient(tape, parameter, 1, -2, 3, -5, 10, -15));
        double[] expected = [1.98, 2.02, 1.98, 2.02, 1.98, 2.02];
        for (int i = 0; i < 6; i++) Assert.Equal(expected[i], parameter.Values[i], 1e-14);
    }

    /// <summary>In float the product of a row's and a column's mean, 10⁻⁶⁰, is 0.</summary>
    [Fact]
    public void Rows_and_columns_without_gradient_stay()
    {
        var parameter = new Parameter<float>("W", [2, 2], [1, 2, 3, 4]);
        var optimizer = new Adafactor<float>([parameter]);
        using var tape = new Tape<float>();
        optimizer.Step(Recording.Gradient(tape, parameter, 0, 0, 0, 0));
        Assert.Equal([1, 2, 3, 4], parameter.Values.ToArray());
        optimizer.Step(Recording.Gradient(tape, parameter, 0, 0, 0, 1));
        Assert.Equal([1, 2, 3], parameter.Values[..3].ToArray());
        Assert.True(parameter.Values[3] < 4);
    }
}
