namespace Autograd.Tests.Differentiation;

public class BackwardTests
{
    /// <summary>The 2-3-1 network of the lecture notes against formulas (6.4) evaluated here by hand.</summary>
    [Fact]
    public void The_network_of_the_notes_has_the_gradients_of_its_equations()
    {
        double[] x = [0.5, -1.5], w1 = [0.1, -0.2, 0.4, 0.3, -0.5, 0.6], b1 = [0.05, -0.1, 0.2], w2 = [0.7, -0.8, 0.9];
        const double b2 = -0.3, t = 1;
        var h = new double[3];
        double a2 = b2;
        for (int i = 0; i < 3; i++)
        {
            h[i] = 1 / (1 + Math.Exp(-((w1[2 * i] * x[0]) + (w1[(2 * i) + 1] * x[1]) + b1[i])));
            a2 += w2[i] * h[i];
        }

        double z = 1 / (1 + Math.Exp(-a2)), delta = -(t - z) * z * (1 - z);

        using var tape = new Tape<double>();
        var pW1 = new Parameter<double>("W1", [3, 2], w1);
        var pB1 = new Parameter<double>("b1", [3], b1);
        var pW2 = new Parameter<double>("w2", [3], w2);
        var pB2 = new Parameter<double>("b2", [], [b2]);
        for (int repeat = 0; repeat < 3; repeat++)
        {
            tape.Reset();
            var input = tape.Constant(x, [1, 2]);
            var hidden = (input.MatMul(tape.Watch(pW1).Transpose()) + tape.Watch(pB1)).Sigmoid();
            var output = (hidden.MatMul(tape.Watch(pW2)) + tape.Watch(pB2)).Sigmoid();
            var loss = output.HalfMeanSquaredError(tape.Constant([t], [1]));
            Assert.Equal(0.5 * (t - z) * (t - z), loss.Scalar, 1e-15);
            Gradients<double> gradients = loss.Backward();
            Assert.Equal(delta, gradients[pB2].Scalar, 1e-15);
            for (int i = 0; i < 3; i++)
            {
                double hiddenDelta = delta * w2[i] * h[i] * (1 - h[i]);
                Assert.Equal(delta * h[i], gradients[pW2].Span[i], 1e-15);
                Assert.Equal(hiddenDelta, gradients[pB1].Span[i], 1e-15);
                Assert.Equal(hiddenDelta * x[0], gradients[pW1].Span[2 * i], 1e-15);
                Assert.Equal(hiddenDelta * x[1], gradients[pW1].Span[(2 * i) + 1], 1e-15);
            }
        }
    }

    [Fact]
    public void Hessian_of_a_sum_of_sigmoids_is_the_diagonal_of_second_derivatives()
    {
        double[] x = [-1, 0.5, 2];
        var hessian = Differentiate.Hessian<double>(v => v.Sigmoid().Sum(), x);
        for (int i = 0; i < 3; i++)
        {
            double s = 1 / (1 + Math.Exp(-x[i]));
            for (int j = 0; j < 3; j++) Assert.Equal(i == j ? s * (1 - s) * (1 - (2 * s)) : 0, hessian[i, j], 1e-15);
        }
    }

    [Fact]
    public void A_forward_product_is_the_transpose_of_the_reverse_one()
    {
        double[] x = [-1, 0.5, 2], v = [1, 2, 3];
        var (_, tangent) = Differentiate.Jvp<double>(u => u.Square().CumulativeByHand(), x, v);
        Assert.Equal([-2, 0, 12], tangent.ToArray());
    }
}

internal static class Extra
{
    extension(Variable<double> x)
    {
        public Variable<double> CumulativeByHand()
        {
            var first = x.Slice(0, 0, 1);
            var second = first + x.Slice(0, 1, 1);
            return x.Tape.Concatenate(0, first, second, second + x.Slice(0, 2, 1));
        }
    }
}
