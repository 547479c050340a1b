namespace Autograd.Tests.Operations;

/// <content>Normalizations, attention and what is drawn.</content>
public partial class KinkTests
{
    [Fact]
    public void Normalizations_of_equal_elements_are_0()
    {
        Check(x => x.LayerNorm([0]), [3, 3, 3], [0, 0, 0], [0, 0, 0]);
        Check(x => x.LayerNorm([0], 0), [3, 3], [NaN, NaN], [NaN, NaN]);
        Check(x => x.RmsNorm([0], 0.25), [0, 0], [0, 0], [2, 2]);
        Check(x => x.Reshape(2, 2).BatchNorm(x.Tape.Ones(2), x.Tape.Constant([5.0, 6], [2])), [1, 2, 1, 2], [5, 6, 5, 6], [0, 0, 0, 0]);
    }

    [Fact]
    public void Normalizations_have_mean_0_and_variance_1_over_their_dimensions()
    {
        double[] values = [.. Enumerable.Range(0, 48).Select(i => Math.Sin(i * i) + (i % 5))];
        using var tape = new Tape<double>();
        var x = tape.Variable(values, [2, 4, 3, 2], "x");
        Normal(x.LayerNorm([-1, -2, -3], 0), [1, 2, 3]);
        Normal(x.BatchNorm(tape.Ones(4), tape.Zeros(4), 0), [0, 2, 3]);
        Normal(x.InstanceNorm(epsilon: 0), [2, 3]);
        Normal(x.GroupNorm(2, epsilon: 0).Reshape(2, 2, 12), [2]);
        Same(tape.Ones(2, 4, 3).ToArray(), x.RmsNorm([3], 0).Square().Mean(3).ToArray(), 1e-14);

        static void Normal(Variable<double> y, int[] dimensions)
        {
            Assert.All(y.Mean(dimensions).ToArray(), mean => Assert.Equal(0, mean, 1e-14));
            Assert.All(y.Variance(dimensions).ToArray(), variance => Assert.Equal(1, variance, 1e-14));
        }
    }

    [Fact]
    public void Scales_and_shifts_are_those_of_their_channels()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 3, 10, 30, 2, 4, 0, 20], [2, 2, 2], "x"), scale = tape.Constant([2.0, 3], [2]), shift = tape.Constant([5.0, 7], [2]);
        Same([3, 7, 4, 10, 3, 7, 4, 10], x.InstanceNorm(scale, shift, 0).ToArray(), 1e-14);
        Same([3, 7, 4, 10, 3, 7, 4, 10], x.GroupNorm(2, scale, shift, 0).ToArray(), 1e-14);
        Same([1, 5, 22, 82, 3, 7, -8, 52], x.BatchNorm(scale, shift, tape.Constant([3.0, 5], [2]), tape.Ones(2), 0).ToArray(), 1e-14);
        Same([3, 7, 3, 7], x.Slice(1, 0, 1).LayerNorm(tape.Constant([2.0, 2], [2]), tape.Constant([5.0, 5], [2]), 0).ToArray(), 1e-14);
    }

    [Fact]
    public void A_query_that_may_look_at_no_key_gets_0_with_gradient_0()
    {
        using var tape = new Tape<double>();
        Variable<double> q = tape.Variable([1.0, 2, 3, 4], [2, 2], "q"), k = tape.Variable([1.0, 0, 0, 1], [2, 2], "k"), v = tape.Variable([1.0, 2], [2, 1], "v");
        var y = q.ScaledDotProductAttention(k, v, tape.Constant([0.0, 0, 1, 0], [2, 2]));
        Same([0, 1], y.ToArray());
        Gradients<double> gradients = y.Sum().Backward();
        Same([0, 0, 0, 0], gradients[q].ToArray());
        Same([0, 0, 0, 0], gradients[k].ToArray());
        Same([1, 0], gradients[v].ToArray());
    }

    [Fact]
    public void A_straight_through_estimate_has_the_value_of_one_and_the_slope_of_the_other()
    {
        Check(x => x.StraightThrough(x.Round()), [0.4, 1.7, 1e17, Inf], [0, 2, 1e17, Inf], [1, 1, 1, 1]);
        Check((x, v) => (2 * x).StraightThrough(v), [1, 2], [5, 6], [5, 6], [2, 2], [0, 0]);
    }

    [Fact]
    public void A_share_of_1_drops_everything() => Check(x => x.Dropout(1, 3), [1, 2, -3], [0, 0, -0.0], [0, 0, 0]);
}
