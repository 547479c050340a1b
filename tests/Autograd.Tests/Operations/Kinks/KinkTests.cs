namespace Autograd.Tests.Operations;

/// <summary>
/// The contract at kinks, singularities and NaN: one test for each row of the table that the documentation of the operations repeats.
/// Where a slope is infinite, a cotangent of 0 still contributes 0.
/// </summary>
public partial class KinkTests
{
    private const double Inf = double.PositiveInfinity, NaN = double.NaN;

    [Fact]
    public void Abs_at_0() => Check(x => x.Abs(), [0, -2, 3, NaN], [0, 2, 3, NaN], [0, -1, 1, NaN]);

    [Fact]
    public void Relu_at_0() => Check(x => x.Relu(), [0, -2, 3], [0, 0, 3], [0, 0, 1]);

    [Fact]
    public void LeakyRelu_at_0_has_the_slope_below() => Check(x => x.LeakyRelu(0.1), [0, -2, 3], [0, -0.2, 3], [0.1, 0.1, 1]);

    [Fact]
    public void Elu_at_0_has_slope_1_and_does_not_overflow() =>
        Check(x => x.Elu(1), [0, -1000, 1000, -1], [0, -1, 1000, Math.Exp(-1) - 1], [1, 0, 1, Math.Exp(-1)]);

    [Fact]
    public void Clamp_passes_the_cotangent_at_its_bounds() => Check(x => x.Clamp(-1, 1), [-1, 1, -1.5, 1.5, 0, NaN], [-1, 1, -1, 1, 0, NaN], [1, 1, 0, 0, 1, 0]);

    [Fact]
    public void Clamp_between_equal_bounds_is_constant() => Check(x => x.Clamp(1, 1) + (0 * x), [0, 1, 2], [1, 1, 1], [0, 0, 0]);

    [Fact]
    public void Sign_floor_ceiling_and_round_pass_no_cotangent()
    {
        Check(x => (x.Sign() + x.Floor() + x.Ceiling() + x.Round()) + x, [0.5, -0.5, 2], [1 + 0 + 1 + 0 + 0.5, -1 - 1 + 0 + 0 - 0.5, 1 + 2 + 2 + 2 + 2], [1, 1, 1]);
        using var tape = new Tape<double>();
        Assert.StartsWith("Backward: the output (", Assert.Throws<InvalidOperationException>(() => (tape.Variable(1.0) > 0).Backward()).Message);
    }

    [Fact]
    public void Maximum_shares_a_tie_and_gives_a_NaN_its_cotangent() => Check(
        (a, b) => a.Maximum(b), [1, 2, 3, NaN, 1, NaN], [1, 3, 2, 1, NaN, NaN], [1, 3, 3, NaN, NaN, NaN], [0.5, 0, 1, 1, 0, 0.5], [0.5, 1, 0, 0, 1, 0.5]);

    [Fact]
    public void Minimum_shares_a_tie_and_gives_a_NaN_its_cotangent() => Check(
        (a, b) => a.Minimum(b), [1, 2, 3, NaN, 1, NaN], [1, 3, 2, 1, NaN, NaN], [1, 2, 2, NaN, NaN, NaN], [0.5, 1, 0, 1, 0, 0.5], [0.5, 0, 1, 0, 1, 0.5]);

    [Fact]
    public void Max_shares_ties_evenly_and_gives_NaN_its_cotangent()
    {
        Check(x => x.Max(), [3, 1, 3, 3], [3], [1 / 3.0, 0, 1 / 3.0, 1 / 3.0]);
        Check(x => x.Max(), [3, NaN, 5], [NaN], [0, 1, 0]);
        Check(x => x.Max(), [-Inf, -Inf], [-Inf], [0.5, 0.5]);
        Check(x => x.Reshape(2, 2).Max([1]), [3, 3, 1, 2], [3, 2], [0.5, 0.5, 0, 1]);
    }

