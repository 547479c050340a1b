namespace Autograd;

/// <summary>
/// The step that a linear model likes best within bounds and a radius, in pieces. Each piece goes to the model's least point over the parameters that are
/// free, or as far as the first bound, which holds its parameter from there on. At such a least point one parameter is freed that the gradient pulls away
/// from its bound, the strongest; where there is none the step is done. The model falls with every piece: an active-set method (Nocedal and Wright,
/// "Numerical Optimization", 2006, algorithm 16.3).
/// </summary>
internal sealed class BoundedStep(double[] lower, double[] upper)
{
    /// <summary>What a component of the gradient cannot be told from, relative to what it is computed from.</summary>
    private const double Rounding = 1e-14;

    private readonly double[] _piece = new double[lower.Length], _gradient = new double[lower.Length];
    private readonly bool[] _isHeld = new bool[lower.Length];
    private TrustRegionModel? _model;
    private double[] _residuals = [], _change = [];

    /// <summary>Whether the radius ended the last step.</summary>
    public bool IsDamped { get; private set; }

    /// <summary>Finds the step.</summary>
    /// <param name="residuals">r.</param>
    /// <param name="jacobian">J, in row-major order.</param>
    /// <param name="scale">The diagonal of D.</param>
    /// <param name="isHeld">Which parameters are held at first.</param>
    /// <param name="radius">The greatest ‖D p‖.</param>
    /// <param name="x">Where it begins, within the bounds.</param>
    /// <param name="end">Receives where it ends, within them, too.</param>
    /// <returns>By how much it lets ½‖r‖² fall.</returns>
    public double Find(ReadOnlySpan<double> residuals, double[] jacobian, double[] scale, ReadOnlySpan<bool> isHeld, double radius, double[] x, double[] end)
    {
        _model ??= new TrustRegionModel(residuals.Length, x.Length);
        if (_residuals.Length != residuals.Length) (_residuals, _change) = (new double[residuals.Length], new double[residuals.Length]);
        residuals.CopyTo(_residuals);
        isHeld.CopyTo(_isHeld);
        x.CopyTo(end, 0);
        IsDamped = false;
        double before = Dense.Norm(residuals), left = radius;
        for (int piece = 0; piece < (4 * x.Length) + 4 && !IsDamped; piece++)
        {
            _model.Form(_residuals, jacobian, scale, _isHeld);
            _model.Step(left, _piece);
            double fraction = FirstBound(end, out int bound);
            IsDamped = _model.Damping > 0 && bound < 0;
            left -= fraction * _model.StepNorm;
            for (int j = 0; j < x.Length; j++)
            {
                _piece[j] *= fraction;
                end[j] = Math.Clamp(end[j] + _piece[j], lower[j], upper[j]);
            }

            Dense.Multiply(jacobian, _piece, _change);
            for (int i = 0; i < _residuals.Length; i++) _residuals[i] += _change[i];
            if (bound >= 0)
            {
                end[bound] = _piece[bound] < 0 || end[bound] - lower[bound] < upper[bound] - end[bound] ? lower[bound] : upper[bound];
                _isHeld[bound] = true;
                if (left <= 0) IsDamped = true;
            }
            else if (!TryFree(jacobian, end))
            {
                break;
            }
        }

        double after = Dense.Norm(_residuals);
        return 0.5 * (before - after) * (before + after);
    }

    /// <summary>Which part of the piece lies within the bounds.</summary>
    /// <param name="x">Where it begins.</param>
    /// <param name="bound">Receives the parameter that is stopped first; −1 for none.</param>
    private double FirstBound(double[] x, out int bound)
    {
        double fraction = 1;
        bound = -1;
        for (int j = 0; j < x.Length; j++)
        {
            double to = x[j] + _piece[j];
            if (_isHeld[j] || (to >= lower[j] && to <= upper[j])) continue;
            double part = Math.Max(0, ((to < lower[j] ? lower[j] : upper[j]) - x[j]) / _piece[j]);
            if (bound >= 0 && part >= fraction) continue;
            (fraction, bound) = (Math.Min(part, 1), j);
        }

        return fraction;
    }

    /// <summary>Frees the parameter that the model's gradient pulls away from its bound the most, if it pulls any.</summary>
    private bool TryFree(double[] jacobian, double[] x)
    {
        Dense.MultiplyTransposed(jacobian, _residuals, _gradient);
        double norm = Dense.Norm(_residuals), strongest = Rounding;
        int freed = -1;
        for (int j = 0; j < x.Length; j++)
        {
            if (!_isHeld[j]) continue;
            double pull = x[j] <= lower[j] ? -_gradient[j] : _gradient[j], size = 0;
            for (int i = j; i < jacobian.Length; i += x.Length) size += jacobian[i] * jacobian[i];
            double relative = pull / (Math.Sqrt(size) * norm);
            if (relative > strongest) (strongest, freed) = (relative, j);
        }

        if (freed >= 0) _isHeld[freed] = false;
        return freed >= 0;
    }
}
