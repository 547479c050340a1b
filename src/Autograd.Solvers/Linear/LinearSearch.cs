namespace Autograd;

/// <summary>One solution of A x = b: cycles of a method, each from the residual as it is, until that is small, or a cycle no longer helps.</summary>
internal sealed class LinearSearch
{
    /// <summary>A cycle that lowers the residual by less than this has not helped.</summary>
    private const double Stagnation = 1e-3;

    private readonly string _method;
    private readonly LinearMap _a;
    private readonly double[] _b;
    private readonly double _norm;

    public LinearSearch(string method, LinearMap a, ReadOnlySpan<double> b, LinearOptions? options)
    {
        ArgumentNullException.ThrowIfNull(a);
        Options = options ?? new LinearOptions();
        if (Options.Start is { } start && start.Count != b.Length) throw SolverErrors.LengthsDiffer(method, "Start", start.Count, "b", b.Length, "options");
        _method = method;
        _a = a;
        _b = b.ToArray();
        _norm = Dense.Norm(b);
        X = Options.Start?.ToArray() ?? new double[b.Length];
        Residual = new double[b.Length];
    }

    /// <summary>Improves X, of which Residual is the residual, by some iterations.</summary>
    /// <returns>Why the method cannot go on; null where it can.</returns>
    public delegate StopReason? Cycle(LinearSearch search);

    public LinearOptions Options { get; }

    public double[] X { get; }

    public double[] Residual { get; }

    /// <summary>How small the residual is to be.</summary>
    public double Target { get; private set; }

    public int Iterations { get; private set; }

    public int Evaluations { get; private set; }

    public bool IsLast => Iterations >= (Options.MaxIterations ?? Math.Max(1000, 10 * Math.Min(_b.Length, int.MaxValue / 10)));

    public LinearResult Run(Cycle cycle)
    {
        Target = Options.RelativeTolerance * _norm;
        if (_norm == 0) X.AsSpan().Clear();
        double norm = ComputeResidual(), before = double.PositiveInfinity;
        Report(norm, 0);
        StopReason? reason = Reason(norm, before);
        while (reason is null)
        {
            StopReason? end = cycle(this);
            (before, norm) = (norm, ComputeResidual());
            reason = Reason(norm, before);
            if (reason is null or StopReason.NoProgress) reason = end ?? reason;
        }

        return new LinearResult { Method = _method, Reason = reason.Value, Iterations = Iterations, Evaluations = Evaluations, X = X, ResidualNorm = norm };
    }

    public void Apply(ReadOnlySpan<double> x, Span<double> product)
    {
        Options.Cancellation.ThrowIfCancellationRequested();
        Evaluations++;
        _a(x, product);
    }

    /// <summary>The preconditioner's product, or x itself.</summary>
    public void Precondition(ReadOnlySpan<double> x, Span<double> product)
    {
        if (Options.Preconditioner is { } preconditioner) preconditioner(x, product);
        else x.CopyTo(product);
    }

    /// <summary>Counts and reports an iteration.</summary>
    /// <param name="norm">‖b − A x‖ as the method knows it.</param>
    /// <param name="step">How far x moved, where that is known.</param>
    public void EndIteration(double norm, double step)
    {
        Iterations++;
        Report(norm, step);
    }

    private StopReason? Reason(double norm, double before)
    {
        if (norm <= Target) return StopReason.ResidualTolerance;
        if (!double.IsFinite(norm)) return StopReason.NotFinite;
        if (IsLast) return StopReason.MaxIterations;
        return norm > (1 - Stagnation) * before ? StopReason.NoProgress : null;
    }

    private double ComputeResidual()
    {
        Apply(X, Residual);
        for (int i = 0; i < _b.Length; i++) Residual[i] = _b[i] - Residual[i];
        return Dense.Norm(Residual);
    }

    private void Report(double norm, double step) =>
        Options.Progress?.Report(new SolverProgress(Iterations, norm, _norm == 0 ? norm : norm / _norm, step, Evaluations));
}