    [Fact]
    public void Min_shares_ties_evenly_and_gives_NaN_its_cotangent()
    {
        Check(x => x.Min(), [1, 3, 1, 2], [1], [0.5, 0, 0.5, 0]);
        Check(x => x.Min(), [3, NaN, 5], [NaN], [0, 1, 0]);
    }

    [Fact]
    public void Extrema_of_nothing_are_infinite()
    {
        Check(x => x.Max(), [], [-Inf], []);
        Check(x => x.Min(), [], [Inf], []);
        Check(x => x.Sum(), [], [0], []);
        Check(x => x.Mean(), [], [NaN], []);
        Check(x => x.LogSumExp(), [], [-Inf], []);
    }

    [Fact]
    public void Norm_of_the_zero_vector_has_gradient_0_and_no_second_derivative()
    {
        Check(x => x.Norm(), [0, 0], [0], [0, 0]);
        Check(x => x.Norm(), [], [0], []);
        Check(x => x.Reshape(2, 2).Norm([1]), [0, 0, 3, -4], [0, 5], [0, 0, 0.6, -0.8]);
        CheckSecond(x => x.Norm(), [0, 0], [NaN, NaN]);
        CheckSecond(x => x.Norm(), [3, 4], [0.032, -0.024]);
        CheckSecond(x => x.Reshape(2, 2).Norm([1]), [0, 0, 3, 4], [NaN, NaN, 0.032, -0.024]);
    }

    [Fact]
    public void Norm_does_not_overflow_and_is_infinite_at_infinity()
    {
        Check(x => x.Norm() / 1e200, [3e200, -4e200], [5], [0.6e-200, -0.8e-200]);
        Check(x => x.Norm() * 1e300, [3e-320, -4e-320], [5e-20], [0.6e300, -0.8e300], 1e-3);
        Check(x => x.Norm(), [1, -Inf], [Inf], [0, -1]);
        Check(x => x.Norm(), [Inf, 2, -Inf], [Inf], [1, 0, -1]);
        Check(x => x.Reshape(2, 2).Norm([1]), [Inf, 1, 3, 4], [Inf, 5], [1, 0, 0.6, 0.8]);
        Check(x => x.Norm(), [1, NaN], [NaN], [NaN, NaN]);
        Check(x => x.Tape.Where(x.Norm([0], keep: true) > 9.0, x.Norm([0], keep: true), 0), [1, NaN], [0], [0, 0]);
    }

    [Fact]
    public void CumulativeSum_runs_in_either_direction()
    {
        Check(x => x.CumulativeSum(0), [1, 2, 4], [1, 3, 7], [3, 2, 1]);
        Check(x => x.CumulativeSum(0, reverse: true), [1, 2, 4], [7, 6, 4], [1, 2, 3]);
        Check(x => x.CumulativeSum(0), [1, Inf, -Inf], [1, Inf, NaN], [3, 2, 1]);
    }

