using System.Numerics.Tensors;

namespace Autograd.Tests.Differentiation;

/// <summary>What T is follows from the data, however it is given. Each line is a compilation test, too.</summary>
public class DifferentiateOverloadsTests
{
    private static readonly float[] X = [1, -2], V = [3, 1], Expected = [3, 12];

    [Fact]
    public void The_element_type_follows_from_the_data()
    {
        Tensor<float> tensor = Tensor.Create(X, [2]);
        ReadOnlySpan<float> span = X;
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), X).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), span).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), X.AsSpan()).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), tensor).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), tensor.AsReadOnlyTensorSpan()).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), new Parameter<float>("p", [2], X).Values).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient(v => (v * v * v).Sum(), [1f, -2]).ToArray());
        Assert.Equal(Expected, Differentiate.Gradient<float>(v => (v * v * v).Sum(), X).ToArray());
        Assert.Equal([], Differentiate.Gradient(v => v.Sum(), Array.Empty<float>()).ToArray());
    }

    [Fact]
    public void Every_method_takes_arrays_spans_and_tensors()
    {
        Tensor<float> x = Tensor.Create(X, [2]), v = Tensor.Create(V, [2]);
        Assert.Equal(-7, Differentiate.ValueAndGradient(F, X).Value);
        Assert.Equal(-7, Differentiate.ValueAndGradient(F, X.AsSpan()).Value);
        Assert.Equal(-7, Differentiate.ValueAndGradient(F, x).Value);
        Assert.Equal([1f, 0, 0, 1], Differentiate.Jacobian(w => w, X).ToArray());
        Assert.Equal([1f, 0, 0, 1], Differentiate.Jacobian(w => w, X.AsSpan()).ToArray());
        Assert.Equal([1f, 0, 0, 1], Differentiate.Jacobian(w => w, x).ToArray());
        Assert.Equal([6f, 0, 0, -12], Differentiate.Hessian(F, X).ToArray());
        Assert.Equal([6f, 0, 0, -12], Differentiate.Hessian(F, X.AsSpan()).ToArray());
        Assert.Equal([6f, 0, 0, -12], Differentiate.Hessian(F, x).ToArray());
        Assert.Equal([18f, -12], Differentiate.HessianVectorProduct(F, X, V).ToArray());
        Assert.Equal([18f, -12], Differentiate.HessianVectorProduct(F, X.AsSpan(), V).ToArray());
        Assert.Equal([18f, -12], Differentiate.HessianVectorProduct(F, x, v).ToArray());
        Assert.Equal([6f, -4], Differentiate.Vjp(w => w.Square(), X, V).Cotangent.ToArray());
        Assert.Equal([6f, -4], Differentiate.Vjp(w => w.Square(), X.AsSpan(), V.AsSpan()).Cotangent.ToArray());
        Assert.Equal([6f, -4], Differentiate.Vjp(w => w.Square(), x, v).Cotangent.ToArray());
        Assert.Equal([6f, -4], Differentiate.Jvp(w => w.Square(), X, V).Tangent.ToArray());
        Assert.Equal([6f, -4], Differentiate.Jvp(w => w.Square(), X.AsSpan(), V.AsSpan()).Tangent.ToArray());
        Assert.Equal([6f, -4], Differentiate.Jvp(w => w.Square(), x, V).Tangent.ToArray());
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Equal("x", Assert.Throws<ArgumentNullException>(() => Differentiate.Gradient(F, (float[])null!)).ParamName);
        Assert.Equal("x", Assert.Throws<ArgumentNullException>(() => Differentiate.Hessian(F, (Tensor<float>)null!)).ParamName);
        Assert.Equal("tangent", Assert.Throws<ArgumentNullException>(() => Differentiate.Jvp(F, X, null!)).ParamName);
    }

    private static Variable<float> F(Variable<float> v) => (v * v * v).Sum();
}
