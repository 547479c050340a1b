namespace Autograd;

/// <summary>One search for a least sum of squares, by steps within a trust region or by damped Gauss-Newton steps.</summary>
internal sealed class LeastSquaresSearch : IDisposable
{
    /// <summary>What a value and a step cannot be told from, being computed: some units in the last place.</summary>
    private const double Rounding = 4e-16;

    /// <summary>What a fall of the cost, relative to it, is not to be taken for when values are compared that were computed with rounding errors.</summary>
    private const double Unseen = 1e-8;

    private readonly LeastSquaresOptions _options;
    private readonly Residuals _residuals;
    private readonly double[] _x, _before, _trial, _step, _scale, _gradient;
    private readonly double[] _lower, _upper;
    private readonly BoundedStep _bounded;
    private readonly bool[] _isHeld;

    /// <summary>Whether no radius shortened the last step.</summary>
    private bool _isFull;
    private TrustRegionModel _model = null!;
    private double _radius;
    private int _iterations;

    public LeastSquaresSearch(string caller, Func<Variable<double>, Variable<double>> residuals, ReadOnlySpan<double> start, LeastSquaresOptions options)
    {
        _options = options;
        _lower = Bounds(caller, options.Lower, start.Length, "Lower", double.NegativeInfinity);
        _upper = Bounds(caller, options.Upper, start.Length, "Upper", double.PositiveInfinity);
        for (int j = 0; j < start.Length; j++)
        {
            if (!(_lower[j] < _upper[j])) throw SolverErrors.BoundsCrossed(caller, j, _lower[j], _upper[j]);
        }

        _bounded = new BoundedStep(_lower, _upper);

        _x = start.ToArray();
        for (int j = 0; j < _x.Length; j++) _x[j] = Clamp(j, _x[j]);
        _before = new double[_x.Length];
        _trial = new double[_x.Length];
        _step = new double[_x.Length];
        _scale = new double[_x.Length];
        _gradient = new double[_x.Length];
        _isHeld = new bool[_x.Length];
        _residuals = new Residuals(residuals, _x.Length, options);
    }

    /// <summary>The largest residual at which it stops, for equations; none, for a fit.</summary>
    public double? ResidualTolerance { get; init; }

    public LeastSquaresResult Run(bool hasRegion)
    {
        if (!_residuals.Differentiate(_x)) return Result(StopReason.NotFinite);
        _model = new TrustRegionModel(_residuals.Rows, _x.Length);
        Form();
        _radius = _options.InitialRadius * ScaledNorm(_x);
        if (_radius == 0) _radius = _options.InitialRadius;
        Report(0);
        StopReason? reason = AtRest();
        while (reason is null)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            if (_iterations >= Most) reason = StopReason.MaxIterations;
            else reason = hasRegion ? TakeStepInRegion() : TakeDampedStep();
        }