    [Fact]
    public void CumulativeProduct_with_zeros_is_exact_in_every_order()
    {
        Check(x => x.CumulativeProduct(0), [2, 0, 3, 4], [2, 0, 0, 0], [1, 32, 0, 0]);
        Check(x => x.CumulativeProduct(0), [2, 0, 0, 4], [2, 0, 0, 0], [1, 2, 0, 0]);
        Check(x => x.CumulativeProduct(0), [0, 0], [0, 0], [1, 0]);
        CheckSecond(x => x.CumulativeProduct(0), [2, 0, 3, 4], [16, 32, 10, 6]);
        CheckSecond(x => x.CumulativeProduct(0), [2, 0, 0, 4], [1, 11, 10, 0]);
        GradientReport report = GradientCheck.Check(x => x.CumulativeProduct(0), [2, 0, 0, 4, 0.5, 0], [6], new GradientCheckOptions { Order = 3 });
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void CumulativeProduct_past_an_infinity_that_does_not_count_contributes_0_not_NaN() =>
        Check(x => x.CumulativeProduct(0).Slice(0, 0, 1), [2, Inf, NaN], [2], [1, 0, 0]);

    [Fact]
    public void ArgMax_and_ArgMin_find_the_first_of_equals_and_NaN_before_all()
    {
        Check(x => x.Pick(0, x.ArgMax(0)), [1, 3, 3], [3], [0, 1, 0]);
        Check(x => x.Pick(0, x.ArgMin(0)), [1, 3, 1], [1], [1, 0, 0]);
        Check(x => x.Pick(0, x.ArgMax(0)), [1, NaN, Inf, NaN], [NaN], [0, 1, 0, 0]);
        Check(x => x.Pick(0, x.ArgMin(0)), [1, NaN, -Inf, NaN], [NaN], [0, 1, 0, 0]);
        Check(x => x.Pick(0, x.ArgMax(0)), [-Inf, -Inf], [-Inf], [1, 0]);
    }

    [Fact]
    public void Sqrt_at_0_and_below() => Check(x => x.Sqrt(), [0, 4, -1], [0, 2, NaN], [Inf, 0.25, NaN]);

    [Fact]
    public void Log_at_0_and_below_is_NaN_in_value_and_gradient() => Check(x => x.Log(), [0, 1, -1, NaN], [-Inf, 0, NaN, NaN], [Inf, 1, NaN, NaN]);

    [Fact]
    public void Quotient_0_by_0_is_as_IEEE_says() => Check((a, b) => a / b, [0, 1, 0], [0, 0, 2], [NaN, Inf, 0], [Inf, Inf, 0.5], [NaN, -Inf, 0]);

    [Fact]
    public void Reciprocal_at_0() => Check(x => x.Reciprocal(), [0, 2], [Inf, 0.5], [-Inf, -0.25]);

    [Fact]
    public void Pow_0_to_the_0() => Check((a, b) => a.Pow(b), [0], [0], [1], [0], [0]);

    [Fact]
    public void Pow_0_to_the_half() => Check((a, b) => a.Pow(b), [0], [0.5], [0], [Inf], [0]);

    [Fact]
    public void Pow_0_to_the_minus_1() => Check((a, b) => a.Pow(b), [0], [-1], [Inf], [-Inf], [-Inf]);

    [Fact]
    public void Pow_of_a_negative_base()
    {
        Check((a, b) => a.Pow(b), [-2], [2], [4], [-4], [NaN]);
        Check(x => x.Pow(2), [-2, 0], [4, 0], [-4, 0]);
        Check(x => x.Pow(0), [-2, 0], [1, 1], [0, 0]);
        Check(x => x.Pow(1), [-2, 0], [-2, 0], [1, 1]);
    }

    [Fact]
    public void A_constant_exponent_records_no_gradient_of_its_own()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(-2.0);
        var y = x.Pow(2.0);
        int count = tape.NodeCount;
        y.Backward();
        Assert.DoesNotContain(Enumerable.Range(count, tape.NodeCount - count), i => tape.Program[i].Operation.Name == "Log");
    }

    [Fact]
    public void LogSumExp_of_all_minus_infinity_and_of_infinity()
    {
        Check(x => x.LogSumExp(), [-Inf, -Inf], [-Inf], [0, 0]);
        Check(x => x.LogSumExp(), [1, Inf, 2], [Inf], [0, 1, 0]);
        Check(x => x.LogSumExp(), [-Inf, 3], [3], [0, 1]);
        Check(x => x.LogSumExp(), [1000, 1000], [1000 + Math.Log(2)], [0.5, 0.5]);
        Check(x => x.LogSumExp(), [-1000, -1000], [-1000 + Math.Log(2)], [0.5, 0.5]);
    }

    [Fact]
    public void Softmax_saturated_is_exact() => Check(x => x.Softmax(0) * x.Tape.Constant([1.0, 0], [2]), [1000, 0], [1, 0], [0, 0]);

    [Fact]
    public void Softmax_with_one_minus_infinity() => Check(x => x.Softmax(0) * x.Tape.Constant([1.0, 0, 0], [3]), [0, -Inf, 0], [0.5, 0, 0], [0.25, 0, -0.25]);

