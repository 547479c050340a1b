using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd.Tests.Operations;

/// <summary>
/// Values and slopes that end in 0 keep their digits on the way there, down to the smallest normal number. Errors are relative, in units of
/// 2⁻⁵² or 2⁻²³, against 60 decimal digits.
/// </summary>
public class TailTests
{
    private static readonly BigReal Cubic = (BigReal)44715 / 1_000_000, Scale = BigReal.Sqrt((BigReal)8 / BigReal.Pi);

    [Theory]
    [InlineData(nameof(Sigmoid), 6)]
    [InlineData(nameof(Tanh), 6)]
    [InlineData(nameof(Softplus), 6)]
    [InlineData(nameof(LogSigmoid), 6)]
    [InlineData(nameof(Elu), 3)]
    [InlineData(nameof(NormalDistribution), 5)]
    [InlineData(nameof(LogNormalDistribution), 6)]
    [InlineData(nameof(Gelu), 16)]
    public void Slopes_keep_their_digits(string name, double allowed)
    {
        Slopes<double>(name, _ => allowed);
        Slopes<float>(name, _ => allowed);
    }

    /// <summary>The error of 2u, from which the slope is computed, counts as many times as 2u is large.</summary>
    [Fact]
    public void The_slope_of_GeluTanh_loses_no_more_than_its_exponent_does()
    {
        Slopes<double>(nameof(GeluTanh), x => 16 + (5 * Math.Abs(x * (1.6 + (0.0714 * x * x)))));
        Slopes<float>(nameof(GeluTanh), x => 16 + (5 * Math.Abs(x * (1.6 + (0.0714 * x * x)))));
    }

    [Theory]
    [InlineData(nameof(Gelu), 6)]
    [InlineData(nameof(GeluTanh), 6)]
    [InlineData(nameof(Elu), 3)]
    public void Values_keep_their_digits(string name, double allowed)
    {
        Values<double>(name, allowed);
        Values<float>(name, allowed);
    }

