namespace Autograd.Solvers.Tests.LeastSquares;

/// <summary>NIST's 27 reference data sets for non-linear regression, each from both starting points.</summary>
public class NistTests
{
    private static readonly string[] Lower = ["Misra1a", "Chwirut2", "Chwirut1", "Lanczos3", "Gauss1", "Gauss2", "DanWood", "Misra1b"];
    private static readonly string[] Average = ["Kirby2", "Hahn1", "Nelson", "MGH17", "Lanczos1", "Lanczos2", "Gauss3", "Misra1c", "Misra1d", "Roszman1", "ENSO"];
    private static readonly string[] Higher = ["MGH09", "Thurber", "BoxBOD", "Rat42", "MGH10", "Eckerle4", "Rat43", "Bennett5"];

    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            foreach (string name in (string[])[.. Lower, .. Average, .. Higher])
            {
                runs.Add(name, 0);
                runs.Add(name, 1);
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_certified_parameters_are_found_to_eight_digits(string name, int start)
    {
        NistDataSet set = NistDataSet.Load(name);
        LeastSquaresResult fit = set.Fit(start);
        fit.ThrowIfNotConverged();
        Assert.True(set.Digits(fit.X) >= 8, $"{set.Digits(fit.X)} digits");

        // Lanczos1 is exact to 14 digits: what is left is rounding, of the data and of the computation.
        double error = name == "Lanczos1" ? 1e-2 : 1e-9;
        Assert.Equal(1, 2 * fit.Cost / set.SumOfSquares, error);
        double[] covariance = fit.Covariance();
        for (int j = 0; j < set.Certified.Length; j++)
        {
            double deviation = Math.Sqrt(covariance[(j * set.Certified.Length) + j]);
            Assert.Equal(1, deviation / set.Deviations[j], name == "Lanczos1" ? 1e-2 : 1e-6);
        }
    }

    [Theory]
    [InlineData("Misra1a")]
    [InlineData("Hahn1")]
    [InlineData("Thurber")]
    [InlineData("Lanczos3")]
    public void The_method_of_Gauss_and_Newton_finds_them_from_nearby(string name)
    {
        NistDataSet set = NistDataSet.Load(name);
        double[] start = [.. set.Certified.Select((b, j) => b + (0.1 * set.Deviations[j] * (j % 2 == 0 ? 1 : -1)))];
        LeastSquaresResult fit = NonlinearLeastSquares.GaussNewton(set.Residuals, start);
        fit.ThrowIfNotConverged();
        Assert.True(set.Digits(fit.X) >= 8, $"{set.Digits(fit.X)} digits, {fit.Reason}");
    }
}