    [Fact]
    public void Softmax_of_a_fully_masked_row_is_0_and_touches_no_other_row() =>
        Check(x => x.Reshape(2, 2).Softmax(-1) * x.Tape.Constant([1.0, 2, 1, 3], [2, 2]), [-Inf, -Inf, 5, 5], [0, 0, 0.5, 1.5], [0, 0, -0.5, 0.5]);

    [Fact]
    public void LogSoftmax_of_1000_and_0_is_exact() => Check(x => x.LogSoftmax(0).Slice(0, 1, 1), [1000, 0], [-1000], [-1, 1]);

    [Fact]
    public void LogSigmoid_far_from_0() => Check(x => x.LogSigmoid(), [-1000, 1000, 0], [-1000, 0, -Math.Log(2)], [1, 0, 0.5]);

    [Fact]
    public void Softplus_far_from_0() => Check(x => x.Softplus(), [-1000, 1000, 0], [0, 1000, Math.Log(2)], [0, 1, 0.5]);

    [Fact]
    public void Sigmoid_and_tanh_saturate_with_slope_0()
    {
        Check(x => x.Sigmoid(), [-1000, 1000, 0], [0, 1, 0.5], [0, 0, 0.25]);
        Check(x => x.Tanh(), [-1000, 1000, 0], [-1, 1, 0], [0, 0, 1]);
    }

    [Fact]
    public void Arctangent_levels_off_with_slope_0() =>
        Check(x => x.Atan(), [double.NegativeInfinity, double.PositiveInfinity, 1e200, 0], [-Math.PI / 2, Math.PI / 2, Math.PI / 2, 0], [0, 0, 0, 1]);

    [Fact]
    public void Hyperbolic_sine_and_cosine_overflow_with_their_slopes()
    {
        Check(x => x.Sinh(), [-1000, 1000, 0], [double.NegativeInfinity, double.PositiveInfinity, 0], [double.PositiveInfinity, double.PositiveInfinity, 1]);
        Check(x => x.Cosh(), [-1000, 1000, 0], [double.PositiveInfinity, double.PositiveInfinity, 1], [double.NegativeInfinity, double.PositiveInfinity, 0]);
    }

    [Fact]
    public void Slopes_of_the_normal_distribution_and_of_silu_at_infinity_are_their_limits_to_the_third_order()
    {
        Ends(x => x.Silu(), 1);
        Ends(x => x.Gelu(), 1);
        Ends(x => x.GeluTanh(), 1);
        Ends(x => x.NormalDistribution(), 0);
        Ends(x => x.NormalDensity(), 0);

        static void Ends(Func<Variable<double>, Variable<double>> function, double slope)
        {
            using var tape = new Tape<double>();
            var x = tape.Variable([-Inf, Inf, -1e300, 1e300], [4], "x");
            var first = function(x).Sum().Backward()[x];
            var second = first.Sum().Backward()[x];
            Same([0, slope, 0, slope], first.ToArray());
            Same([0, 0, 0, 0], second.ToArray());
            Same([0, 0, 0, 0], second.Sum().Backward()[x].ToArray());
        }
    }

    [Fact]
    public void What_is_the_same_whatever_its_one_element_is_cuts_an_infinite_slope_off()
    {
        Check(x => x.Sqrt().Reshape(2, 1).Variance([1]), [0, 4], [0, 0], [0, 0]);
        Check(x => x.Sqrt().Reshape(2, 1).StandardDeviation([1]), [0, 4], [0, 0], [0, 0]);
        Check(x => x.Sqrt().Reshape(2, 1).Softmax(1).Reshape(2), [0, 4], [1, 1], [0, 0]);
        Check(x => x.Sqrt().Reshape(2, 1).LogSoftmax(1).Reshape(2), [0, 4], [0, 0], [0, 0]);
    }

