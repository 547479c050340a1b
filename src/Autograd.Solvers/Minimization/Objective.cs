namespace Autograd;

/// <summary>A function to be minimized, where the search is, and where it looks.</summary>
internal sealed class Objective : IDisposable
{
    private readonly int _most;
    private double _step, _fall = double.PositiveInfinity;

    public Objective(Func<Variable<double>, Variable<double>> function, ReadOnlySpan<double> start, MinimizationOptions options, int mostIterations)
    {
        Function = new DifferentiableFunction<double>(function, new TapeOptions { Cancellation = options.Cancellation });
        Options = options;
        _most = options.MaxIterations ?? mostIterations;
        X = start.ToArray();
        Gradient = new double[X.Length];
        Trial = new double[X.Length];
        TrialGradient = new double[X.Length];
    }

    public DifferentiableFunction<double> Function { get; }

    public MinimizationOptions Options { get; }

    public double[] X { get; private set; }

    public double Value { get; private set; }

    public double[] Gradient { get; private set; }

    public double[] Trial { get; private set; }

    public double TrialValue { get; private set; }

    public double[] TrialGradient { get; private set; }

    public int Iterations { get; private set; }

    public int Evaluations { get; set; }

    /// <summary>Evaluates where the search starts.</summary>
    /// <returns>Why it is over, if it is.</returns>
    public StopReason? Start()
    {
        Evaluations++;
        Value = Function.ValueAndGradient(X, Gradient);
        if (!double.IsFinite(Value) || !Dense.IsFinite(Gradient)) return StopReason.NotFinite;
        Report();
        return Reason();
    }

    /// <summary>Looks at x + length · direction.</summary>
    /// <returns>f and its slope along the direction there; f is infinite where either is not finite.</returns>
    public (double Value, double Slope) Look(double[] direction, double length)
    {
        Options.Cancellation.ThrowIfCancellationRequested();
        for (int i = 0; i < X.Length; i++) Trial[i] = X[i] + (length * direction[i]);
        Evaluations++;
        TrialValue = Function.ValueAndGradient(Trial, TrialGradient);
        if (!double.IsFinite(TrialValue) || !Dense.IsFinite(TrialGradient)) TrialValue = double.PositiveInfinity;
        return (TrialValue, Dense.Dot(TrialGradient, direction));
    }

    /// <summary>Goes where it looked last: an iteration.</summary>
    /// <returns>Why the search is over, if it is.</returns>
    public StopReason? Move()
    {
        double sum = 0;
        for (int i = 0; i < X.Length; i++) sum += (Trial[i] - X[i]) * (Trial[i] - X[i]);
        (_step, _fall) = (Math.Sqrt(sum), Value - TrialValue);
        (X, Trial) = (Trial, X);
        (Gradient, TrialGradient) = (TrialGradient, Gradient);
        Value = TrialValue;
        Iterations++;
        Report();
        return Reason();
    }

    public bool IsStationary => Dense.LargestMagnitude(Gradient) <= Options.GradientTolerance;

    public MinimizationResult Result(StopReason reason) =>
        new() { Reason = reason, Iterations = Iterations, Evaluations = Evaluations, X = X, Value = Value, Gradient = Gradient };

    public void Dispose() => Function.Dispose();

    private StopReason? Reason()
    {
        if (IsStationary) return StopReason.GradientTolerance;
        if (Iterations > 0 && _fall <= Options.ValueTolerance * Math.Abs(Value) && Options.ValueTolerance > 0) return StopReason.ValueTolerance;
        if (Iterations > 0 && _step <= Options.StepTolerance * Dense.Norm(X) && Options.StepTolerance > 0) return StopReason.StepTolerance;
        return Iterations >= _most ? StopReason.MaxIterations : null;
    }

    private void Report() => Options.Progress?.Report(new SolverProgress(Iterations, Value, Dense.LargestMagnitude(Gradient), _step, Evaluations));
}
