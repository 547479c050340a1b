using System.Numerics.Tensors;

namespace Autograd.Tests.Operations;

/// <summary>What a mask cut off contributes nothing; a zero that was computed and meets an infinite slope is undetermined: right or loud.</summary>
public class ScaledByTests
{
    public static TheoryData<string, Func<Variable<double>, Variable<double>>> ComputedZeros => new()
    {
        { "x", x => x.Sqrt().Square() },
        { "x by exp and ln", x => x.Log().Exp() },
        { "x / (1 + x)", x => x.Log().Sigmoid() },
        { "ln(1 + x)", x => x.Log().Softplus() },
        { "cos √x", x => x.Sqrt().Cos() },
        { "x / (x + 1)", x => (x.Reciprocal() + 1).Reciprocal() },
        { "π/2 − arctan x", x => x.Reciprocal().Atan() },
        { "mean squared error of √x", x => x.Sqrt().MeanSquaredError(x.Tape.Constant(0.0)) },
        { "sin √x − √x: slopes that cancel", x => x.Sqrt().Sin() - x.Sqrt() },
        { "√x times a difference that is 0", x => x.Sqrt() * (x.Cos() - 1) },
        { "|√x|", x => x.Sqrt().Abs() },
        { "(x^½)²", x => x.Pow(x.Tape.Constant(0.5)).Square() },
        { "√(x²)², of one element", x => x.Square().Sum().Sqrt().Square().Sqrt().Square() },
        { "a product through a matrix", x => (x.Sqrt().BroadcastTo([1, 2]).MatMul(x.Sqrt().BroadcastTo([2, 1]))).Sum() },
        { "negated", x => (-x.Sqrt()).Square() },
        { "subtracted", x => (1 - x.Sqrt() - 1).Square() },
        { "divided by −1", x => (x.Sqrt() / -1).Square() },
        { "softmax of squares", x => x.Tape.Stack(0, x.Sqrt().Square(), x).Softmax(0).Square().Sum() },
    };

