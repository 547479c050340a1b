namespace Autograd.Examples.Kalman;

public sealed class KalmanTests : IDisposable
{
    private static readonly double[] X = [-2, 0.3, 0.8];

    private readonly string _folder = Directory.CreateTempSubdirectory("kalman-").FullName;

    [Fact]
    public void TheProgram_FindsTheNoises_AndReportsInPlainTextThatFits()
    {
        using StringWriter output = new();
        (double worst, double filtered, double measured) = Program.Run(Terminal.Plain(output), _folder);
        Assert.InRange(worst, 0.01, 4);
        Assert.InRange(filtered, 0.3, 0.75 * measured);
        string text = output.ToString();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        Assert.DoesNotContain('\x1b', text);
        Assert.Contains("<path class=\"line c2\"", File.ReadAllText(Path.Combine(_folder, "kalman.svg")), StringComparison.Ordinal);
    }

    /// <summary>The filter's likelihood is that of the normal distribution of all that was measured at once.</summary>
    [Fact]
    public void Likelihood_IsThatOfTheJointDistribution()
    {
        const int Count = 7;
        double[] measured = StateSpace.Simulate(X, Count, 4).Measured;
        using Tape<double> tape = new();
        double actual = StateSpace.NegativeLogLikelihood(tape.Constant(X), measured).Scalar;

        // Position k is linear in the first state and the pushes before: its velocity is φᵏ of the first and φᵏ⁻ⁱ⁻¹ of push i.
        double[,] parts = new double[Count, Count + 2];
        double[] velocity = new double[Count + 2], position = new double[Count + 2];
        (position[0], velocity[1]) = (Math.Sqrt(10), 1);
        for (int k = 0; k < Count; k++)
        {
            if (k > 0)
            {
                for (int i = 0; i < Count + 2; i++) (position[i], velocity[i]) = (position[i] + velocity[i], X[2] * velocity[i]);
                velocity[k + 1] += Math.Exp(X[0] / 2);
            }

            for (int i = 0; i < Count + 2; i++) parts[k, i] = position[i];
        }

        Variable<double> a = tape.Constant(parts), covariance = a.MatMul(a.Transpose()) + (tape.Eye(Count) * Math.Exp(X[1])), y = tape.Constant(measured);
        double expected = 0.5 * ((Count * Math.Log(2 * Math.PI)) + covariance.LogDeterminant().Logarithm.Scalar + y.Dot(covariance.Solve(y)).Scalar);
        Assert.Equal(expected, actual, 1e-10);
    }

    [Fact]
    public void Likelihood_HasItsDerivatives()
    {
        double[] measured = StateSpace.Simulate(X, 12, 4).Measured;
        GradientCheck.Check(x => StateSpace.NegativeLogLikelihood(x, measured), X, [3], new GradientCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
