namespace Autograd.Examples.GaussianProcess;

/// <summary>
/// Regression by a Gaussian process with the kernel a² exp(−(x − x′)² / 2ℓ²) and noise of variance s² (Rasmussen and Williams, Gaussian Processes for
/// Machine Learning, chapters 2 and 5). Its three numbers are given by their logarithms.
/// </summary>
internal sealed class GaussianProcess(double[] x, double[] y)
{
    /// <summary>Records −ln p(y): ½ yᵀK⁻¹y + ½ ln det K + ½ n ln 2π, by the Cholesky factor of K, of which the determinant is a product of squares.</summary>
    /// <param name="logarithms">ln a, ln ℓ, ln s.</param>
    public Variable<double> NegativeLogLikelihood(Variable<double> logarithms)
    {
        Tape<double> tape = logarithms.Tape;
        Variable<double> points = tape.Constant(x), factor = Covariance(logarithms, points, points).Cholesky();
        Variable<double> whitened = factor.SolveTriangular(tape.Constant(y, y.Length, 1));
        return (0.5 * whitened.Square().Sum()) + factor.Diagonal().Log().Sum() + (0.5 * y.Length * Math.Log(2 * Math.PI));
    }

    /// <summary>The mean and the standard deviation of what would be measured at other points.</summary>
    public (double[] Mean, double[] Deviation) Predict(double[] logarithms, double[] at)
    {
        using var tape = new Tape<double>();
        Variable<double> theta = tape.Constant(logarithms), points = tape.Constant(x), others = tape.Constant(at);
        Variable<double> factor = Covariance(theta, points, points).Cholesky();
        Variable<double> cross = factor.SolveTriangular(Kernel(theta, points, others)), whitened = factor.SolveTriangular(tape.Constant(y, y.Length, 1));
        Variable<double> variance = (2 * theta[0]).Exp() + (2 * theta[2]).Exp() - cross.Square().Sum(0);
        return (cross.Transpose().MatMul(whitened).ToArray(), variance.Sqrt().ToArray());
    }

    private static Variable<double> Kernel(Variable<double> theta, Variable<double> rows, Variable<double> columns)
    {
        Variable<double> distance = (rows.Unsqueeze(1) - columns.Unsqueeze(0)) / theta[1].Exp();
        return (2 * theta[0]).Exp() * (-0.5 * distance.Square()).Exp();
    }

    private static Variable<double> Covariance(Variable<double> theta, Variable<double> rows, Variable<double> columns) =>
        Kernel(theta, rows, columns) + ((2 * theta[2]).Exp() * theta.Tape.Eye(rows.Shape[0]));
}