    public static TheoryData<string, Func<Variable<double>, Variable<double>>> CutZeros => new()
    {
        { "where", x => x.Tape.Where(x > 0.0, x.Sqrt(), 0.0) },
        { "where, negated", x => -x.Tape.Where(x > 0.0, x.Sqrt(), 0.0) },
        { "where, subtracted", x => 1 - x.Tape.Where(x > 0.0, x.Sqrt(), 0.0) },
        { "where, twice", x => x.Tape.Where(x > 0.0, x.Sqrt(), 0.0) + x.Tape.Where(x > 0.0, -x.Sqrt(), 0.0) },
        { "relu", x => x.Sqrt().Relu() },
        { "clamp", x => x.Log().Clamp(0, 1) },
        { "maximum", x => x.Sqrt().Maximum(1.0) },
        { "minimum", x => x.Sqrt().Minimum(-1.0) },
        { "a factor that is a constant 0", x => x.Sqrt() * 0.0 },
        { "a constant of zeros", x => (x.Sqrt() * x.Tape.Constant([0.0, 0.0], [2])).Sum() },
        { "a comparison as a factor", x => x.Sqrt() * (x > 0.0) },
        { "slice", x => x.Tape.Stack(0, x.Sqrt(), x.Exp()).Slice(0, 1..2).Sum() - x },
        { "gather", x => x.Tape.Stack(0, x.Sqrt(), x.Exp()).Gather(0, x.Tape.Indices([1, 1])).Sum() - (2 * x) },
        { "pick", x => x.Tape.Stack(0, x.Sqrt(), x.Exp()).Unsqueeze(0).Pick(1, x.Tape.Indices([1])).Sum() - x },
        { "largest", x => x.Tape.Stack(0, x.Sqrt(), x + 1).Max() - x },
        { "pooled", x => x.Tape.Stack(0, x.Sqrt(), x + 1).Reshape([1, 1, 2]).MaxPool(2).Sum() - x },
        { "sum of what was cut", x => x.Tape.Where(x > 0.0, x.Sqrt().BroadcastTo([3]), 0.0).Sum() },
        { "running sum of what was cut", x => x.Tape.Where(x > 0.0, x.Sqrt().BroadcastTo([3]).CumulativeSum(0), 0.0).Sum() },
        { "running product of what was cut", x => x.Tape.Where(x > 0.0, (x.Sqrt() - 2).BroadcastTo([3]).CumulativeProduct(0), 0.0).Sum() },
        { "product of what was cut with either sign", x => x.Tape.Where(x > 0.0, x.Sqrt().BroadcastTo([2, 2]).MatMul(x.Tape.Constant([1, -2, -3, 4], [2, 2])), 0.0).Sum() },
        { "with what was cut on the right", x => x.Tape.Where(x > 0.0, x.Tape.Constant([1, -2, -3, 4], [2, 2]).MatMul(x.Sqrt().BroadcastTo([2, 2])), 0.0).Sum() },
        { "product with a transposed factor", x => x.Tape.Where(x > 0.0, x.Tape.Constant([1, -2, -3, 4], [2, 2]).MatMul(x.Sqrt().BroadcastTo([2, 2]).Transpose()), 0.0).Sum() },
        { "softmax of a row that was cut", x => x.Tape.Where(x > 0.0, x.Sqrt().BroadcastTo([3]).Softmax(0), 0.0).Sum() },
        { "log-softmax of a row that was cut", x => x.Tape.Where(x > 0.0, x.Sqrt().BroadcastTo([3]).LogSoftmax(0), 0.0).Sum() },
        { "convolution that was cut", x => x.Tape.Where(x > 0.0, x.Sqrt().BroadcastTo([1, 1, 3]).Convolution(x.Tape.Constant([1, -1], [1, 1, 2])), 0.0).Sum() },
        { "query of a masked attention", x => x.Tape.Constant([0, double.NegativeInfinity, 0, 0], [2, 2]).Softmax(-1).MatMul(x.Tape.Stack(0, x + 4, x.Sqrt()).Unsqueeze(1)).Slice(0, 0, 1).Sum() - x },
        { "permutation by a constant matrix", x => x.Tape.Stack(0, x.Sqrt(), x + 4).Unsqueeze(0).MatMul(x.Tape.Constant([0, 1, 1, 0], [2, 2])).Slice(1, 0, 1).Sum() - x },
        { "product with a constant vector", x => x.Tape.Stack(0, x.Sqrt(), x + 4).MatMul(x.Tape.Constant([0.0, 1.0], [2])) - x },
        { "product over nothing", x => x.Sqrt().Reshape(1, 1).MatMul(x.Tape.Constant(ReadOnlySpan<double>.Empty, [1, 0])).Sum() },
        { "element that no window reads", x => x.Tape.Stack(0, x + 1, x + 1, x.Sqrt()).Reshape(1, 1, 3).Convolution(x.Tape.Constant([1, -1], [1, 1, 2]), stride: 2).Sum() },
        { "gap between taps", x => x.Tape.Stack(0, x + 1, x.Sqrt(), x + 1).Reshape(1, 1, 3).Convolution(x.Tape.Constant([1, -1], [1, 1, 2]), dilation: 2).Sum() },
        { "masked step of a convolution", x => x.Tape.Where(x.Tape.Constant([1, 0], [2]), x.Tape.Stack(0, x + 1, x + 1, x.Sqrt()).Reshape(1, 1, 3).Convolution(x.Tape.Constant([1, -1], [1, 1, 2])), 0.0).Sum() },
        { "constant 0 in a kernel", x => x.Tape.Stack(0, x + 1, x.Sqrt()).Reshape(1, 1, 2).Convolution(x.Tape.Constant([1.0, 0.0], [1, 1, 2])).Sum() - x },
        { "masked channel of a kernel", x => x.Tape.Where(x.Tape.Constant([1, 0], [2, 1]), x.Tape.Constant([1, -1], [1, 1, 2]).Convolution(x.Tape.Stack(0, x + 1, x.Sqrt()).Reshape(2, 1, 1)), 0.0).Sum() },
        { "Cholesky that was cut", x => Cut(x, m => m.Cholesky()) },
        { "triangular system that was cut", x => Cut(x, m => m.SolveTriangular(m)) },
        { "right side of a system that was cut", x => Cut(x, m => m.Tape.Constant([2.0, 1, 1, 3], [2, 2]).Solve(m)) },
        { "system that was cut", x => Cut(x, m => m.Solve(m.Tape.Ones([2]))) },
        { "inverse that was cut", x => Cut(x, m => m.Inverse()) },
        { "determinant that was cut", x => Cut(x, m => m.Determinant()) },
        { "logarithm of a determinant that was cut", x => Cut(x, m => m.LogDeterminant().Logarithm) },
        { "QR that was cut", x => Cut(x, m => m.Qr().R) },
        { "eigenvalues that was cut", x => Cut(x, m => m.SymmetricEigen().Values) },
        { "singular vectors that was cut", x => Cut(x, m => m.Svd().U) },
        { "singular values that was cut", x => Cut(x, m => m.SingularValues()) },
        { "pseudo-inverse that was cut", x => Cut(x, m => m.PseudoInverse()) },
        { "exponential of a matrix that was cut", x => Cut(x, m => m.MatrixExponential()) },
        { "power of a matrix that was cut", x => Cut(x, m => m.MatrixPower(-3)) },
        { "sum of products that was cut", x => Cut(x, m => m.Tape.Einsum("ij,jk->ik", m, m)) },
        { "a power of 0", x => x.Sqrt().Pow(0.0) },
        { "stopped", x => x.Sqrt().StopGradient() },
    };