    [Fact]
    public void The_slopes_of_strangers_programs()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([20, 30, 40], [3], "x");
        double[] sigmoid = x.Sigmoid().Sum().Backward()[x].ToArray(), tanh = x.Tanh().Sum().Backward()[x].ToArray();
        Assert.Equal(2.06115361e-9, sigmoid[0], 1e-17);
        Assert.Equal(9.3576230e-14, sigmoid[1], 1e-21);
        Assert.Equal(4.2483543e-18, sigmoid[2], 1e-25);
        Assert.Equal(1.699e-17, tanh[0], 1e-20);
        Assert.Equal(3.503e-26, tanh[1], 1e-29);
        Assert.Equal(7.219e-35, tanh[2], 1e-38);
        double[] gelu = tape.Variable([-5, -8, -10], [3], "z").Gelu().ToArray();
        Assert.Equal(-1.43325786e-6, gelu[0], 1e-14);
        Assert.Equal(-4.9768e-15, gelu[1], 1e-19);
        Assert.Equal(-7.6199e-23, gelu[2], 1e-27);
    }

    [Fact]
    public void A_rule_of_sigmoid_and_tanh_records_two_nodes()
    {
        Assert.Equal(2, Count(x => x.Sigmoid()));
        Assert.Equal(2, Count(x => x.Tanh()));

        static int Count(Func<Variable<double>, Variable<double>> f)
        {
            using var tape = new Tape<double>();
            var y = f(tape.Variable([1, 2], [2], "x"));
            var cotangent = tape.Constant([1, 1], [2]);
            int before = tape.NodeCount;
            y.Backward(cotangent);
            return tape.NodeCount - before;
        }
    }

    /// <summary>
    /// Of logits t, 0, 0, …, where differences between them are exact. A row of the Jacobian is the product with a unit vector; ln p is rounded, and what
    /// that takes off p counts as many times as t is large.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(70)]
    public void Slopes_of_softmax_and_its_logarithm_keep_their_digits(int classes)
    {
        foreach (int dimension in (int[])[0, 1])
        {
            SoftmaxSlopes<double>(classes, dimension);
            SoftmaxSlopes<float>(classes, dimension);
        }
    }

    [Fact]
    public void Slopes_of_a_confident_classifier()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([40, 0], [1, 2], "x");
        double[] softmax = x.Softmax(-1).Slice(1, 0, 1).Sum().Backward()[x].ToArray(), loss = x.CrossEntropy(tape.Indices([0])).Backward()[x].ToArray();
        Assert.Equal(4.248354255291589e-18, softmax[0], 1e-32);
        Assert.Equal(-4.248354255291589e-18, softmax[1], 1e-32);
        Assert.Equal(-4.248354255291589e-18, loss[0], 1e-32);
        Assert.Equal(4.248354255291589e-18, loss[1], 1e-32);
        double[] tangent = Differentiate.Jvp<double>(v => v.LogSoftmax(-1), Tensor.Create<double>([40, 0], [1, 2]), Tensor.Create<double>([1, 0], [1, 2])).Tangent.ToArray();
        Assert.Equal(4.248354255291589e-18, tangent[0], 1e-32);
        Assert.Equal(-1, tangent[1]);
    }

    /// <summary>Of logits m, 0, 0, …: ln(1 + (n − 1) e⁻ᵐ) has all its digits, however little that is.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(3000)]
    public void Logarithms_near_a_probability_of_1_keep_their_digits(int classes)
    {
        foreach (int dimension in (int[])[0, 1])
        {
            Check<double>(52, dimension);
            Check<float>(23, dimension);
        }

        void Check<T>(int unit, int dimension)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach (double margin in (double[])[5, 12, 20, 50, 80])
            {
                // Two rows, the second for the target of smallest probability.
                var logits = new T[2 * classes];
                logits[classes / 2] = logits[classes + (classes / 2)] = T.CreateChecked(margin);
                using var tape = new Tape<T>();
                Variable<T> rows = tape.Variable(logits, [2, classes], "x"), x = dimension == 1 ? rows : rows.Transpose();
                BigReal others = BigReal.Exp(-margin) * (classes - 1), rest = BigReal.Log1p(others);
                Variable<T> logarithms = dimension == 1 ? x.LogSoftmax(1) : x.LogSoftmax(0).Transpose();
                int other = classes / 2 == 0 ? 1 : 0;
                Near("log-softmax", -rest, logarithms.ToArray()[classes / 2]);
                Near("log-softmax of another", -(rest + margin), logarithms.ToArray()[other]);
                Near("cross-entropy", rest, rows.Slice(0, 0, 1).CrossEntropy([classes / 2]).ToArray()[0]);
                Near("cross-entropy of another", rest + margin, rows.Slice(0, 1, 1).CrossEntropy([other]).ToArray()[0]);

                // Around 0 log-sum-exp shows its digits.
                Near("log-sum-exp", rest, (x - T.CreateChecked(margin)).LogSumExp(dimension, keep: false).ToArray()[0]);

                void Near(string what, BigReal right, T actual)
                {
                    double error = right.Log2Floor < (unit == 23 ? -120 : -1000) ? 0 : (double)(BigReal.Abs(((BigReal)double.CreateChecked(actual) - right) / right)).Scale(unit);
                    Assert.True(error <= 6, $"{what} of {typeof(T).Name} at {margin}, dimension {dimension}, is {actual}, wrong by {error:F1} units");
                }
            }
        }
    }

    [Fact]
    public void An_infinite_logit_takes_all()
    {
        const double Infinity = double.PositiveInfinity;
        using var tape = new Tape<double>();
        var x = tape.Variable([1, Infinity, 2, Infinity, 0, Infinity], [2, 3], "x");
        var single = x.Slice(0, 0, 1);
        Assert.Equal([-Infinity, 0, -Infinity], single.LogSoftmax(1).ToArray());
        Assert.Equal(0, single.CrossEntropy([1]).ToArray()[0]);
        Assert.Equal(Infinity, single.CrossEntropy([0]).ToArray()[0]);
        Assert.Equal([double.NaN, double.NaN, double.NaN], x.Slice(0, 1, 1).LogSoftmax(1).ToArray());
        Assert.Equal([0, 0, 0], single.CrossEntropy([1]).Backward()[single].ToArray());
        Assert.Equal([0, -Infinity, double.NaN, -Infinity, 0, double.NaN], tape.Variable([Infinity, -1, Infinity, 3, Infinity, Infinity], [2, 3], "columns").LogSoftmax(0).ToArray());
    }

    private static void SoftmaxSlopes<T>(int classes, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] points = [.. Points<T>().Where((_, i) => i % 14 < 2)];
        using var tape = new Tape<T>();
        Variable<T> t = tape.Variable(points, [points.Length], "t").Unsqueeze(dimension), others = t.Tape.Constant(T.Zero).BroadcastTo(dimension == 0 ? [classes - 1, points.Length] : [points.Length, classes - 1]);
        Variable<T> x = tape.Concatenate(dimension, t, others), y = x.Softmax(dimension), logarithm = x.LogSoftmax(dimension);
        Gradients<T> ofFirst = At(y, 0).Sum().Backward(), ofSecond = At(y, 1).Sum().Backward(), ofLog = At(logarithm, 0).Sum().Backward(), ofSecondLog = At(logarithm, 1).Sum().Backward();
        int n = classes;
        Func<double, double> few = _ => 6, exponent = p => 6 + (1.5 * Math.Abs(p));
        Expect("∂y₀/∂x₀", ofFirst[x], 0, p => First(p) * Rest(p) * (n - 1), few);
        Expect("∂y₀/∂x₁", ofFirst[x], 1, p => -(First(p) * Rest(p)), few);
        Expect("∂y₁/∂x₀", ofSecond[x], 0, p => -(First(p) * Rest(p)), few);
        Expect("∂y₁/∂x₁", ofSecond[x], 1, p => Rest(p) * (First(p) + (Rest(p) * (n - 2))), few);
        Expect("∂ln y₀/∂x₀", ofLog[x], 0, p => Rest(p) * (n - 1), exponent);
        Expect("∂ln y₀/∂x₁", ofLog[x], 1, p => -Rest(p), exponent);
        Expect("∂ln y₁/∂x₀", ofSecondLog[x], 0, p => -First(p), exponent);
        Expect("∂ln y₁/∂x₁", ofSecondLog[x], 1, p => First(p) + (Rest(p) * (n - 2)), exponent);

        // Second order; where y₀ is ½ the second slope is 0, and its digits cannot be had.
        Expect("∂²y₀/∂x₀²", At(ofFirst[x], 0).Sum().Backward()[x], 0, p => Math.Abs(p - Math.Log(n - 1)) < 0.5 ? 0 : First(p) * Rest(p) * (n - 1) * ((Rest(p) * (n - 1)) - First(p)), _ => 16);
        Expect("∂²ln y₀/∂x₀²", At(ofLog[x], 0).Sum().Backward()[x], 0, p => -(First(p) * Rest(p) * (n - 1)), exponent);
        Expect("∂²ln y₁/∂x₁²", At(ofSecondLog[x], 1).Sum().Backward()[x], 1, p => -(Rest(p) * (First(p) + (Rest(p) * (n - 2)))), exponent);

        Variable<T> At(Variable<T> v, int index) => v.Slice(dimension, index, 1);
        void Expect(string what, Variable<T> slopes, int index, Func<double, BigReal> exact, Func<double, double> allowed) =>
            Compare($"{what} among {n} classes along {dimension}", points, At(slopes, index).ToArray(), exact, allowed);
        BigReal First(double p) => BigReal.Exp(p) / (BigReal.Exp(p) + (n - 1));
        BigReal Rest(double p) => (BigReal)1 / (BigReal.Exp(p) + (n - 1));
    }

    private static void Slopes<T>(string name, Func<double, double> allowed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] points = Points<T>();
        using var tape = new Tape<T>();
        Variable<T> x = tape.Variable(points, [points.Length], "x"), y = Record(name, x);
        Variable<T> slope = y.Sum().Backward()[x];
        if (name is nameof(Softplus) or nameof(LogSigmoid)) slope = slope.Sum().Backward()[x];
        Compare(name + "′", points, slope.ToArray(), p => Slope(name, p), p => Math.Abs(p + 0.75) < 0.1 && name.StartsWith(nameof(Gelu), StringComparison.Ordinal) ? 1000 : allowed(p));
    }

    private static void Values<T>(string name, double allowed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] points = Points<T>();
        using var tape = new Tape<T>();
        Compare(name, points, Record(name, tape.Variable(points, [points.Length], "x")).ToArray(), p => Value(name, p), _ => allowed);
    }

    private static void Compare<T>(string name, T[] points, T[] actual, Func<double, BigReal> exact, Func<double, double> allowed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int unit, int least) = typeof(T) == typeof(float) ? (23, -120) : (52, -1014);
        int compared = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double x = double.CreateChecked(points[i]);
            BigReal right = exact(x);
            if (right.IsZero || right.Log2Floor < least) continue;
            double error = (double)(BigReal.Abs(((BigReal)double.CreateChecked(actual[i]) - right) / right)).Scale(unit);
            Assert.True(error <= allowed(x), $"{name}({x:R}) of {typeof(T).Name} is {actual[i]}, wrong by {error:F1} units");
            compared++;
        }

        Assert.InRange(compared, points.Length / 10, points.Length);
    }

    /// <summary>Points of both signs, exact in float, denser near 0.</summary>
    private static T[] Points<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var points = new List<T>();
        for (int i = 1; i <= 1600; i++)
        {
            T p = T.CreateChecked((float)(i <= 1200 ? i * 0.01127 : (i - 1200) * 1.7731));
            points.Add(p);
            points.Add(-p);
        }

        return [.. points];
    }

    /// <summary>λ′ = −λ (λ + x), where λ and x cancel.</summary>
    [Fact]
    public void The_second_derivative_of_LogNormalDistribution_keeps_its_digits_in_the_lower_tail()
    {
        Check<float>(32);
        Check<double>(64);

        static void Check<T>(double allowed)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[] points = [-1e8, -1e4, -300, -40, -12.5, -8, -5, -4.25, -4, -3.75, -2, -1, 0, 1, 5];
            using var tape = new Tape<T>();
            Variable<T> x = tape.Variable(Array.ConvertAll(points, T.CreateChecked), [points.Length], "x");
            T[] second = x.LogNormalDistribution().Sum().Backward()[x].Sum().Backward()[x].ToArray();
            for (int i = 0; i < points.Length; i++)
            {
                BigReal ratio = LogNormalDistribution(points[i]);
                double expected = points[i] < -1e6 ? -1 : (double)(-(ratio * (ratio + points[i]))), found = double.CreateChecked(second[i]);
                double unit = (typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16) * Math.Abs(expected);
                Assert.True(Math.Abs(found - expected) <= allowed * unit, $"{typeof(T).Name} {points[i]}: {found:R}, expected {expected:R}, off by {(found - expected) / unit} units");
            }
        }
    }

    private static Variable<T> Record<T>(string name, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            nameof(Sigmoid) => x.Sigmoid(),
            nameof(Tanh) => x.Tanh(),
            nameof(Softplus) => x.Softplus(),
            nameof(LogSigmoid) => -x.LogSigmoid(),
            nameof(Elu) => x.Elu(T.CreateChecked(0.75)),
            nameof(NormalDistribution) => x.NormalDistribution(),
            nameof(LogNormalDistribution) => x.LogNormalDistribution(),
            nameof(Gelu) => x.Gelu(),
            _ => x.GeluTanh(),
        };

    private static BigReal Value(string name, double x) => name switch
    {
        nameof(Gelu) => Gelu(x),
        nameof(GeluTanh) => GeluTanh(x),
        _ => Elu(x),
    };

    private static BigReal Slope(string name, double x) => name switch
    {
        nameof(Sigmoid) or nameof(Softplus) or nameof(LogSigmoid) => Sigmoid(x) * Sigmoid(-x),
        nameof(Tanh) => (Sigmoid(2 * x) * Sigmoid(-2 * x)).Scale(2),
        nameof(Elu) => x > 0 ? 1 : BigReal.Exp(x) * 0.75,
        nameof(NormalDistribution) => Math.Abs(x) > 50 ? 0 : BigReal.NormalDensity(x),
        nameof(LogNormalDistribution) => LogNormalDistribution(x),
        nameof(Gelu) => Math.Abs(x) > 50 ? (x > 0 ? 1 : 0) : NormalDistribution(x) + (BigReal.NormalDensity(x) * x),
        _ => GeluTanhSlope(x),
    };

    private static BigReal Sigmoid(BigReal x) => (BigReal)1 / (BigReal.Exp(-x) + 1);

    private static BigReal Tanh(double x) => BigReal.Tanh(x);

    private static BigReal Softplus(double x) => BigReal.Log1p(BigReal.Exp(x));

    private static BigReal LogSigmoid(double x) => -Softplus(-x);

    private static BigReal Elu(double x) => x > 0 ? x : BigReal.Expm1(x) * 0.75;

    private static BigReal NormalDistribution(double x) => x < 0 ? BigReal.NormalTail(-x) : (BigReal)1 - BigReal.NormalTail(x);

    private static BigReal LogNormalDistribution(double x) =>
        x < 0 ? BigReal.InverseMillsRatio(-x) : x > 50 ? 0 : BigReal.NormalDensity(x) / NormalDistribution(x);

    private static BigReal Gelu(double x) => x < -50 ? 0 : x > 50 ? x : NormalDistribution(x) * x;

    private static BigReal Inner(BigReal x) => Scale * x * ((Cubic * x * x) + 1);

    private static BigReal GeluTanh(double x) => x < -25 ? 0 : x > 25 ? x : Sigmoid(Inner(x)) * x;

    private static BigReal GeluTanhSlope(double x)
    {
        if (Math.Abs(x) > 25) return x > 0 ? 1 : 0;
        BigReal y = Sigmoid(Inner(x)), inner = Scale * ((Cubic * 3 * x * x) + 1);
        return y + (y * Sigmoid(-Inner(x)) * x * inner);
    }
}
