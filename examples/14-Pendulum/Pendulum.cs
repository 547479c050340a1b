namespace Autograd.Examples.Pendulum;

/// <summary>A damped pendulum: θ″ = −ω² sin θ − c θ′, with the parameters x = (ω², c, θ at the start, θ′ at the start).</summary>
internal sealed class Pendulum : IDisposable
{
    private readonly DifferentialEquation<double> _equation = new(
        (_, state, parameters) =>
        {
            Variable<double> angle = state.At(0, 0), speed = state.At(0, 1), x = parameters[0];
            return state.Tape.Stack(0, speed, -(x.At(0, 0) * angle.Sin()) - (x.At(0, 1) * speed));
        },
        new OdeOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-10 });

    /// <summary>What there is to be found.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ω²", "damping", "angle", "speed"];

    /// <inheritdoc cref="DifferentialEquation{T}.Evaluations"/>
    public long Evaluations => _equation.Evaluations;

    /// <summary>The angles at given times, as a function of the parameters: one node, differentiable by them.</summary>
    /// <param name="x">The parameters.</param>
    /// <param name="times">The times, from 0 on.</param>
    public Variable<double> Angles(Variable<double> x, double[] times) =>
        _equation.Solve(x.Slice(0, 2, 2), x.Tape.Constant(times), x.Slice(0, 0, 2)).At(1, 0);

    /// <summary>The parameters whose angles are nearest to measured ones, by least squares; the Jacobian is that of the differential equation's solution.</summary>
    public LeastSquaresResult Fit(double[] times, double[] measured, double[] guess, IProgress<SolverProgress>? progress = null) =>
        NonlinearLeastSquares.LevenbergMarquardt(x => Angles(x, times) - x.Tape.Constant(measured), guess, new LeastSquaresOptions { Progress = progress });

    /// <summary>Angles as they would be measured, with errors of a normal distribution.</summary>
    public double[] Measure(double[] x, double[] times, double deviation, ulong seed)
    {
        using var tape = new Tape<double>();
        var random = new RandomGenerator(seed);
        return [.. Angles(tape.Constant(x), times).ToArray().Select(angle => angle + (deviation * random.NextNormal()))];
    }

    /// <inheritdoc/>
    public void Dispose() => _equation.Dispose();
}