    /// <summary>A function of a matrix with an infinite slope, of which nothing is asked.</summary>
    private static Variable<double> Cut(Variable<double> x, Func<Variable<double>, Variable<double>> function) =>
        x.Tape.Where(x > 0.0, function(x.Sqrt().BroadcastTo([2, 2]) + x.Tape.Constant([2.0, 1, 1, 3], [2, 2])), 0.0).Sum();

    [Theory]
    [MemberData(nameof(ComputedZeros))]
    public void A_computed_zero_that_meets_an_infinite_slope_is_NaN_in_both_modes(string name, Func<Variable<double>, Variable<double>> function)
    {
        Assert.True(double.IsNaN(Slope(function, 0)), name);
        Assert.True(double.IsNaN(Forward(function, 0)), name);
        Assert.Equal(Slope(function, 0.25), Forward(function, 0.25), 1e-12);
    }

    [Theory]
    [MemberData(nameof(CutZeros))]
    public void What_was_cut_off_contributes_nothing_in_both_modes(string name, Func<Variable<double>, Variable<double>> function)
    {
        Assert.True(Slope(function, 0) == 0, name);
        Assert.True(Forward(function, 0) == 0, name);
    }

    [Fact]
    public void Second_derivatives_of_even_functions_at_a_kink_are_right_or_NaN()
    {
        foreach (Func<Variable<double>, Variable<double>> function in (Func<Variable<double>, Variable<double>>[])
            [x => x.Abs().Square(), x => x.Reshape([1]).Norm().Square(), x => (-x.Reshape([1]).Norm().Square()).Exp(), x => x.Square().Sqrt().Square()])
        {
            Assert.True(double.IsNaN(Differentiate.Hessian<double>(function, Tensor.Create(new double[] { 0 }, [1])).FlattenedSpan()[0]));
        }

        Assert.Equal(0, Differentiate.Hessian<double>(x => x.Abs(), Tensor.Create(new double[] { 0 }, [1])).FlattenedSpan()[0]);
    }

    [Fact]
    public void A_rule_that_scales_by_itself_is_set_right()
    {
        Assert.True(double.IsNaN(Slope(x => x.Sqrt().Apply(new NegatedOperation()).Square(), 0)));
        Assert.True(double.IsNaN(Forward(x => x.Sqrt().Apply(new NegatedOperation()).Square(), 0)));
        Assert.Equal(0, Slope(x => x.Sqrt().Apply(new NegatedOperation()) * 0.0, 0));
        Assert.Equal(0, Slope(x => x.Tape.Where(x > 0.0, x.Sqrt().Apply(new NegatedOperation()), 0.0), 0));
        Assert.Equal(-1, Slope(x => x.Apply(new NegatedOperation()), 0));
        Assert.Equal(2, Differentiate.Hessian<double>(x => x.Apply(new NegatedOperation()).Square(), Tensor.Create(new[] { 3.0 }, [1])).FlattenedSpan()[0]);
    }

    [Fact]
    public void A_constant_row_of_zeros_cuts_off_what_is_multiplied_by_it() =>
        Assert.Equal(1, Slope(x => x.Tape.Constant([1, 0, -3, 0], [2, 2]).MatMul(x.Tape.Stack(0, x.Exp(), x.Sqrt()).Unsqueeze(1)).Sum() + (3 * x), 0));

    [Fact]
    public void A_zero_in_a_given_cotangent_asks_for_nothing()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 0.0], [2]);
        Assert.Equal([0.5, 0], x.Sqrt().Backward(tape.Constant([1.0, 0.0], [2]))[x].ToArray());
        Assert.Equal([0.5, double.PositiveInfinity], x.Sqrt().Backward(tape.Constant([1.0, 1.0], [2]))[x].ToArray());
        Tensor<double> jacobian = Differentiate.Jacobian<double>(v => v.Sqrt(), Tensor.Create(new[] { 1.0, 0.0 }, [2]));
        Assert.Equal([0.5, 0, 0, double.PositiveInfinity], jacobian.ToArray());
    }

    private static double Slope(Func<Variable<double>, Variable<double>> function, double at)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(at, "x"), y = function(x).Sum();
        return y.IsDifferentiable ? y.Backward()[x].Scalar : 0;
    }

    private static double Forward(Func<Variable<double>, Variable<double>> function, double at)
    {
        double[] x = [at], one = [1];
        return Differentiate.Jvp<double>(v => function(v.Reshape([])).Sum(), x, one).Tangent.FlattenedSpan()[0];
    }

    /// <summary>y = −x, by a rule that knows nothing of cuts.</summary>
    private readonly record struct NegatedOperation : IUnaryOperation<NegatedOperation, double>
    {
        public static string Name => "Negated";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => -x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent) => -cotangent;
    }
}

internal static class TensorContents
{
    public static T[] FlattenedSpan<T>(this Tensor<T> tensor)
    {
        var elements = new T[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }
}
