using System.Numerics.Tensors;

namespace Autograd.Tests.Differentiation;

public class DifferentiableFunctionTests
{
    private static readonly double[] At = [-1, 0.5, 2], Direction = [1, -2, 0.5];

    [Fact]
    public void Everything_is_what_Differentiate_gives()
    {
        using DifferentiableFunction<double> scalar = new(Scalar), vector = new(Vector);
        double[][] points = [At, [3, 1, 0.2], [0.1], At];
        foreach (double[] x in points)
        {
            double[] direction = Direction[..x.Length];
            Assert.Equal(Differentiate.Gradient(Scalar, x).ToArray(), scalar.Gradient(x).ToArray());
            Assert.Equal(Differentiate.Hessian(Scalar, x).ToArray(), scalar.Hessian(x).ToArray());
            Assert.Equal(Differentiate.HessianVectorProduct(Scalar, x, direction).ToArray(), scalar.HessianVectorProduct(x, direction).ToArray());
            var (value, gradient) = scalar.ValueAndGradient(x);
            Assert.Equal(Differentiate.ValueAndGradient(Scalar, x).Value, value);
            Assert.Equal(Differentiate.Gradient(Scalar, x).ToArray(), gradient.ToArray());
            Assert.Equal([value], scalar.Value(x).ToArray());
            Assert.Equal(Differentiate.Jacobian(Vector, x).ToArray(), vector.Jacobian(x).ToArray());
            Assert.Equal(Differentiate.Jvp(Vector, x, direction).Tangent.ToArray(), vector.Jvp(x, direction).Tangent.ToArray());
            Assert.Equal(Differentiate.Vjp(Vector, x, direction).Cotangent.ToArray(), vector.Vjp(x, direction).Cotangent.ToArray());
            Assert.Equal(vector.Value(x).ToArray(), vector.Vjp(x, direction).Value.ToArray());
        }

        using var cube = new DifferentiableFunction<double>(x => x * x * x);
        Assert.Equal((8, 12), cube.ValueAndDerivative(2));
        Assert.Equal(27, cube.Derivative(3));
    }

    [Fact]
    public void A_matrix_keeps_its_lengths()
    {
        using var function = new DifferentiableFunction<double>(v => v.MatMul(v.Transpose()).Tanh().Sum());
        Tensor<double> x = Tensor.Create([0.3, -0.7, 1.1, 0.4, -0.2, 0.9], [2, 3]);
        Assert.Equal([2, 3], function.Gradient(x).Lengths.ToArray());
        Assert.Equal([2, 3, 2, 3], function.Hessian(x).Lengths.ToArray());
    }

    [Fact]
    public void Settings_are_those_of_its_tape()
    {
        var seen = new List<EvaluationMode>();
        using var function = new DifferentiableFunction<double>(Function, new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Assert.Equal(Differentiate.Gradient(Scalar, At).ToArray(), function.Gradient(At).ToArray());
        Assert.Equal([EvaluationMode.Deferred], seen);

        Variable<double> Function(Variable<double> v)
        {
            seen.Add(v.Tape.Options.Evaluation);
            return Scalar(v);
        }
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new DifferentiableFunction<double>(null!));
        Assert.Throws<ArgumentNullException>(() => new DifferentiableFunction<double>(Scalar, null!));
        var function = new DifferentiableFunction<double>(Vector);
        Assert.StartsWith("Gradient: the function's result has shape [3]", Assert.Throws<InvalidOperationException>(() => function.Gradient(At)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Derivative: the function's result has shape [2]", Assert.Throws<InvalidOperationException>(() => new DifferentiableFunction<double>(v => v.BroadcastTo([2])).Derivative(1)).Message, StringComparison.Ordinal);
        function.Dispose();
        Assert.Throws<ObjectDisposedException>(() => function.Jacobian(At));
    }

    private static Variable<double> Scalar(Variable<double> v) => (v.Sin() * v.Exp()).Square().Sum();

    private static Variable<double> Vector(Variable<double> v) => (v.Softmax(0) * v.Exp()) + v.Sum();
}
