namespace Autograd.Examples.PhysicsInformed;

public sealed class PhysicsInformedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heat-").FullName;

    [Fact]
    public void TheProgram_SolvesTheEquation_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        Assert.InRange(Program.Run(Terminal.Plain(output), Program.Steps, _folder), 1e-6, 0.01);
        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\x1b', text);
        Assert.Contains(lines, line => line.StartsWith("   1500 ", StringComparison.Ordinal));
        Assert.Contains("<path class=\"line c7\"", File.ReadAllText(Path.Combine(_folder, "heat.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void Residuals_AreThoseOfDifferences()
    {
        using HeatSolution solution = new(4, 10, seed: 3);
        solution.Learn();
        using Tape<double> tape = new();
        const double X = 0.3, T = 0.6, H = 1e-3;
        double residual = solution.Residuals(tape.Variable([X]), tape.Variable([T])).ToArray()[0];
        double byTime = (U(X, T + H) - U(X, T - H)) / (2 * H), curvature = (U(X + H, T) - (2 * U(X, T)) + U(X - H, T)) / (H * H);
        Assert.Equal(byTime - (HeatSolution.Conductivity * curvature), residual, 1e-4);

        double U(double x, double t) => solution.At(t, [x])[0];
    }

    [Fact]
    public void Conditions_HoldWhateverIsLearned_AndTheClosedFormSolvesTheEquation()
    {
        using HeatSolution solution = new(4, 10, seed: 5);
        Assert.Equal([0, 0], solution.At(0.7, [0, 1]), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(HeatSolution.Exact(0.3, 0), solution.At(0, [0.3])[0], 1e-14);
        const double H = 1e-3;
        double byTime = (HeatSolution.Exact(0.3, 0.4 + H) - HeatSolution.Exact(0.3, 0.4 - H)) / (2 * H);
        double curvature = (HeatSolution.Exact(0.3 + H, 0.4) - (2 * HeatSolution.Exact(0.3, 0.4)) + HeatSolution.Exact(0.3 - H, 0.4)) / (H * H);
        Assert.Equal(HeatSolution.Conductivity * curvature, byTime, 1e-4);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
