namespace Autograd.Examples.Pendulum;

public sealed class PendulumTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pendulum-").FullName;

    [Fact]
    public void TheProgram_FindsThePendulum_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        Assert.InRange(Program.Run(Terminal.Plain(output), _folder), 0.01, 4);
        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\x1b', text);
        Assert.Contains(lines, line => line.StartsWith("   ω² ", StringComparison.Ordinal) && line.EndsWith(" 8.1750", StringComparison.Ordinal));
        Assert.Contains("<path class=\"line c2\"", File.ReadAllText(Path.Combine(_folder, "pendulum.svg")), StringComparison.Ordinal);
    }

    /// <summary>Without errors of measurement the truth is found to many digits, from far away.</summary>
    [Fact]
    public void WithoutErrors_TheTruthIsFound()
    {
        using Pendulum pendulum = new();
        double[] times = [.. Enumerable.Range(0, 30).Select(k => k / 10.0)], truth = [8, 0.2, 1, -0.5];
        LeastSquaresResult fit = pendulum.Fit(times, pendulum.Measure(truth, times, 0, 1), [7, 0.1, 0.8, 0]);
        Assert.Equal(truth, fit.X, (expected, actual) => Math.Abs(expected - actual) < 1e-7);
    }

    [Fact]
    public void Jacobian_IsThatOfDifferences()
    {
        using Pendulum pendulum = new();
        GradientCheck.Check(x => pendulum.Angles(x, [0, 0.4, 1]).Square(), [8, 0.2, 1, -0.5], [4], new GradientCheckOptions { Tolerance = 1e-5 }).ThrowIfFailed();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
