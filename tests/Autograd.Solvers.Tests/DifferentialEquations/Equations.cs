using System.Globalization;

namespace Autograd.Solvers.Tests.DifferentialEquations;

/// <summary>Equations that several tests solve.</summary>
internal static class Equations
{
    /// <summary>Every method.</summary>
    public static TheoryData<OdeMethod> Methods => [OdeMethod.DormandPrince, OdeMethod.Tsitouras, OdeMethod.Rosenbrock];

    /// <summary>Settings with tight tolerances.</summary>
    public static OdeOptions Tight(OdeMethod method, double tolerance = 1e-10) =>
        new() { Method = method, RelativeTolerance = tolerance, AbsoluteTolerance = tolerance };

    /// <summary>y′ = −y² + cos t, not linear and not autonomous, with no closed form.</summary>
    public static Variable<double> Riccati(Variable<double> t, Variable<double> y, ReadOnlySpan<Variable<double>> p) => t.Cos() - y.Square();

    /// <summary>y′ = y cos t: y = y₀ exp(sin t).</summary>
    public static Variable<double> Swing(Variable<double> t, Variable<double> y, ReadOnlySpan<Variable<double>> p) => y * t.Cos();

    /// <summary>Lotka-Volterra: x′ = a x − b x y, y′ = c x y − d y, with p = (a, b, c, d).</summary>
    public static Variable<double> LotkaVolterra(Variable<double> t, Variable<double> y, ReadOnlySpan<Variable<double>> p)
    {
        Variable<double> prey = y.At(0, 0), hunters = y.At(0, 1), meetings = prey * hunters, rates = p[0];
        return y.Tape.Stack(0, (rates.At(0, 0) * prey) - (rates.At(0, 1) * meetings), (rates.At(0, 2) * meetings) - (rates.At(0, 3) * hunters));
    }

    /// <summary>y″ = −y as a system.</summary>
    public static Variable<double> Oscillator(Variable<double> t, Variable<double> y, ReadOnlySpan<Variable<double>> p) =>
        y.Tape.Stack(0, y.At(0, 1), -y.At(0, 0));

    /// <summary>Elements with all their digits.</summary>
    public static string Text(ReadOnlySpan<double> values) => string.Join(' ', values.ToArray().Select(value => value.ToString("G8", CultureInfo.InvariantCulture)));
}
