namespace Autograd;

/// <summary>
/// The residuals of a fit and their Jacobian at a point. Under a robust loss both are scaled so that ½‖r‖² has the loss's gradient and, as far as that
/// is positive, its Gauss-Newton Hessian (Triggs et al. 2000). Where there are fewer residuals than parameters, zeros make up for them.
/// </summary>
internal sealed class Residuals : IDisposable
{
    private readonly DifferentiableFunction<double> _function;
    private readonly LeastSquaresOptions _options;
    private double[] _given = [], _givenJacobian = [];

    public Residuals(Func<Variable<double>, Variable<double>> residuals, int parameters, LeastSquaresOptions options)
    {
        _function = new DifferentiableFunction<double>(residuals, new TapeOptions { Cancellation = options.Cancellation });
        _options = options;
        Parameters = parameters;
    }

    public int Parameters { get; }

    /// <summary>The number of rows: residuals, and zeros where there are fewer of those than parameters.</summary>
    public int Rows { get; private set; }

    public int Evaluations { get; private set; }

    /// <summary>The residuals, scaled, at the point of <see cref="Differentiate"/>.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>Their Jacobian, scaled, in row-major order.</summary>
    public double[] Jacobian { get; private set; } = [];

    /// <summary>½ Σ s² ρ(r²/s²) at the point of <see cref="Differentiate"/>.</summary>
    public double Cost { get; private set; }

    public ReadOnlySpan<double> Unscaled => _given;

    public ReadOnlySpan<double> UnscaledJacobian => _givenJacobian;

    /// <summary>The cost at a point; the values and the Jacobian stay those of another. NaN where a residual is not finite.</summary>
    public double CostAt(ReadOnlySpan<double> x)
    {
        Evaluations++;
        double[] residuals = new double[_given.Length];
        _function.Value(x, residuals);
        return CostOf(residuals);
    }

    /// <summary>Moves to a point.</summary>
    /// <returns>Whether all values and derivatives are finite there.</returns>
    public bool Differentiate(ReadOnlySpan<double> x)
    {
        Evaluations++;
        if (Rows == 0) MakeRoom(x);
        _function.ValueAndJacobian(x, _given, _givenJacobian);
        _given.CopyTo(Values, 0);
        _givenJacobian.CopyTo(Jacobian, 0);
        Cost = CostOf(_given);
        if (_options.Loss != RobustLoss.None) Scale();
        return double.IsFinite(Cost) && Dense.IsFinite(_givenJacobian);
    }

    public void Dispose() => _function.Dispose();

    private void MakeRoom(ReadOnlySpan<double> x)
    {
        int count = (int)_function.Value(new System.Numerics.Tensors.ReadOnlyTensorSpan<double>(x, [x.Length])).FlattenedLength;
        Rows = Math.Max(count, Parameters);
        _given = new double[count];
        _givenJacobian = new double[count * Parameters];
        Values = new double[Rows];
        Jacobian = new double[Rows * Parameters];
    }

    private double CostOf(ReadOnlySpan<double> residuals)
    {
        if (_options.Loss == RobustLoss.None) return 0.5 * Dense.Dot(residuals, residuals);
        double s = _options.LossScale, sum = 0;
        foreach (double r in residuals) sum += _options.Loss.At(r / s * (r / s)).Value;
        return 0.5 * s * s * sum;
    }

    private void Scale()
    {
        double s = _options.LossScale;
        for (int i = 0; i < _given.Length; i++)
        {
            double z = _given[i] / s * (_given[i] / s);
            var (_, first, second) = _options.Loss.At(z);
            double curvature = Math.Sqrt(Math.Max(first + (2 * second * z), 1e-10 * first));
            Values[i] *= first / curvature;
            foreach (ref double entry in Jacobian.AsSpan(i * Parameters, Parameters)) entry *= curvature;
        }
    }
}
