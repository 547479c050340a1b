namespace Autograd;

/// <summary>One search for a change of sign between two numbers.</summary>
internal sealed class ScalarSearch
{
    private readonly Func<double, (double Value, double Slope)> _function;
    private readonly RootOptions _options;
    private readonly double _tolerance, _relative;
    private double _a, _b, _fa, _fb, _slope;
    private int _iterations, _evaluations;

    public ScalarSearch(string caller, Func<double, (double Value, double Slope)> function, double a, double b, RootOptions options)
    {
        _function = function;
        _options = options;
        _tolerance = options.ResidualTolerance ?? 0;
        _relative = Math.Max(options.StepTolerance ?? 0, 4.5e-16);
        (_a, _b) = (a, b);
        _fb = Evaluate(b);
        _fa = Evaluate(a);
        bool isBracketed = double.IsFinite(a) && double.IsFinite(b) && ((_fa <= 0 && _fb >= 0) || (_fa >= 0 && _fb <= 0));
        if (!isBracketed) throw SolverErrors.NotBracketed(caller, a, _fa, b, _fb);
        Report(Math.Abs(_b - _a));
    }

    /// <summary>Chandrupatla's method: a is the latest point, b is beyond the change of sign, c is the one that a took the place of.</summary>
    public ScalarRootResult Interpolate()
    {
        double fraction = 0.5;
        while (true)
        {
            if (Reason() is { } reason) return Result(reason);
            double least = 0.5 * Width() / Math.Abs(_b - _a);
            double x = _a + (Math.Clamp(fraction, least, 1 - least) * (_b - _a)), fx = Evaluate(x);
            if (double.IsNaN(fx)) return Result(StopReason.NotFinite);
            double c = _a, fc = _fa;
            if (Math.Sign(fx) != Math.Sign(_fa)) (c, fc, _b, _fb) = (_b, _fb, _a, _fa);
            (_a, _fa) = (x, fx);
            EndIteration();

            // Quadratic interpolation of x as a function of f is used where that is monotonic between a and b.
            double xi = (_a - _b) / (c - _b), phi = (_fa - _fb) / (fc - _fb);
            bool isTrusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
            fraction = isTrusted ? (_fa / (_fb - _fa) * (fc / (_fb - fc))) + ((c - _a) / (_b - _a) * (_fa / (fc - _fa)) * (_fb / (fc - _fb))) : 0.5;
        }
    }

    /// <summary>Newton's method from the middle; a step that leaves the interval, or that does not halve the one before the last, becomes halving.</summary>
    public ScalarRootResult Newton()
    {
        double last = double.PositiveInfinity, beforeLast = double.PositiveInfinity, x = _a + (0.5 * (_b - _a));
        while (true)
        {
            if (Reason() is { } reason) return Result(reason);
            double fx = Evaluate(x);
            if (double.IsNaN(fx)) return Result(StopReason.NotFinite);
            if (Math.Sign(fx) != Math.Sign(_fa)) (_b, _fb) = (_a, _fa);
            (_a, _fa) = (x, fx);
            EndIteration();

            // Just beyond the root, so that the interval closes from both sides.
            double step = -_fa / _slope, low = Math.Min(_a, _b), high = Math.Max(_a, _b);
            double next = _a + step;
            bool isTrusted = next > low && next < high && Math.Abs(step) < 0.5 * beforeLast;
            if (!isTrusted) next = _a + (0.5 * (_b - _a));
            else if (Math.Abs(step) < Width()) next = Math.Clamp(_a + Math.CopySign(Width(), step), low, high);
            (beforeLast, last) = (last, Math.Abs(next - _a));
            x = next;
        }
    }

    /// <summary>How narrow an interval is narrow enough.</summary>
    private double Width() => _relative * Math.Max(Math.Min(Math.Abs(_a), Math.Abs(_b)), double.Epsilon / _relative);

    private StopReason? Reason()
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        if (Math.Min(Math.Abs(_fa), Math.Abs(_fb)) <= _tolerance) return StopReason.ResidualTolerance;
        if (Math.Abs(_b - _a) <= 2 * Width()) return StopReason.StepTolerance;
        return _iterations >= (_options.MaxIterations ?? 4000) ? StopReason.MaxIterations : null;
    }

    private double Evaluate(double x)
    {
        _evaluations++;
        (double value, _slope) = _function(x);
        return value;
    }

    private void EndIteration()
    {
        _iterations++;
        Report(Math.Abs(_b - _a));
    }

    private void Report(double width)
    {
        double least = Math.Min(Math.Abs(_fa), Math.Abs(_fb));
        _options.Progress?.Report(new SolverProgress(_iterations, least, least, width, _evaluations));
    }

    private ScalarRootResult Result(StopReason reason)
    {
        bool isA = Math.Abs(_fa) <= Math.Abs(_fb);
        return new ScalarRootResult
        {
            Reason = reason, Iterations = _iterations, Evaluations = _evaluations, X = isA ? _a : _b, Residual = isA ? _fa : _fb,
            Lower = Math.Min(_a, _b), Upper = Math.Max(_a, _b),
        };
    }
}