        if (reason.Value.IsConverged) Polish();
        return Result(reason.Value);
    }

    public void Dispose() => _residuals.Dispose();

    private int Most => _options.MaxIterations ?? 1000;

    private static double[] Bounds(string caller, IReadOnlyList<double>? bounds, int count, string what, double none)
    {
        if (bounds is not null && bounds.Count != count) throw SolverErrors.LengthsDiffer(caller, what, bounds.Count, "the start", count, "options");
        double[] all = new double[count];
        for (int j = 0; j < count; j++) all[j] = bounds is null ? none : bounds[j];
        return all;
    }

    /// <summary>A step within the region, which then grows or shrinks; tried until one is better.</summary>
    private StopReason? TakeStepInRegion()
    {
        bool isFinite = true;
        while (true)
        {
            double predicted = Move(_radius, out double norm);
            if (IsNegligible(predicted) is { } negligible) return negligible;
            bool isFull = _isFull;
            double cost = _residuals.CostAt(_trial), reduction = _residuals.Cost - cost, ratio = reduction / predicted;
            isFinite &= double.IsFinite(cost);
            if (_iterations == 0) _radius = Math.Min(_radius, norm);
            if (!(ratio > 0.25))
            {
                // Where the slope and the two values say that a parabola has its least point, but between a tenth and a half of the step.
                double slope = Dense.Dot(_gradient, _step), fraction = double.IsFinite(cost) ? 0.5 * slope / (slope + reduction) : 0.1;
                _radius = Math.Min(_radius, norm) * Math.Clamp(fraction, 0.1, 0.5);
            }
            else if (ratio >= 0.75 || isFull)
            {
                _radius = Math.Max(_radius, 2 * norm);
            }

            if (ratio > 1e-4) return Accept(norm);
            if (predicted <= Unseen * _residuals.Cost && IsFlat(Unseen) && Polish()) return AtRest();
            if (Math.Abs(reduction) <= _options.ValueTolerance * _residuals.Cost && IsFlat(_options.ValueTolerance)) return StopReason.ValueTolerance;
            if (_radius <= Rounding * ScaledNorm(_x)) return isFinite ? StopReason.NoProgress : StopReason.NotFinite;
            _options.Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A Gauss-Newton step, halved until the cost falls by a tenth of a thousandth of what its slope promises.</summary>
    private StopReason? TakeDampedStep()
    {
        if (IsFlat(Unseen) && Polish()) return AtRest();
        double predicted = Move(double.PositiveInfinity, out double norm);
        if (predicted <= _options.ValueTolerance * _residuals.Cost) return StopReason.ValueTolerance;
        if (IsNegligible(predicted) is { } negligible) return negligible;
        bool isFinite = true;
        for (double fraction = 1; fraction > Rounding; fraction /= 2)
        {
            double cost = _residuals.CostAt(_trial);
            isFinite &= double.IsFinite(cost);
            if (cost <= _residuals.Cost + (1e-4 * Dense.Dot(_gradient, _step))) return Accept(fraction * norm);
            for (int j = 0; j < _x.Length; j++)
            {
                _step[j] /= 2;
                _trial[j] = Clamp(j, _x[j] + _step[j]);
            }
        }

        return isFinite ? StopReason.NoProgress : StopReason.NotFinite;
    }

    /// <summary>Whether not even the full Gauss-Newton step promises a greater fall of the cost, relative to it.</summary>
    private bool IsFlat(double fraction) => Move(double.PositiveInfinity, out _) <= fraction * _residuals.Cost;

    private StopReason? Accept(double norm)
    {
        _trial.CopyTo(_x, 0);
        _iterations++;
        if (!_residuals.Differentiate(_x)) return StopReason.NotFinite;
        Form();
        Report(norm);
        return AtRest();
    }

    /// <summary>Whether a step is as good as none: a Gauss-Newton step that is short, or a fall that is lost in rounding.</summary>
    private StopReason? IsNegligible(double predicted)
    {
        if (_isFull && ScaledNorm(_step) <= _options.StepTolerance * ScaledNorm(_x)) return StopReason.StepTolerance;
        if (_isFull && predicted <= 1e-30 * _residuals.Cost) return StopReason.ValueTolerance;
        return null;
    }

    /// <summary>Whether the place itself is a solution.</summary>
    private StopReason? AtRest()
    {
        if (Dense.LargestMagnitude(_residuals.Values) <= ResidualTolerance) return StopReason.ResidualTolerance;
        return Optimality() <= _options.GradientTolerance ? StopReason.GradientTolerance : null;
    }

    /// <summary>
    /// Full Gauss-Newton steps near a solution, where the cost is too flat to tell better from worse: they are taken as long as the residuals get more
    /// orthogonal to the Jacobian, by a twentieth each until that is as it was asked, by half from then on.
    /// </summary>
    /// <returns>Whether any was taken.</returns>
    private bool Polish()
    {
        int most = Math.Min(100, Most - _iterations);
        for (int k = 0; k < most; k++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            double removable = _model.Removable, cost = _residuals.Cost, fraction = AtRest() is null ? 0.95 : 0.5;
            Move(double.PositiveInfinity, out double norm);
            if (norm == 0) return k > 0;
            _x.CopyTo(_before, 0);
            _trial.CopyTo(_x, 0);
            bool isFinite = _residuals.Differentiate(_x);
            if (isFinite) Form();
            if (isFinite && _model.Removable <= fraction * removable && _residuals.Cost <= cost * (1 + Unseen))
            {
                _iterations++;
                Report(norm);
                continue;
            }

            _before.CopyTo(_x, 0);
            _residuals.Differentiate(_x);
            Form();
            return k > 0;
        }

        return most > 0;
    }

    /// <summary>Finds the step that the model likes best within the bounds, and puts its end into the trial.</summary>
    /// <param name="radius">The greatest length, in the scale.</param>
    /// <param name="norm">Receives its length.</param>
    /// <returns>By how much it lowers the model.</returns>
    private double Move(double radius, out double norm)
    {
        _model.Step(radius, _step);
        double predicted = _model.Predicted;
        _isFull = _model.Damping == 0;
        bool isCut = false;
        for (int j = 0; j < _x.Length; j++)
        {
            _trial[j] = _x[j] + _step[j];
            isCut |= _trial[j] < _lower[j] || _trial[j] > _upper[j];
        }

        if (isCut)
        {
            predicted = _bounded.Find(_residuals.Values, _residuals.Jacobian, _scale, _isHeld, radius, _x, _trial);
            _isFull = !_bounded.IsDamped;
            for (int j = 0; j < _x.Length; j++) _step[j] = _trial[j] - _x[j];
        }

        norm = ScaledNorm(_step);
        return predicted;
    }

    private void Form()
    {
        int n = _x.Length;
        Dense.MultiplyTransposed(_residuals.Jacobian, _residuals.Values, _gradient);
        for (int j = 0; j < n; j++)
        {
            double norm = ColumnNorm(j);
            _scale[j] = Math.Max(_scale[j], norm);
            if (_scale[j] == 0) _scale[j] = 1;
            _isHeld[j] = (_x[j] <= _lower[j] && _gradient[j] >= 0) || (_x[j] >= _upper[j] && _gradient[j] <= 0);
        }

        _model.Form(_residuals.Values, _residuals.Jacobian, _scale, _isHeld);
    }

    private double Optimality()
    {
        double norm = Dense.Norm(_residuals.Values), largest = 0;
        for (int j = 0; j < _x.Length; j++)
        {
            double column = ColumnNorm(j);
            if (!_isHeld[j] && column > 0 && norm > 0) largest = Math.Max(largest, Math.Abs(_gradient[j]) / column / norm);
        }

        return largest;
    }

    private double ColumnNorm(int j)
    {
        double[] column = new double[_residuals.Rows];
        for (int i = 0; i < column.Length; i++) column[i] = _residuals.Jacobian[(i * _x.Length) + j];
        return Dense.Norm(column);
    }

    private double ScaledNorm(double[] x)
    {
        double[] scaled = new double[x.Length];
        for (int j = 0; j < x.Length; j++) scaled[j] = _scale[j] * x[j];
        return Dense.Norm(scaled);
    }

    private double Clamp(int j, double x) => x < _lower[j] ? _lower[j] : x > _upper[j] ? _upper[j] : x;

    private void Report(double step) =>
        _options.Progress?.Report(new SolverProgress(_iterations, _residuals.Cost, Optimality(), step, _residuals.Evaluations));

    private LeastSquaresResult Result(StopReason reason) => new()
    {
        Reason = reason,
        Iterations = _iterations,
        Evaluations = _residuals.Evaluations,
        X = _x,
        Residuals = _residuals.Unscaled.ToArray(),
        Jacobian = _residuals.UnscaledJacobian.ToArray(),
        Cost = _residuals.Cost,
        Optimality = reason == StopReason.NotFinite ? double.NaN : Optimality(),
    };
}
