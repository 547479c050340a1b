using System.Globalization;
using System.Numerics.Tensors;

namespace Autograd.Tests.Differentiation;

public class GradientCheckTests
{
    [Fact]
    public void A_right_function_passes_to_the_third_order()
    {
        double[] x = [0.5, -1, 2];
        GradientReport report = GradientCheck.Check(v => (v * v.Sigmoid()).Exp(), x, new GradientCheckOptions { Order = 3 });
        Assert.True(report.Passed, report.ToString());
        Assert.Equal([1, 1, 2, 2, 2, 3, 3, 3, 3], report.Findings.Select(f => f.Order));
        report.ThrowIfFailed();
    }

    [Fact]
    public void Several_inputs_scalars_and_empty_ones_are_taken()
    {
        GradientCheck.Check(v => v.Exp(), [0.5], []).ThrowIfFailed();
        GradientCheck.Check(v => v[0] * v[1].Sin(), [([1.5], []), ([0.1, 0.2, 0.3, 0.4], [2, 2])]).ThrowIfFailed();
        Tensor<double> a = Tensor.Create([1.0, 2, 3, 4, 5, 6], [2, 3]), b = Tensor.Create([0.5, -0.5, 1.5], [3]);
        GradientCheck.Check(v => v[0].MatMul(v[1]), [a, b]).ThrowIfFailed();
        GradientReport empty = GradientCheck.Check(v => v.Exp(), [], [0, 3]);
        Assert.True(empty.Passed);
        Assert.All(empty.Findings, finding => Assert.Equal(GradientCheckKind.Products, finding.Kind));
    }

    [Fact]
    public void The_report_names_the_worst_element()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        GradientReport report = GradientCheck.Check(v => Wrong(v.Reshape(2, 3)), x, [6], new GradientCheckOptions { Order = 1 });
        Assert.False(report.Passed);
        GradientFinding worst = report.Worst!;
        Assert.Equal(GradientCheckKind.Differences, worst.Kind);
        Assert.Equal(0, worst.Input);
        Assert.Equal([4], worst.Index);
        Assert.Equal(0, worst.Actual);
        Assert.InRange(Math.Abs(worst.Expected), 0.5, 1.5);
        var thrown = Assert.Throws<GradientCheckException>(report.ThrowIfFailed);
        Assert.Same(report, thrown.Report);
        string numbers = string.Create(CultureInfo.InvariantCulture, $"differences give {worst.Expected:G12}, the VJP gives 0; error {worst.Error:E1} of {worst.Scale:G4}, allowed 1.0E-008 (Tolerance). The gradient by x0 is 0 in 1 of 6 elements: what comes together in ∇%1 = %11 + %17 adds up to 0 for 1 of 6 elements.");
        Assert.Equal($"GradientCheck: 1 of 2 comparisons failed.\n  order 1, the input of shape [6], element [4]: {numbers}", thrown.Message);

        static Variable<double> Wrong(Variable<double> v)
        {
            Variable<double> hidden = v.At(1, 1);
            return v + (hidden.StopGradient() - hidden).Reshape(2, 1).BroadcastTo([2, 3]) * v.Tape.Constant([0.0, 0, 0, 0, 1, 0], [2, 3]);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_check()
    {
        double[] x = [0.5, -1, 2];
        var options = new GradientCheckOptions { Seed = 5 };
        double[] Actual(GradientCheckOptions o) => [.. GradientCheck.Check(v => v.Sin(), x, o).Findings.Select(f => f.Actual)];
        Assert.Equal(Actual(options), Actual(options));
        Assert.NotEqual(Actual(options), Actual(new GradientCheckOptions { Seed = 6 }));
    }

    /// <summary>A rule that is wrong by 1e-10 of itself fails by the tolerance of products, unless that of differences is looser, too.</summary>
    [Theory]
    [InlineData(1e-8, null, 1e-12, false)]
    [InlineData(1e-3, null, 1e-7, true)]
    [InlineData(1e-3, 1e-12, 1e-12, false)]
    [InlineData(1e-8, 1e-7, 1e-7, true)]
    public void The_tolerance_of_products_goes_with_the_other_and_is_named(double tolerance, double? given, double expected, bool passes)
    {
        GradientCheckOptions options = new() { Order = 1, Tolerance = tolerance };
        if (given is { } products) options = options with { ProductTolerance = products };
        Assert.Equal(expected, options.ProductTolerance, expected * 1e-12);
        GradientReport report = GradientCheck.Check(v => v.Apply(new SlightlyOff()), [0.5, 2], [2], options);
        Assert.Equal(passes, report.Passed);
        if (!passes) Assert.EndsWith("allowed 1.0E-012 (ProductTolerance).", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_fails()
    {
        GradientReport report = GradientCheck.Check(v => v.Log(), [-1.0], [1]);
        Assert.False(report.Passed);
        Assert.Contains("NaN", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => GradientCheck.Check(v => v.Exp(), [1.0, 2], [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientCheckOptions { Order = 0 });
    }

    /// <summary>Twice x by a rule that is not linear in the cotangent: 10⁻¹⁰ of its square is added.</summary>
    private readonly record struct SlightlyOff : IUnaryOperation<SlightlyOff, double>
    {
        public static string Name => "SlightlyOff";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => x + x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent) => (cotangent * 2) + (cotangent.Square() * 1e-10);
    }

    [Fact]
    public void A_derivative_that_is_lost_is_reported_in_the_words_of_Explain()
    {
        GradientReport report = GradientCheck.Check(x => x.StopGradient().Named("s").Square(), [1.0, 2], [2], new GradientCheckOptions { Order = 1 });
        Assert.Contains(" (Tolerance). There is no gradient by x0: ", report.ToString(), StringComparison.Ordinal);
        report = GradientCheck.Check(x => x.Square().Sqrt().Named("h").Square().Square(), [0.0, 2], [2], new GradientCheckOptions { Order = 1 });
        Assert.Contains("a zero that was computed meets the infinite slope of h = √%1", report.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("tape.Where(x > 0, x.Sqrt(), 0).", report.ToString(), StringComparison.Ordinal);
        Assert.All(GradientCheck.Check(x => x.Exp(), [0.0, 2], [2]).Findings, finding => Assert.Equal("", finding.Cause));
    }
}
