using System.Numerics.Tensors;

namespace Autograd.Tests.Differentiation;

public class DifferentiateSeveralTests
{
    private static readonly double[] X = [1, 2], Y = [3, -1], Z = [0.5];

    /// <summary>f = Σ x² y and its gradients 2 x y and x²; with z: Σ x² y + Σ x z, and the gradients 2 x y + z, x² and Σ x.</summary>
    [Fact]
    public void Functions_of_two_and_three_arguments_have_a_gradient_for_each()
    {
        var (x, y) = Differentiate.Gradient((a, b) => (a.Square() * b).Sum(), X, Y);
        Assert.Equal([6.0, -4], x.ToArray());
        Assert.Equal([1.0, 4], y.ToArray());
        var (value, x3, y3, z3) = Differentiate.ValueAndGradient((a, b, c) => (a.Square() * b).Sum() + (a * c).Sum(), X, Y, Z);
        Assert.Equal(3 - 4 + 1.5, value);
        Assert.Equal([6.5, -3.5], x3.ToArray());
        Assert.Equal([1.0, 4], y3.ToArray());
        Assert.Equal([3.0], z3.ToArray());
        Assert.Equal(-1, Differentiate.ValueAndGradient((a, b) => (a.Square() * b).Sum(), X, Y).Value);
        Assert.Equal([3.0], Differentiate.Gradient((a, b, c) => (a * c).Sum() + b.Sum(), X, Y, Z).Z.ToArray());
        Assert.Equal([0.0, 0], Differentiate.Gradient((a, b) => a.Sum(), X, Y).Y.ToArray());
    }

    [Fact]
    public void Arrays_spans_and_tensors_may_be_given()
    {
        Tensor<double> w = Tensor.Create([1.0, 2, 3, 4, 5, 6], [2, 3]), v = Tensor.Create([1.0, -1, 2]);
        var (ofW, ofV) = Differentiate.Jacobian((a, b) => a.MatMul(b), w, v);
        Assert.Equal([2, 2, 3], ofW.Lengths.ToArray());
        Assert.Equal([1.0, -1, 2, 0, 0, 0, 0, 0, 0, 1, -1, 2], ofW.ToArray());
        Assert.Equal(w.ToArray(), ofV.ToArray());
        Assert.Equal(w.ToArray(), Differentiate.Jacobian((a, b) => a.MatMul(b), w, (double[])[1, -1, 2]).Y.ToArray());
        Assert.Equal([10.0, -10, 20, 22, -22, 44], Differentiate.Gradient((a, b) => a.MatMul(b).Square().Sum(), w, v).X.ToArray());
        Assert.Equal([10.0, -10, 20, 22, -22, 44], Differentiate.Gradient((a, b) => a.MatMul(b).Square().Sum(), w.AsReadOnlyTensorSpan(), v.AsReadOnlyTensorSpan()).X.ToArray());
        Assert.Equal([3.0, 0, 0, -1], Differentiate.Jacobian((a, b) => a * b, X.AsSpan(), new Parameter<double>("p", [2], Y).Values).X.ToArray());
        Assert.Equal([0.5, 0, 0, 0.5], Differentiate.Jacobian((a, b, c) => (a * c) + b, X, Y, Z).X.ToArray());
        Assert.Equal([1.0, 2], Differentiate.Jacobian((a, b, c) => (a * c) + b, X, Y, Z).Z.ToArray());
        Assert.Equal([1.0, 4], Differentiate.Gradient<double>((a, b) => (a.Square() * b).Sum(), X, Y).Y.ToArray());
    }

    [Fact]
    public void Functions_of_numbers_have_partial_derivatives()
    {
        var (x, y) = Differentiate.Derivative((a, b) => a.Square() * b, 3.0, 5.0);
        Assert.Equal((30, 9), (x, y));
        Assert.Equal((1f, 1f, 0f), Differentiate.Derivative((a, b, c) => a + b, 3f, 5f, 7f));
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        Func<Variable<double>, Variable<double>, Variable<double>> none = null!;
        Assert.Throws<ArgumentNullException>(() => Differentiate.Gradient(none, X, Y));
        Assert.Throws<ArgumentNullException>(() => Differentiate.Derivative(none, 1.0, 2.0));
        Assert.Equal("y", Assert.Throws<ArgumentNullException>(() => Differentiate.Gradient((a, b) => a.Sum(), Tensor.Create(X), null!)).ParamName);
        Assert.StartsWith("Gradient: the function's result has shape [2]", Assert.Throws<InvalidOperationException>(() => Differentiate.Gradient((a, b) => a, X, Y)).Message, StringComparison.Ordinal);
    }
}
