using System.Numerics.Tensors;

namespace Autograd.Tests.Differentiation;

public class DifferentiateTests
{
    private static readonly double[] At = [-1, 0.5, 2];

    /// <summary>Six functions of one variable with their first three derivatives.</summary>
    public static IEnumerable<object[]> Functions =>
        from name in new[] { "x^4", "exp(2x)", "sin(x) x", "1/x", "tanh", "ln(1+x²)" } from x in new[] { 0.3, 1.7, -0.8 } select new object[] { name, x };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Derivatives_to_the_third_order_are_those_of_the_closed_form(string name, double at)
    {
        double t = Math.Tanh(at), q = 1 + (at * at), s = Math.Sin(at), c = Math.Cos(at), e = Math.Exp(2 * at);
        (Func<Variable<double>, Variable<double>> function, double[] expected) = name switch
        {
            "x^4" => ((Func<Variable<double>, Variable<double>>)(x => x.Pow(4.0)), new[] { Math.Pow(at, 4), 4 * Math.Pow(at, 3), 12 * at * at, 24 * at }),
            "exp(2x)" => (x => (x * 2).Exp(), [e, 2 * e, 4 * e, 8 * e]),
            "sin(x) x" => (x => x.Sin() * x, [s * at, (c * at) + s, (2 * c) - (s * at), (-3 * s) - (c * at)]),
            "1/x" => (x => 1 / x, [1 / at, -1 / Math.Pow(at, 2), 2 / Math.Pow(at, 3), -6 / Math.Pow(at, 4)]),
            "tanh" => (x => x.Tanh(), [t, 1 - (t * t), -2 * t * (1 - (t * t)), ((6 * t * t) - 2) * (1 - (t * t))]),
            _ => (x => (1 + x.Square()).Log(), [Math.Log(q), 2 * at / q, 2 * (1 - (at * at)) / (q * q), 4 * at * ((at * at) - 3) / (q * q * q)]),
        };
        using var tape = new Tape<double>();
        var x = tape.Variable(at);
        var y = function(x);
        for (int order = 0; order <= 3; order++)
        {
            double tolerance = 1e-13 * Math.Max(1, Math.Abs(expected[order])) * Math.Pow(8, order);
            Assert.True(Math.Abs(y.Scalar - expected[order]) <= tolerance, $"order {order}: {y.Scalar:R}, expected {expected[order]:R}");
            if (order < 3) y = y.Backward()[x];
        }
    }

    /// <summary>Within a reverse walk −0 tells what was cut off; what is handed out has no such zeros.</summary>
    [Fact]
    public void What_was_cut_off_is_handed_out_as_plus_0()
    {
        double[] x = [-1, -2], one = [1, 1], none = [7, 7];
        Zero(Differentiate.Derivative(z => z.Relu(), -1.0), Differentiate.ValueAndDerivative(z => z.Relu(), -1.0).Derivative);
        var (byX, byY) = Differentiate.Derivative((a, b) => a.Relu() * b.Relu(), -1.0, -1.0);
        Zero(byX, byY);
        var (byA, byB, byC) = Differentiate.Derivative((a, b, c) => (a.Relu() * b.Relu()) + c.Relu(), -1.0, -1.0, -1.0);
        Zero(byA, byB, byC);
        Zero([.. Differentiate.Gradient(z => z.Relu().Sum(), x)]);
        Zero([.. Differentiate.ValueAndGradient(z => z.Relu().Sum(), x).Gradient]);
        var (first, second) = Differentiate.Gradient((a, b) => (a.Relu() * b.Relu()).Sum(), x, x);
        Zero([.. first, .. second]);
        foreach (Tensor<double> gradient in Differentiate.ValueAndGradient((Variable<double>[] v) => v[0].Relu().Sum(), Tensor.Create(x, [2])).Gradients) Zero([.. gradient]);
        Zero([.. Differentiate.Vjp(z => z.Relu(), x, one).Cotangent]);
        Zero([.. Differentiate.Jvp(z => z.Relu(), x, one).Tangent]);
        Zero([.. Differentiate.HessianVectorProduct(z => z.Relu().Square().Sum(), x, one)]);

        using var relu = new DifferentiableFunction<double>(z => z.Relu());
        using var squares = new DifferentiableFunction<double>(z => z.Relu().Square().Sum());
        double[] result = [.. none], value = new double[2];
        squares.Gradient(x, result);
        Zero(result);
        result = [.. none];
        squares.ValueAndGradient(x, result);
        Zero(result);
        result = [.. none];
        squares.HessianVectorProduct(x, one, result);
        Zero(result);
        result = [.. none];
        relu.Vjp(x, one, value, result);
        Zero(result);
        result = [.. none];
        relu.Jvp(x, one, value, result);
        Zero(result);

        static void Zero(params double[] derivatives)
        {
            foreach (double derivative in derivatives) Assert.Equal(0L, BitConverter.DoubleToInt64Bits(derivative));
        }
    }

