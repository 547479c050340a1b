using System.Numerics.Tensors;

namespace Autograd.Solvers.Tests.Models;

/// <summary>Products with matrices of curvature, against the matrices.</summary>
public class CurvatureTests
{
    private static readonly double[] X = [0.3, -0.8, 1.1], V = [1, -2, 0.5], Inputs = [1, 0.5, -0.3, 2, -1, 0.7, 0.2, 0.1];

    [Fact]
    public void Gauss_Newton_is_the_Jacobian_twice()
    {
        double[,] j = Matrix(Differentiate.Jacobian(Model, X));
        Equal(Transposed(j, Times(j, V)), Curvature.GaussNewtonProduct<double>(Model, X, V));
    }

    [Fact]
    public void With_a_loss_it_has_the_losses_Hessian_between_which_is_Fishers_for_logits()
    {
        double[,] j = Matrix(Differentiate.Jacobian(Model, X));
        double[] logits = Differentiate.Jvp(Model, X, V).Value.ToArray(), exp = [.. logits.Select(Math.Exp)], p = [.. exp.Select(e => e / exp.Sum())], t = Times(j, V);
        double mean = p.Zip(t, (a, b) => a * b).Sum();

        // The Hessian of −log softmax is diag(p) − p pᵀ, whatever the class.
        double[] expected = Transposed(j, [.. p.Zip(t, (a, b) => a * (b - mean))]);
        Equal(expected, Curvature.GaussNewtonProduct<double>(Model, y => y.LogSumExp() - y.At(0, 2), X, V));

        // And the mean over the classes of g gᵀ v with g the gradient of the log-likelihood.
        double[] fisher = new double[3];
        for (int c = 0; c < p.Length; c++)
        {
            int chosen = c;
            double[] g = Differentiate.Gradient(x => Model(x).At(0, chosen) - Model(x).LogSumExp(), X).ToArray();
            double along = g.Zip(V, (a, b) => a * b).Sum();
            for (int k = 0; k < 3; k++) fisher[k] += p[c] * g[k] * along;
        }

        Equal(expected, Tensor.Create(fisher));
    }

    [Fact]
    public void The_empirical_one_is_the_mean_of_outer_products()
    {
        double[,] g = Matrix(Differentiate.Jacobian(Model, X));
        double[] expected = [.. Transposed(g, Times(g, V)).Select(value => value / 4)];
        Equal(expected, Curvature.FisherProduct<double>(Model, X, V));
    }

    [Fact]
    public void Of_least_squares_without_residual_it_is_the_Hessian()
    {
        double[] target = Differentiate.Jvp(Model, X, V).Value.ToArray();
        Tensor<double> hessian = Differentiate.HessianVectorProduct(x => 0.5 * (Model(x) - x.Tape.Constant(target)).Square().Sum(), X, V);
        Equal(hessian.ToArray(), Curvature.GaussNewtonProduct<double>(Model, X, V));
        Assert.Throws<ArgumentException>(() => Curvature.GaussNewtonProduct<double>(Model, X, new double[2]));
        Assert.Throws<InvalidOperationException>(() => Curvature.GaussNewtonProduct<double>(Model, y => y, X, V));
    }

    private static Variable<double> Model(Variable<double> x)
    {
        Variable<double> inputs = x.Tape.Constant(Inputs, [4, 2]);
        return ((inputs.MatMul(x.Slice(0, 0, 2)) + x.At(0, 2)).Tanh() * x.At(0, 0)) + x.At(0, 1).Exp();
    }

    private static double[,] Matrix(Tensor<double> jacobian)
    {
        var matrix = new double[(int)jacobian.Lengths[0], (int)jacobian.Lengths[1]];
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int k = 0; k < matrix.GetLength(1); k++) matrix[i, k] = jacobian[i, k];
        }

        return matrix;
    }

    private static double[] Times(double[,] a, double[] v) => [.. Enumerable.Range(0, a.GetLength(0)).Select(i => Enumerable.Range(0, v.Length).Sum(k => a[i, k] * v[k]))];

    private static double[] Transposed(double[,] a, double[] u) => [.. Enumerable.Range(0, a.GetLength(1)).Select(k => Enumerable.Range(0, u.Length).Sum(i => a[i, k] * u[i]))];

    private static void Equal(double[] expected, Tensor<double> actual) => Assert.Equal(expected, actual.ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
}
