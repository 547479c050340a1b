namespace Autograd;

/// <summary>One inexact Newton iteration with steps from GMRES.</summary>
internal sealed class KrylovSearch : IDisposable
{
    /// <summary>The relative residual of a step that cannot be told from the whole one.</summary>
    private const double Whole = 1e-15;

    private readonly DifferentiableFunction<double> _function;
    private readonly RootOptions _options;
    private readonly LinearOptions _linear;
    private readonly double[] _trial, _trialResidual;
    private double[] _x, _residual;
    private int _iterations, _evaluations;

    public KrylovSearch(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, RootOptions options, LinearOptions linear)
    {
        _function = new DifferentiableFunction<double>(function, new TapeOptions { Cancellation = options.Cancellation });
        _options = options;
        _linear = linear;
        _x = start.ToArray();
        _residual = new double[_x.Length];
        _trial = new double[_x.Length];
        _trialResidual = new double[_x.Length];
    }

    public void Dispose() => _function.Dispose();

    public RootResult Run()
    {
        double norm = Evaluate(_x, _residual), forcing = 0.5;
        if (!double.IsFinite(norm)) return Result(StopReason.NotFinite);
        Report(0);
        while (true)
        {
            if (Dense.LargestMagnitude(_residual) <= (_options.ResidualTolerance ?? 1e-10)) return Result(StopReason.ResidualTolerance);
            if (_iterations >= (_options.MaxIterations ?? 200)) return Result(StopReason.MaxIterations);
            LinearResult linear = Solve(Math.Max(forcing, _linear.RelativeTolerance));

            // That a step is short says something only if it is the whole Newton step, not what there is of it at a coarse tolerance.
            if (IsShort(linear) && linear.ResidualNorm > Whole * norm) linear = Solve(Whole);
            if (linear.Reason == StopReason.NotFinite) return Result(StopReason.NotFinite);
            double eta = linear.ResidualNorm / norm;
            if (eta >= 1) return Result(linear.Reason == StopReason.ResidualTolerance ? StopReason.NoProgress : linear.Reason);
            double length = Dense.Norm(linear.X);
            bool isShort = IsShort(linear);
            double next = Shorten(linear.X, norm, eta, out double fraction);
            if (fraction == 0) return Result(isShort ? StopReason.StepTolerance : double.IsFinite(next) ? StopReason.NoProgress : StopReason.NotFinite);
            _x = [.. _trial];
            (_residual, double before) = ([.. _trialResidual], norm);
            norm = next;
            _iterations++;
            Report(fraction * length);
            if (isShort) return Result(StopReason.StepTolerance);
            double ratio = norm / before, wanted = 0.9 * ratio * ratio, kept = 0.9 * forcing * forcing;
            forcing = Math.Clamp(kept > 0.1 ? Math.Max(wanted, kept) : wanted, 1e-10, 0.9);
        }
    }

    /// <summary>The Newton step, up to a relative residual of its equations.</summary>
    private LinearResult Solve(double tolerance)
    {
        LinearResult linear = LinearSolvers.Gmres(
            _function.JacobianAt(_x), _residual, _linear with { RelativeTolerance = tolerance, Start = null, Progress = null, Cancellation = _options.Cancellation });
        _evaluations += linear.Evaluations;
        return linear;
    }

    private bool IsShort(LinearResult linear) => Dense.Norm(linear.X) <= (_options.StepTolerance ?? 1e-12) * Dense.Norm(_x);

    /// <summary>The part of the step, halved until the residual falls by a ten-thousandth of what is promised; 0 where none does.</summary>
    private double Shorten(double[] step, double norm, double eta, out double fraction)
    {
        double next = norm;
        for (fraction = 1; fraction > 1e-12; fraction /= 2)
        {
            for (int i = 0; i < _x.Length; i++) _trial[i] = _x[i] - (fraction * step[i]);
            next = Evaluate(_trial, _trialResidual);
            if (next <= (1 - (1e-4 * fraction * (1 - eta))) * norm) return next;
        }

        fraction = 0;
        return next;
    }

    private double Evaluate(double[] x, double[] residual)
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        _evaluations++;
        _function.Value(x, residual);
        return Dense.Norm(residual);
    }

    private void Report(double step) =>
        _options.Progress?.Report(new SolverProgress(_iterations, Dense.Norm(_residual), Dense.LargestMagnitude(_residual), step, _evaluations));

    private RootResult Result(StopReason reason) => new() { Reason = reason, Iterations = _iterations, Evaluations = _evaluations, X = _x, Residual = _residual };
}