    [Fact]
    public void Hessian_of_a_sum_of_sigmoids_is_the_diagonal_of_second_derivatives()
    {
        var hessian = Differentiate.Hessian<double>(v => v.Sigmoid().Sum(), At);
        for (int i = 0; i < 3; i++)
        {
            double s = 1 / (1 + Math.Exp(-At[i]));
            for (int j = 0; j < 3; j++) Assert.Equal(i == j ? s * (1 - s) * (1 - (2 * s)) : 0, hessian[i, j], 1e-15);
        }
    }

    /// <summary>Beside the result: the nodes of one row, not those of all 400.</summary>
    [Fact]
    public void A_jacobian_takes_the_memory_of_one_row()
    {
        Tensor<double> x = Tensor.Create(new double[400], [400]);
        Tensor<double> jacobian = Differentiate.Jacobian<double>(F, x.AsReadOnlyTensorSpan());
        long before = GC.GetAllocatedBytesForCurrentThread();
        jacobian = Differentiate.Jacobian<double>(F, x.AsReadOnlyTensorSpan());
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(400 * 400, jacobian.FlattenedLength);
        Assert.InRange(bytes, 400 * 400 * sizeof(double), 500 * 400 * sizeof(double));

        static Variable<double> F(Variable<double> v) => v.Sin().Exp().Tanh().Sigmoid();
    }

