using System.Numerics.Tensors;
using Autograd.Tests.Tape;

namespace Autograd.Tests.Differentiation;

public class DifferentiableFunctionDestinationsTests
{
    private static readonly double[] V = [1, -2, 0.5], U = [1, -2, 0.5, 3, -1];
    private readonly double[] X = [-1, 0.5, 2];

    [Fact]
    public void Destinations_receive_what_is_returned_otherwise()
    {
        using DifferentiableFunction<double> scalar = new(Scalar), vector = new(Vector);
        double[] value = new double[5], gradient = new double[3], jacobian = new double[15], square = new double[9], tangent = new double[5];
        Assert.Equal(scalar.ValueAndGradient(X).Value, scalar.ValueAndGradient(X, gradient));
        Assert.Equal(scalar.Gradient(X).ToArray(), gradient);
        gradient.AsSpan().Clear();
        scalar.Gradient(X, gradient);
        Assert.Equal(scalar.Gradient(X).ToArray(), gradient);
        scalar.Hessian(X, square);
        Assert.Equal(scalar.Hessian(X).ToArray(), square);
        scalar.HessianVectorProduct(X, V, gradient);
        Assert.Equal(scalar.HessianVectorProduct(X, V).ToArray(), gradient);
        vector.Value(X, value);
        Assert.Equal(vector.Value(X).ToArray(), value);
        vector.Jacobian(X, jacobian);
        Assert.Equal(vector.Jacobian(X).ToArray(), jacobian);
        value.AsSpan().Clear();
        jacobian.AsSpan().Clear();
        vector.ValueAndJacobian(X, value, jacobian);
        Assert.Equal(vector.Value(X).ToArray(), value);
        Assert.Equal(vector.Jacobian(X).ToArray(), jacobian);
        vector.Vjp(X, U, value, gradient);
        Assert.Equal(vector.Vjp(X, U).Cotangent.ToArray(), gradient);
        vector.Jvp(X, V, value, tangent);
        Assert.Equal(vector.Jvp(X, V).Tangent.ToArray(), tangent);
        Assert.Equal(vector.Value(X).ToArray(), value);
    }

    [Fact]
    public void A_destination_may_be_longer_and_must_not_be_shorter()
    {
        using DifferentiableFunction<double> scalar = new(Scalar), vector = new(Vector);
        double[] longer = [7, 7, 7, 7], x = [.. X];
        scalar.Gradient(X, longer);
        Assert.Equal(7, longer[3]);
        scalar.Gradient(x, x);
        Assert.Equal(longer[..3], x);
        Assert.StartsWith("Gradient: the destination has 2 elements; 3 are needed.", Assert.Throws<ArgumentException>(() => scalar.Gradient(X, new double[2])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Hessian: the destination has 8 elements; 9 are needed.", Assert.Throws<ArgumentException>(() => scalar.Hessian(X, new double[8])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Jacobian: the destination has 14 elements; 15 are needed.", Assert.Throws<ArgumentException>(() => vector.Jacobian(X, new double[14])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Value: the destination has 4 elements; 5 are needed.", Assert.Throws<ArgumentException>(() => vector.Jvp(X, V, new double[4], new double[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_steady_state_allocates_0_bytes()
    {
        using DifferentiableFunction<double> scalar = new(Scalar), vector = new(Vector), wide = new(v => v.Exp().Sum([0], keep: true)), matrix = new(v => v.MatMul(v.Transpose()).Tanh().Sum());
        Tensor<double> m = Tensor.Create(X.AsSpan(0, 2).ToArray(), [2, 1]);
        double[] value = new double[5], gradient = new double[3], jacobian = new double[15], square = new double[9], tangent = new double[5];
        double sum = 0;
        long bytes = Allocations.Of(() =>
        {
            for (int k = 0; k < 20; k++)
            {
                X[0] += 0.01;
                sum += scalar.ValueAndGradient(X, gradient);
                scalar.Gradient(X, gradient);
                scalar.Hessian(X, square);
                scalar.HessianVectorProduct(X, V, gradient);
                vector.Value(X, value);
                vector.Jacobian(X, jacobian);
                vector.ValueAndJacobian(X, value, jacobian);
                vector.Vjp(X, U, value, gradient);
                vector.Jvp(X, V, value, tangent);
                wide.Jacobian(X, gradient);
                matrix.Gradient(m, gradient);
                matrix.Hessian(m, square);
                sum += scalar.ValueAndDerivative(0.5).Derivative;
            }
        });
        Assert.Equal(0, bytes);
        Assert.True(double.IsFinite(sum));
    }

    private static Variable<double> Scalar(Variable<double> v) => (v.Sin() * v.Exp()).Square().Sum();

    private static Variable<double> Vector(Variable<double> v) => v.Tape.Concatenate(0, v.Sin() * v.Sum(), v.Slice(0, 0..2).Exp());
}
