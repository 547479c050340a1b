namespace Autograd.Tests.Operations;

public class SvdTests
{
    /// <summary>Singular values a and b that are small beside the largest, but not equal: ∂U₁₂/∂A₁₂ = b/(b² − a²), ∂U₁₂/∂A₂₁ = a/(b² − a²).</summary>
    [Theory]
    [InlineData(4e-4f, 2e-4f)]
    [InlineData(4e-6f, 3e-6f)]
    public void Small_singular_values_that_differ_tell_their_vectors_apart(float a, float b)
    {
        using var tape = new Tape<float>();
        var x = tape.Variable([1, 0, 0, 0, a, 0, 0, 0, b], [3, 3]);
        float[] gradient = x.Svd().U.At(0, 1).At(0, 2).Backward()[x].ToArray();
        float expected = b / ((b * b) - (a * a));
        Assert.Equal(expected, gradient[5], Math.Abs(expected) * 1e-5f);
        Assert.Equal(expected * a / b, gradient[7], Math.Abs(expected * a / b) * 1e-5f);

        // The second derivative of a singular value is one of its vectors.
        float[] second = x.SingularValues().At(0, 1).Backward()[x].At(0, 1).At(0, 2).Backward()[x].ToArray();
        Assert.Equal(a / ((a * a) - (b * b)), second[5], -expected * a / b * 1e-5f);
        Assert.Equal(b / ((a * a) - (b * b)), second[7], -expected * a / b * 1e-5f);
    }

    /// <summary>U(cA) = U(A) for every c, so c times its gradient is one and the same.</summary>
    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-157)]
    [InlineData(1e-165)]
    [InlineData(1e155)]
    public void The_gradient_does_not_depend_on_the_scale_of_the_matrix(double scale)
    {
        Assert.Equal(Scaled(1), Scaled(scale), (x, y) => Math.Abs(x - y) < 1e-13);

        static double[] Scaled(double c)
        {
            using var tape = new Tape<double>();
            var a = tape.Variable([c, 2 * c, 3 * c, 5 * c], [2, 2]);
            var (u, s, v) = a.Svd();
            var gradient = (u.Square().At(0, 0).At(0, 0) + v.At(0, 1).At(0, 0) + (s / c).Sum()).Backward()[a];
            return [.. gradient.ToArray().Select(element => element * c)];
        }
    }

    /// <summary>Several zero singular values are equal: they contribute nothing for each other, and the values' own gradient is right.</summary>
    [Fact]
    public void Zero_singular_values_have_a_gradient()
    {
        using var tape = new Tape<double>();
        var a = tape.Variable([1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [4, 3]);
        var (u, s, v) = a.Svd();
        double[] gradient = (u.Square().Sum() + v.Square().Sum() + s.At(0, 0)).Backward()[a].ToArray();
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }
}