    [Fact]
    public void Gelu_ends_in_0_and_in_x()
    {
        Check(x => x.Gelu(), [-Inf, -1000, 1000, Inf, 0, NaN], [-0.0, -0.0, 1000, Inf, 0, NaN], [0, 0, 1, 1, 0.5, NaN]);
        Check(x => x.GeluTanh(), [-Inf, -1000, 1000, Inf, 0, NaN], [-0.0, -0.0, 1000, Inf, 0, NaN], [0, 0, 1, 1, 0.5, NaN]);
    }

    [Fact]
    public void The_normal_distribution_levels_off_with_slope_0()
    {
        Check(x => x.NormalDistribution(), [-Inf, -1000, 1000, Inf, 0], [0, 0, 1, 1, 0.5], [0, 0, 0, 0, 1 / Math.Sqrt(2 * Math.PI)]);
        Check(x => x.Erfc(), [-Inf, -1000, 1000, Inf, 0], [2, 2, 0, 0, 1], [0, 0, 0, 0, -2 / Math.Sqrt(Math.PI)]);
        Check(x => x.LogNormalDistribution(), [-Inf, -1e10, 1000, Inf, 0], [-Inf, -5e19, 0, 0, -Math.Log(2)], [Inf, 1e10, 0, 0, 2 / Math.Sqrt(2 * Math.PI)]);
    }

    [Fact]
    public void Log1p_at_minus_1_and_below_is_NaN_in_value_and_gradient() => Check(x => x.Log1p(), [-1, 1e-20, -2, NaN], [-Inf, 1e-20, NaN, NaN], [Inf, 1, NaN, NaN]);

    [Fact]
    public void Expm1_levels_off_at_minus_1() => Check(x => x.Expm1(), [-Inf, -1000, 1e-20, 0], [-1, -1, 1e-20, 0], [0, 0, 1, 1]);

    [Fact]
    public void A_root_masked_by_Where_contributes_0_not_NaN() => Check(x => x.Tape.Where(x > 0.0, x.Sqrt(), 0), [0, -1, 4], [0, 0, 2], [0, 0, 0.25]);

    [Fact]
    public void A_logarithm_masked_by_Where_contributes_0_not_NaN() => Check(x => x.Tape.Where(x > 0.0, x.Log(), 0), [0, -1, 4], [0, 0, Math.Log(4)], [0, 0, 0.25]);

    [Fact]
    public void A_reciprocal_masked_by_Where_contributes_0_not_NaN() => Check(x => x.Tape.Where(x.EqualTo(0.0), 0, x.Reciprocal()), [0, 4], [0, 0.25], [0, -0.0625]);

    [Fact]
    public void A_quotient_masked_by_Where_contributes_0_not_NaN() =>
        Check((a, b) => b.Tape.Where(b.EqualTo(0.0), 0, a / b), [0, 1, 1], [0, 0, 2], [0, 0, 0.5], [0, 0, 0.5], [0, 0, -0.25]);

    [Fact]
    public void A_power_masked_by_Where_contributes_0_not_NaN()
    {
        Check(x => x.Tape.Where(x > 0.0, x.Pow(0.5), 0), [0, -1, 4], [0, 0, 2], [0, 0, 0.25]);
        Check((a, b) => a.Tape.Where(a > 0.0, a.Pow(b), 0), [0, -1, 2], [-1, 0.5, 3], [0, 0, 8], [0, 0, 12], [0, 0, 8 * Math.Log(2)]);
    }

    [Fact]
    public void Masked_functions_of_a_function_contribute_0_not_NaN()
    {
        Check(x => x.Tape.Where(x > 0.0, (x * 2).Sqrt() + (x / x).Log(), 0), [0, 8], [0, 4], [0, 0.25]);
        Check(x => x.Tape.Where(x > 0.0, (x.Square() / x).Sqrt().Exp(), 1), [0, 4], [1, Math.Exp(2)], [0, Math.Exp(2) / 4]);
    }

