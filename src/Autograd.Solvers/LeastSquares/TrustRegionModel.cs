namespace Autograd;

/// <summary>
/// The linear model r + J p of the residuals at a point, for the free parameters, and its minimizer within ‖D p‖ ≤ Δ (Moré 1978). By a QR factorization
/// of J, never by JᵀJ, and the singular values of R D⁻¹, so that each radius costs no more than a sum.
/// </summary>
internal sealed class TrustRegionModel
{
    private readonly int _parameters;
    private readonly double[] _columns, _right, _product, _v, _singular, _projected, _y;
    private readonly int[] _free;
    private readonly double[] _scale;
    private int _count;

    public TrustRegionModel(int rows, int parameters)
    {
        _parameters = parameters;
        _columns = new double[rows * parameters];
        _right = new double[rows];
        _product = new double[parameters * parameters];
        _v = new double[parameters * parameters];
        _singular = new double[parameters];
        _projected = new double[parameters];
        _y = new double[parameters];
        _free = new int[parameters];
        _scale = new double[parameters];
    }

    /// <summary>λ of the last step: 0 where it is the Gauss-Newton step.</summary>
    public double Damping { get; private set; }

    /// <summary>By how much the model says that the last step lets ½‖r‖² fall.</summary>
    public double Predicted { get; private set; }

    /// <summary>‖D p‖ of the last step.</summary>
    public double StepNorm { get; private set; }

    /// <summary>The part of the residuals that the model can remove: ‖Qᵀr‖.</summary>
    public double Removable => Dense.Norm(_projected.AsSpan(0, _count));

    /// <summary>Takes the residuals and the Jacobian at a point.</summary>
    /// <param name="residuals">r.</param>
    /// <param name="jacobian">J, in row-major order.</param>
    /// <param name="scale">The diagonal of D, positive.</param>
    /// <param name="isHeld">Which parameters are held by a bound.</param>
    public void Form(ReadOnlySpan<double> residuals, ReadOnlySpan<double> jacobian, ReadOnlySpan<double> scale, ReadOnlySpan<bool> isHeld)
    {
        int rows = residuals.Length;
        _count = 0;
        for (int j = 0; j < _parameters; j++)
        {
            if (isHeld[j]) continue;
            for (int i = 0; i < rows; i++) _columns[(_count * rows) + i] = jacobian[(i * _parameters) + j] / scale[j];
            _scale[_count] = scale[j];
            _free[_count++] = j;
        }

        int n = _count;
        residuals.CopyTo(_right);
        HouseholderQr.Factor(_columns.AsSpan(0, n * rows), rows, n, _right);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++) _product[(j * n) + i] = i <= j ? _columns[(j * rows) + i] : 0;
        }

        JacobiSvd.Factor(_product.AsSpan(0, n * n), _v, n);
        for (int k = 0; k < n; k++)
        {
            ReadOnlySpan<double> column = _product.AsSpan(k * n, n);
            _singular[k] = Dense.Norm(column);
            _projected[k] = _singular[k] == 0 ? 0 : Dense.Dot(column, _right.AsSpan(0, n)) / _singular[k];
        }
    }

    /// <summary>The step that the model likes best within a radius.</summary>
    /// <param name="radius">Δ, which may be infinite: then it is the Gauss-Newton step, of least length where J has not full rank.</param>
    /// <param name="step">Receives p; 0 for parameters that are held.</param>
    public void Step(double radius, Span<double> step)
    {
        double largest = Dense.LargestMagnitude(_singular.AsSpan(0, _count));
        Damping = 0;
        double norm = Solve(0, _count * 2.3e-16 * largest);
        if (norm > 1.1 * radius) norm = Solve(FindDamping(radius, norm), 0);
        StepNorm = norm;
        Predicted = 0;
        for (int k = 0; k < _count; k++) Predicted += _singular[k] * _y[k] * ((0.5 * _singular[k] * _y[k]) + _projected[k]);
        Predicted = -Predicted;
        step.Clear();
        for (int i = 0; i < _count; i++)
        {
            double sum = 0;
            for (int k = 0; k < _count; k++) sum += _v[(k * _count) + i] * _y[k];
            step[_free[i]] = sum / _scale[i];
        }
    }

    /// <summary>The λ for which the step has the length Δ up to a tenth: Newton's method on 1/‖y‖, which is nearly linear in λ (Hebden 1973).</summary>
    private double FindDamping(double radius, double norm)
    {
        double low = 0, high = 0;
        for (int k = 0; k < _count; k++) high += Math.Pow(_singular[k] * _projected[k], 2);
        high = Math.Sqrt(high) / radius;
        double damping = 1e-3 * high;
        for (int iteration = 0; iteration < 60; iteration++)
        {
            norm = Solve(damping, 0);
            if (Math.Abs(norm - radius) <= 0.1 * radius) break;
            if (norm > radius) low = damping;
            else high = damping;
            double slope = 0;
            for (int k = 0; k < _count; k++) slope -= _y[k] / norm * (_y[k] / ((_singular[k] * _singular[k]) + damping));
            double next = damping - ((norm - radius) / radius * norm / slope);
            damping = next > low && next < high ? next : Math.Max(Math.Sqrt(low * high), 1e-3 * high);
        }

        return Damping = damping;
    }

    /// <summary>y = −(Σ² + λ)⁻¹ Σ Uᵀr.</summary>
    private double Solve(double damping, double leastSingular)
    {
        for (int k = 0; k < _count; k++)
        {
            double sigma = _singular[k];
            _y[k] = sigma <= leastSingular || sigma == 0 ? 0 : -_projected[k] / (sigma + (damping / sigma));
        }

        return Dense.Norm(_y.AsSpan(0, _count));
    }
}
