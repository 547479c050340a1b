namespace Autograd;

/// <summary>One search for a change of sign between two numbers.</summary>
internal sealed class ScalarSearch
{
    private readonly Func<double, (double Value, double Slope)> _function;
    private readonly RootOptions _options;
    private NewtonBracket _bracket;
    private int _iterations, _evaluations;

    public ScalarSearch(string caller, Func<double, (double Value, double Slope)> function, double a, double b, RootOptions options)
    {
        _function = function;
        _options = options;
        double valueAtB = Evaluate(b).Value;
        _bracket = new NewtonBracket(a, Evaluate(a).Value, b, valueAtB, Math.Max(options.StepTolerance ?? 0, 4.5e-16));
        if (!_bracket.IsValid) throw SolverErrors.NotBracketed(caller, a, _bracket.ValueAtA, b, valueAtB);
        Report();
    }

    /// <summary>Chandrupatla's method: a is the latest point, b is beyond the change of sign, c is the one that a took the place of.</summary>
    public ScalarRootResult Interpolate()
    {
        double fraction = 0.5;
        while (true)
        {
            if (Reason() is { } reason) return Result(reason);
            double c = _bracket.A, fc = _bracket.ValueAtA, a = c, b = _bracket.B, fa = fc, fb = _bracket.ValueAtB;
            double least = 0.5 * _bracket.Width / Math.Abs(b - a), x = a + (Math.Clamp(fraction, least, 1 - least) * (b - a)), fx = Evaluate(x).Value;
            if (double.IsNaN(fx)) return Result(StopReason.NotFinite);
            _bracket.Narrow(x, fx);
            EndIteration();
            if (Math.Sign(fx) != Math.Sign(fa)) (c, fc) = (b, fb);
            (a, fa, b, fb) = (x, fx, _bracket.B, _bracket.ValueAtB);

            // Quadratic interpolation of x as a function of f is used where that is monotonic between a and b.
            double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
            bool isTrusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
            fraction = isTrusted ? (fa / (fb - fa) * (fc / (fb - fc))) + ((c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb))) : 0.5;
        }
    }

    /// <summary>Newton's method from the middle.</summary>
    public ScalarRootResult Newton()
    {
        while (true)
        {
            if (Reason() is { } reason) return Result(reason);
            (double value, double slope) = Evaluate(_bracket.Next);
            if (double.IsNaN(value)) return Result(StopReason.NotFinite);
            _bracket.Take(value, slope);
            EndIteration();
        }
    }

    private StopReason? Reason()
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        if (_bracket.LeastValue <= (_options.ResidualTolerance ?? 0)) return StopReason.ResidualTolerance;
        if (_bracket.IsNarrow) return StopReason.StepTolerance;
        return _iterations >= (_options.MaxIterations ?? 4000) ? StopReason.MaxIterations : null;
    }

    private (double Value, double Slope) Evaluate(double x)
    {
        _evaluations++;
        return _function(x);
    }

    private void EndIteration()
    {
        _iterations++;
        Report();
    }

    private void Report() =>
        _options.Progress?.Report(new SolverProgress(_iterations, _bracket.LeastValue, _bracket.LeastValue, Math.Abs(_bracket.B - _bracket.A), _evaluations));

    private ScalarRootResult Result(StopReason reason)
    {
        double x = _bracket.Best;
        return new ScalarRootResult
        {
            Reason = reason, Iterations = _iterations, Evaluations = _evaluations, X = x, Residual = x == _bracket.A ? _bracket.ValueAtA : _bracket.ValueAtB,
            Lower = Math.Min(_bracket.A, _bracket.B), Upper = Math.Max(_bracket.A, _bracket.B),
        };
    }
}
