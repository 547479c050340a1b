namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>The memory and the work of a long reverse pass; alone, since what other tests hold would be counted.</summary>
[Collection(nameof(OdeAdjointMemoryTests))]
[CollectionDefinition(nameof(OdeAdjointMemoryTests), DisableParallelization = true)]
public class OdeAdjointMemoryTests
{
    /// <summary>At most four times the evaluations of the solution in all, and less than a megabyte at any time.</summary>
    [Fact]
    public void Many_steps_take_little_memory_and_at_most_four_times_the_work()
    {
        const int Steps = 20_000, Between = 30_000;
        long calls = 0, most = 0;
        using var equation = new DifferentialEquation<double>(Slope, new OdeOptions { FixedStep = 10.0 / Steps });
        using var tape = new Tape<double>();
        Variable<double> y0 = tape.Variable([0.1, 1, 2]), rate = tape.Variable(-0.5);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Gradients<double> gradients = equation.Solve(y0, tape.Constant([0.0, 10]), rate).At(0, 1).Sum().Backward();
        long forward = equation.Evaluations;
        double slope = gradients[rate].Scalar;
        Assert.InRange(most - before, 8 * Steps, 1 << 20);
        Assert.InRange(equation.Evaluations, 3 * forward, 4 * forward);

        // tan(y/2) = tan(y₀/2) exp(p t)
        double expected = new[] { 0.1, 1, 2 }.Sum(y =>
        {
            double u = Math.Tan(y / 2) * Math.Exp(-5);
            return 2 * 10 * u / (1 + (u * u));
        });
        Assert.Equal(expected, slope, 1e-10);

        Variable<double> Slope(Variable<double> t, Variable<double> y, ReadOnlySpan<Variable<double>> p)
        {
            if (++calls % Between == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            return p[0] * y.Sin();
        }
    }
}
