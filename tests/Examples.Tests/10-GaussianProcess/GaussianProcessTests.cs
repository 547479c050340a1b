namespace Autograd.Examples.GaussianProcess;

public class GaussianProcessTests
{
    [Fact]
    public void Likelihood_IsThatOfANormalDistribution()
    {
        // Two points far apart are independent, of variance a² + s².
        GaussianProcess process = new([0, 1000], [0.5, -2]);
        double[] logarithms = [Math.Log(1.5), 0.3, Math.Log(0.4)];
        double variance = (1.5 * 1.5) + (0.4 * 0.4);
        double expected = (0.5 * (0.25 + 4) / variance) + Math.Log(variance) + Math.Log(2 * Math.PI);
        Assert.Equal(expected, Differentiate.ValueAndGradient(process.NegativeLogLikelihood, logarithms).Value, 1e-13);
        GradientCheck.Check(new GaussianProcess([0, 0.5, 2], [1, 2, -1]).NegativeLogLikelihood, logarithms, [3], new GradientCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Fact]
    public void Predictions_PassThroughExactMeasurements_AndForgetThemFarAway()
    {
        GaussianProcess process = new([0, 1, 3], [1, -1, 2]);
        (double[] mean, double[] deviation) = process.Predict([0, 0, Math.Log(1e-4)], [0, 1, 3, 500]);
        Assert.Equal([1, -1, 2, 0], mean.Select(value => Math.Round(value, 5)));
        Assert.InRange(deviation[0], 0, 2e-4);
        Assert.Equal(1, deviation[3], 1e-6);
    }

    [Fact]
    public void TheProgram_FindsTheNoise_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        FitReport report = Program.Run(Terminal.Plain(output));
        Assert.Equal(StopReason.GradientTolerance, report.Found.Reason);
        Assert.InRange(report.Noise, Measurements.Noise - (3 * report.NoiseDeviation), Measurements.Noise + (3 * report.NoiseDeviation));
        Assert.InRange(report.Covered, 0.9, 1);
        Assert.Equal(-0.035304, report.Found.Value, 1e-5);
        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.Contains("   noise       0.1723    0.1413    0.2103", lines);
    }
}
