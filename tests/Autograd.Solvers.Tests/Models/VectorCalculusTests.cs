namespace Autograd.Solvers.Tests.Models;

/// <summary>Divergence and Laplacian, exact and sampled, against closed forms, and as parts of what is differentiated.</summary>
public class VectorCalculusTests
{
    private static readonly double[] X = [0.4, -1.2, 0.7];

    [Fact]
    public void The_divergence_is_the_trace_of_the_Jacobian()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(X);
        Assert.Equal(X.Sum(Math.Cos) + (3 * X[1]), VectorCalculus.Divergence(y => y.Sin() + (y * y.At(0, 1)) - (y.Tape.Constant([0.0, 1, 0]) * y * y.At(0, 1)) + (y.Tape.Constant([0.0, 0.5, 0]) * y.Square()), x).Scalar, 1e-13);
        Assert.Equal(0, VectorCalculus.Divergence(y => y.Tape.Constant(X), x).Scalar);
        Variable<double> empty = tape.Variable(ReadOnlySpan<double>.Empty, [0]);
        Assert.Equal(0, VectorCalculus.Divergence(y => y.Sin(), empty).Scalar);
        Assert.Throws<ArgumentException>(() => VectorCalculus.Divergence(y => y.Sum(), x));
    }

    [Fact]
    public void The_Laplacian_of_a_harmonic_function_is_zero_and_of_a_bell_its_closed_form()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(X);
        Assert.Equal(0, VectorCalculus.Laplacian(y => 1 / y.Square().Sum().Sqrt(), x).Scalar, 1e-13);
        double square = X.Sum(v => v * v);
        Assert.Equal(((4 * square) - 6) * Math.Exp(-square), VectorCalculus.Laplacian(y => (-y.Square().Sum()).Exp(), x).Scalar, 1e-13);
        Variable<double> grid = tape.Variable([1.0, 2, 3, 4], [2, 2]);
        Assert.Equal(6 * 10, VectorCalculus.Laplacian(y => y.Pow(3).Sum(), grid).Scalar, 1e-12);
    }

    [Fact]
    public void Samples_have_its_mean_and_are_the_same_for_a_seed()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(X), mix = tape.Constant([1.0, 0.5, -0.3, 2, -1, 0.7, 0.2, 0.1, 0.4], [3, 3]);
        Variable<double> Field(Variable<double> y) => mix.MatMul(y.Sin());
        Variable<double> probes = VectorCalculus.Signs(x, 400, new RandomGenerator(3));
        Assert.All(probes.ToArray(), sign => Assert.Equal(1, Math.Abs(sign)));
        double[] samples = VectorCalculus.DivergenceSamples(Field, x, probes).ToArray();
        double mean = samples.Average(), error = Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / (400.0 * 399));
        Assert.InRange(error, 1e-3, 0.2);
        Assert.Equal(VectorCalculus.Divergence(Field, x).Scalar, mean, 4 * error);
        Assert.Equal(samples, VectorCalculus.DivergenceSamples(Field, x, VectorCalculus.Signs(x, 400, new RandomGenerator(3))).ToArray());

        // Where the Hessian is diagonal each sample is the Laplacian.
        Assert.All(VectorCalculus.LaplacianSamples(y => y.Pow(4).Sum(), x, probes).ToArray(), sample => Assert.Equal(12 * X.Sum(v => v * v), sample, 1e-12));
        Assert.Throws<ArgumentException>(() => VectorCalculus.DivergenceSamples(Field, x, tape.Ones(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorCalculus.Signs(x, 0, new RandomGenerator(3)));

        // By a constant nothing is differentiated.
        Assert.Throws<ArgumentException>(() => VectorCalculus.Divergence(v => v, tape.Constant(X)));
        Assert.Throws<ArgumentException>(() => VectorCalculus.DivergenceSamples(v => v, x.StopGradient(), probes));
    }

    [Fact]
    public void They_can_stand_in_a_loss()
    {
        GradientCheck.Check(x => VectorCalculus.Laplacian(y => (y.Sin() * y.At(0, 0)).Sum(), x).Square(), X, [3]).ThrowIfFailed();
        GradientCheck.Check(x => VectorCalculus.Divergence(y => y.Sin() * y.Flip(0), x), X, [3]).ThrowIfFailed();
    }
}
