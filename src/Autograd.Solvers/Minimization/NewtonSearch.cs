namespace Autograd;

/// <summary>Newton's method by the eigenvalues of the Hessian, in a trust region or with a line search.</summary>
internal sealed class NewtonSearch(Objective objective)
{
    private readonly double[] _hessian = new double[objective.X.Length * objective.X.Length];
    private readonly double[] _factored = new double[objective.X.Length * objective.X.Length];
    private readonly double[] _vectors = new double[objective.X.Length * objective.X.Length];
    private readonly double[] _values = new double[objective.X.Length];
    private readonly double[] _parts = new double[objective.X.Length];
    private readonly double[] _step = new double[objective.X.Length];
    private double _radius = objective.Options.InitialRadius;

    public MinimizationResult Run()
    {
        bool hasRegion = objective.Options.Strategy == NewtonStrategy.TrustRegion;
        StopReason? reason = objective.Start();
        while (true)
        {
            // A point where the slope is 0 may be a saddle; the region has a way down from there.
            bool isStationary = reason == StopReason.GradientTolerance && hasRegion;
            if (reason is { } end && !isStationary) return objective.Result(end);
            objective.Options.Cancellation.ThrowIfCancellationRequested();
            if (!Factor()) return objective.Result(StopReason.NotFinite);
            if (isStationary && _values.Length > 0 && _values.Min() >= -1e-8 * Dense.LargestMagnitude(_values)) return objective.Result(StopReason.GradientTolerance);
            if (isStationary && _values.Length == 0) return objective.Result(StopReason.GradientTolerance);
            bool moved = hasRegion ? FindInRegion() : FindOnLine();
            if (!moved) return objective.Result(isStationary ? StopReason.GradientTolerance : StopReason.NoProgress);
            reason = objective.Move();
        }
    }

    private bool Factor()
    {
        int n = _values.Length;
        objective.Evaluations++;
        objective.Function.Hessian(objective.X, _hessian);
        if (!Dense.IsFinite(_hessian)) return false;
        _hessian.CopyTo(_factored, 0);
        SymmetricEigen.Factor(_factored, _values, _vectors);
        for (int k = 0; k < n; k++) _parts[k] = Dense.Dot(_vectors.AsSpan(k * n, n), objective.Gradient);
        return true;
    }

    /// <summary>−V |Λ|⁻¹ Vᵀ g, then a search for the length.</summary>
    private bool FindOnLine()
    {
        double least = 1e-10 * Dense.LargestMagnitude(_values);
        if (least == 0) least = 1;
        _step.AsSpan().Clear();
        for (int k = 0; k < _values.Length; k++) Add(k, -_parts[k] / Math.Max(Math.Abs(_values[k]), least));
        return WolfeSearch.Find(objective, _step, 1);
    }

    private bool FindInRegion()
    {
        double least = 1e-16 * Math.Max(Dense.Norm(objective.X), 1e-16);
        while (_radius > least)
        {
            double predicted = StepWithin(_radius), norm = Dense.Norm(_step), slope = Dense.Dot(objective.Gradient, _step);
            (double value, double slopeThere) = objective.Look(_step, 1);
            double reduction = objective.Value - value, ratio = reduction / predicted;

            // Where values differ by no more than rounding, the slopes at both ends tell by how much it falls; of steps that the radius did not shorten.
            if (Math.Abs(reduction) <= 1e-14 * Math.Abs(objective.Value) && norm < 0.9 * _radius) ratio = -0.5 * (slope + slopeThere) / predicted;
            if (!(ratio >= 0.25)) _radius = 0.25 * Math.Min(_radius, norm);
            else if (ratio > 0.75 && norm > 0.8 * _radius) _radius *= 2;
            if (ratio > 1e-4) return true;
        }

        return false;
    }

    /// <summary>
    /// The least point of the quadratic model within a radius: −(H + μ)⁻¹ g with μ ≥ 0 and H + μ positive semidefinite, so long as is allowed;
    /// where g has no part along the lowest curvature, as much of that is added as the radius leaves (Moré and Sorensen 1983).
    /// </summary>
    /// <returns>By how much the model falls.</returns>
    private double StepWithin(double radius)
    {
        int n = _values.Length, lowest = 0;
        for (int k = 1; k < n; k++) lowest = _values[k] < _values[lowest] ? k : lowest;
        double size = Dense.LargestMagnitude(_values), floor = Math.Max(0, -_values[lowest]), gradient = Dense.Norm(_parts), extra = 0;
        double shift = 0;
        if (_values[lowest] <= 1e-14 * size || Length(0, 0) > radius)
        {
            double low = floor, high = floor + (gradient / radius) + (1e-14 * size);
            if (Length(floor, 1e-13 * size) < radius && _values[lowest] < 0)
            {
                shift = floor;
                double length = Length(floor, 1e-13 * size);
                extra = Math.Sqrt((radius * radius) - (length * length));
            }
            else
            {
                for (int k = 0; k < 200 && high - low > 1e-14 * high; k++)
                {
                    shift = k < 100 && low > 0 ? Math.Sqrt(low * high) : 0.5 * (low + high);
                    double length = Length(shift, 0);
                    if (Math.Abs(length - radius) <= 0.05 * radius) break;
                    (low, high) = length > radius ? (shift, high) : (low, shift);
                }
            }
        }

        double predicted = 0, skipped = extra > 0 ? 1e-13 * size : 0;
        _step.AsSpan().Clear();
        for (int k = 0; k < n; k++)
        {
            double part = _values[k] + shift <= skipped ? 0 : -_parts[k] / (_values[k] + shift);
            if (k == lowest && extra > 0) part += _parts[k] > 0 ? -extra : extra;
            Add(k, part);
            predicted -= part * (_parts[k] + (0.5 * _values[k] * part));
        }

        return predicted;
    }

    private double Length(double shift, double skipped)
    {
        double sum = 0;
        for (int k = 0; k < _values.Length; k++)
        {
            double curvature = _values[k] + shift;
            if (curvature > skipped) sum += _parts[k] / curvature * (_parts[k] / curvature);
            else if (skipped == 0 && _parts[k] != 0) return double.PositiveInfinity;
        }

        return Math.Sqrt(sum);
    }

    private void Add(int k, double part) => Dense.AddScaled(part, _vectors.AsSpan(k * _values.Length, _values.Length), _step);
}