    [Fact]
    public void Second_order_is_defined_where_the_first_is_masked()
    {
        CheckSecond(x => x.Tape.Where(x > 0.0, x.Sqrt(), 0), [0, 4], [0, -1 / 32.0]);
        CheckSecond(x => x.Tape.Where(x > 0.0, x.Log(), 0), [0, 4], [0, -1 / 16.0]);
        CheckSecond(x => x.Tape.Where(x.EqualTo(0.0), 0, x.Reciprocal()), [0, 2], [0, 0.25]);
        CheckSecond(x => x.Tape.Where(x > 0.0, x.Pow(0.5), 0), [0, 4], [0, -1 / 32.0]);
    }

    [Fact]
    public void Second_order_is_0_at_the_kinks_of_piecewise_linear_functions()
    {
        CheckSecond(x => x.Abs() + x.Relu() + x.LeakyRelu(0.1) + x.Clamp(-1, 1) + x.Maximum(0), [0, -1, 1], [0, 0, 0]);
        CheckSecond(x => x.Pow(2), [0, -2], [2, 2]);
        CheckSecond(x => x.LogSumExp(), [-Inf, -Inf], [0, 0]);
        CheckSecond(x => x.Softmax(0) * x.Tape.Constant([1.0, 2], [2]), [-Inf, -Inf], [0, 0]);
    }

    [Fact]
    public void XLogY_of_0_and_0() => Check(
        (a, b) => a.XLogY(b), [0, 0, 0, 2, 2], [0, 3, -1, 0, 4], [0, 0, 0, -Inf, 2 * Math.Log(4)], [0, Math.Log(3), NaN, -Inf, Math.Log(4)], [0, 0, 0, Inf, 0.5]);

    [Theory]
    [InlineData(Inf)]
    [InlineData(NaN)]
    public void What_a_mask_cuts_off_does_not_leak(double cotangent)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([-1.0, 2], [2], "x"), y = tape.Variable([1.0, 1], [2], "y"), u = tape.Constant([cotangent, 3], [2]);
        Assert.Equal([0, 3], x.Relu().Backward(u)[x].ToArray());
        Assert.Equal([0, 3], x.Clamp(0, 5).Backward(u)[x].ToArray());
        Assert.Equal([0, 3], x.Maximum(y).Backward(u)[x].ToArray());
        Assert.Equal([0, 3], (-x).Minimum(-y).Backward(u)[x].ToArray().Select(v => -v));
        Assert.Equal([0, cotangent], x.Max().Backward(tape.Constant(cotangent))[x].ToArray());
    }

    private static void Check(Func<Variable<double>, Variable<double>> function, double[] x, double[] value, double[] gradient, double tolerance = 1e-15)
    {
        foreach (EvaluationMode evaluation in Enum.GetValues<EvaluationMode>())
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
            var variable = tape.Variable(x, [x.Length]);
            var y = function(variable);
            Same(value, y.ToArray(), tolerance);
            Same(gradient, y.Sum().Backward()[variable].ToArray(), tolerance);
        }
    }

    private static void Check(
        Func<Variable<double>, Variable<double>, Variable<double>> function, double[] a, double[] b, double[] value, double[] gradientA, double[] gradientB)
    {
        using var tape = new Tape<double>();
        Variable<double> left = tape.Variable(a, [a.Length]), right = tape.Variable(b, [b.Length]);
        var y = function(left, right);
        Same(value, y.ToArray());
        Gradients<double> gradients = y.Sum().Backward();
        Same(gradientA, gradients[left].ToArray());
        Same(gradientB, gradients[right].ToArray());
    }

    private static void CheckSecond(Func<Variable<double>, Variable<double>> function, double[] x, double[] second)
    {
        using var tape = new Tape<double>();
        var variable = tape.Variable(x, [x.Length]);
        var gradient = function(variable).Sum().Backward()[variable];
        Same(second, gradient.IsDifferentiable ? gradient.Sum().Backward()[variable].ToArray() : new double[x.Length]);
    }

    private static void Same(double[] expected, double[] actual, double tolerance = 1e-15)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(same, $"expected [{string.Join(", ", expected)}], got [{string.Join(", ", actual)}]");
        }
    }
}