    [Fact]
    public void A_hessian_is_symmetric_and_its_products_are_those_with_its_columns()
    {
        double[] x = [0.3, -0.7, 1.1, 0.4, -0.2, 0.9];
        var hessian = Differentiate.Hessian<double>(F, Tensor.Create(x, [2, 3]).AsReadOnlyTensorSpan());
        Assert.Equal([2, 3, 2, 3], hessian.Lengths.ToArray());
        double[] entries = [.. hessian];
        Assert.Contains(entries, e => Math.Abs(e) > 0.1);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < i; j++) Assert.Equal(entries[(i * 6) + j], entries[(j * 6) + i], 1e-14);
            var unit = new double[6];
            unit[i] = 1;
            double[] column = [.. Differentiate.HessianVectorProduct<double>(F, Tensor.Create(x, [2, 3]).AsReadOnlyTensorSpan(), Tensor.Create(unit, [2, 3]).AsReadOnlyTensorSpan())];
            for (int j = 0; j < 6; j++) Assert.Equal(entries[(j * 6) + i], column[j], 1e-14);
        }

        static Variable<double> F(Variable<double> v) => (v.MatMul(v.Transpose()).Tanh() * v.Sum([1], keep: true)).LogSumExp();
    }

    [Fact]
    public void Value_and_gradient_of_a_quadratic_form()
    {
        double[] a = [2, 1, 0, 1, 3, -1, 0, -1, 4];
        var (value, gradient) = Differentiate.ValueAndGradient<double>(v => v.MatMul(v.Tape.Constant(a, [3, 3])).MatMul(v) * 0.5, At);
        double[] expected = [(2 * -1) + 0.5, -1 + 1.5 - 2, -0.5 + 8];
        Assert.Equal(0.5 * expected.Zip(At, (p, q) => p * q).Sum(), value, 1e-15);
        Assert.Equal(expected, gradient.ToArray());
        Assert.Equal(expected, Differentiate.Gradient<double>(v => v.MatMul(v.Tape.Constant(a, [3, 3])).MatMul(v) * 0.5, At).ToArray());
    }

    [Fact]
    public void A_function_of_several_tensors_has_a_gradient_and_a_jacobian_for_each()
    {
        Tensor<double> w = Tensor.Create([1.0, 2, 3, 4, 5, 6], [2, 3]), x = Tensor.Create([1.0, -1, 2]), unused = Tensor.Create([1.0, 1]);
        var (value, gradients) = Differentiate.ValueAndGradient<double>(v => v[0].MatMul(v[1]).Square().Sum(), w, x, unused);
        Assert.Equal(25 + 121, value);
        Assert.Equal([10.0, -10, 20, 22, -22, 44], gradients[0].ToArray());
        Assert.Equal([(2 * 5) + (8 * 11.0), (4 * 5) + (10 * 11), (6 * 5) + (12 * 11)], gradients[1].ToArray());
        Assert.Equal([0.0, 0], gradients[2].ToArray());
        Tensor<double>[] jacobians = Differentiate.Jacobian<double>(v => v[0].MatMul(v[1]), w, x);
        Assert.Equal([2, 2, 3], jacobians[0].Lengths.ToArray());
        Assert.Equal([1.0, -1, 2, 0, 0, 0, 0, 0, 0, 1, -1, 2], jacobians[0].ToArray());
        Assert.Equal(w.ToArray(), jacobians[1].ToArray());
    }

    [Fact]
    public void Products_are_those_with_the_jacobian()
    {
        double[] u = [1, -2, 0.5], v = [3, 1, -1];
        double[] jacobian = [.. Differentiate.Jacobian<double>(F, At)];
        var (value, cotangent) = Differentiate.Vjp<double>(F, At, u);
        var (same, tangent) = Differentiate.Jvp<double>(F, At, v);
        Assert.Equal(value.ToArray(), same.ToArray());
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Enumerable.Range(0, 3).Sum(j => u[j] * jacobian[(j * 3) + i]), cotangent[i], 1e-14);
            Assert.Equal(Enumerable.Range(0, 3).Sum(j => jacobian[(i * 3) + j] * v[j]), tangent[i], 1e-14);
        }

        static Variable<double> F(Variable<double> x) => x.Softmax(0) * x.Exp() + x.Sum();
    }

    [Fact]
    public void The_gradient_is_linear_and_obeys_the_chain_rule()
    {
        double[] f = G(v => v.Tanh().Sum()), g = G(v => v.Exp().Mean()), sum = G(v => (3 * v.Tanh().Sum()) - (2 * v.Exp().Mean()));
        double[] outer = G(v => v.Tanh().Sum().Exp());
        double slope = Math.Exp(At.Sum(Math.Tanh));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((3 * f[i]) - (2 * g[i]), sum[i], 1e-14);
            Assert.Equal(slope * f[i], outer[i], 1e-13);
        }

        static double[] G(Func<Variable<double>, Variable<double>> function) => [.. Differentiate.Gradient(function, At)];
    }

    [Fact]
    public void A_forward_product_of_a_running_sum_is_worked_by_hand()
    {
        var (_, tangent) = Differentiate.Jvp<double>(RunningSumOfSquares, At, new double[] { 1, 2, 3 });
        Assert.Equal([-2, 0, 12], tangent.ToArray());

        static Variable<double> RunningSumOfSquares(Variable<double> x)
        {
            var y = x.Square();
            var first = y.Slice(0, 0, 1);
            var second = first + y.Slice(0, 1, 1);
            return x.Tape.Concatenate(0, first, second, second + y.Slice(0, 2, 1));
        }
    }

    [Fact]
    public void A_function_that_does_not_depend_on_its_argument_has_zeros()
    {
        Assert.Equal([0.0, 0, 0], Differentiate.Gradient<double>(v => v.Tape.Constant(2.0), At).ToArray());
        Assert.Equal([0.0, 0, 0], Differentiate.Gradient<double>(v => (v > 0.0).Sum(), At).ToArray());
        Assert.All(Differentiate.Hessian<double>(v => v.Sum(), At).ToArray(), h => Assert.Equal(0, h));
        Assert.Equal([0.0, 0], Differentiate.Jvp<double>(v => v.Tape.Constant([1.0, 2], [2]), At, At).Tangent.ToArray());
        Assert.Equal(At, Differentiate.Jvp<double>(v => v, At, At).Tangent.ToArray());
    }

    [Fact]
    public void A_function_of_a_number_has_a_derivative()
    {
        Assert.Equal(Math.Cos(1), Differentiate.Derivative(x => x.Sin(), 1.0), 1e-16);
        Assert.Equal(12f, Differentiate.Derivative(x => x * x * x, 2f));
        Assert.Equal((8, 12), Differentiate.ValueAndDerivative(x => x * x * x, 2.0));
        Assert.Equal(0, Differentiate.Derivative(x => x.Tape.Constant(3.0), 1.0));
    }

    [Fact]
    public void A_gradient_is_a_function_that_can_be_differentiated_again()
    {
        Func<Variable<double>, Variable<double>> f = v => v.Pow(4.0).Sum(), gradient = Differentiate.Gradient(f);
        Assert.Equal(At.Select(x => 4 * Math.Pow(x, 3)), new DifferentiableFunction<double>(gradient).Value(At).ToArray());
        Assert.Equal(Differentiate.Hessian(f, At).ToArray(), Differentiate.Jacobian(gradient, At).ToArray());
        Assert.Equal(24 * 2.0, Differentiate.Derivative(Differentiate.Gradient(Differentiate.Gradient(f)), 2.0));
        Assert.Throws<ArgumentNullException>(() => Differentiate.Gradient<double>(null!));
        Assert.StartsWith("Gradient: the function's result has shape [3]", Assert.Throws<InvalidOperationException>(() => Differentiate.Jacobian(Differentiate.Gradient<double>(v => v), At)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Float_gives_the_same_in_single_precision()
    {
        var gradient = Differentiate.Gradient<float>(v => (v * v * v).Sum(), new float[] { 1, -2 });
        Assert.Equal([3f, 12f], gradient.ToArray());
    }

    [Fact]
    public void A_result_on_another_tape_is_refused_and_nothing_recorded_there()
    {
        using var tape = new Tape<double>();
        Variable<double> other = tape.Variable(2.0);
        double[] x = [1.0];
        Assert.StartsWith("Differentiate: the operands belong to different tapes.", Assert.Throws<ArgumentException>(() => Differentiate.Gradient<double>(_ => other, x)).Message);
        Assert.Throws<ArgumentException>(() => Differentiate.ValueAndGradient((Variable<double>[] _) => other, Tensor.Create(x, [1])));
        Assert.Throws<ArgumentException>(() => Differentiate.Jacobian<double>((Variable<double> _) => other, x));
        Assert.Throws<ArgumentException>(() => Differentiate.Jacobian((Variable<double>[] _) => other, Tensor.Create(x, [1])));
        Assert.Throws<ArgumentException>(() => Differentiate.Hessian<double>(_ => other, x));
        Assert.Throws<ArgumentException>(() => Differentiate.HessianVectorProduct<double>(_ => other, x, x));
        Assert.Throws<ArgumentException>(() => Differentiate.Jvp<double>(_ => other, x, x));
        Assert.Throws<ArgumentException>(() => Differentiate.Vjp<double>(_ => other, x, x));
        Assert.Throws<ArgumentException>(() => GradientCheck.Check(_ => other, x));
        Assert.Equal(1, tape.NodeCount);
    }

    [Fact]
    public void A_Jacobian_of_more_entries_than_a_tensor_can_hold_is_refused_before_any_work()
    {
        var x = new double[50_000];
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => Differentiate.Jacobian<double>((Variable<double> v) => v.Square(), x));
        Assert.StartsWith("Shape: [50000, 50000] has more than 2147483647 elements", thrown.Message);
    }
}
