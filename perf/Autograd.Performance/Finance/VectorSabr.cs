using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Autograd.Examples.Greeks;

namespace Autograd.Performance;

/// <summary>
/// The price of <see cref="SabrCalibration"/> by hand: the same least squares, with volatilities and their derivatives as derived on paper, eight smiles in a vector.
/// </summary>
internal sealed class VectorSabr(SabrCalibration calibration)
{
    private const double Power = 1 - SabrFormula.Exponent;

    private readonly double[] _model = new double[calibration.Inputs.Length];
    private readonly double[] _byAlpha = new double[calibration.Inputs.Length];
    private readonly double[] _byRho = new double[calibration.Inputs.Length];
    private readonly double[] _byNu = new double[calibration.Inputs.Length];

    /// <summary>The price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Price<TFunctions>()
        where TFunctions : struct, IVectorFunctions
    {
        int smiles = calibration.Smiles, evaluations = 0;
        SmileSolver solver = calibration.Solver;
        calibration.BeginCalibration();
        do
        {
            for (int first = 0; first < smiles; first += Vector512<double>.Count)
            {
                for (int at = first; at < _model.Length; at += smiles) Evaluate<TFunctions>(first, at);
            }
        }
        while (solver.Step(calibration.Inputs, _model, _byAlpha, _byRho, _byNu) && ++evaluations < SabrCalibration.MostSteps);
        solver.End();

        Vector512<double> total = Vector512<double>.Zero;
        for (int first = 0; first < smiles; first += Vector512<double>.Count)
        {
            Vector512<double> years = Load(calibration.Years, first), forward = Load(calibration.Forwards, first), strike = Vector512.Create(SabrCalibration.PricedMoneyness) * forward;
            Vector512<double> deviation = Volatility<TFunctions>(Parameter(0, first), Parameter(1, first), Parameter(2, first), Load(calibration.PricedG, first), Load(calibration.PricedL, first), Load(calibration.PricedFactor, first), years) * Vector512.Sqrt(years);
            Vector512<double> middle = TFunctions.Log(forward / strike) / deviation, half = Vector512.Create(0.5) * deviation;
            total += (forward * Normal(middle + half)) - (strike * Normal(middle - half));
        }

        return SabrCalibration.Notional * Vector512.Sum(total);
    }

    /// <summary>The volatilities of a quote and their derivatives, derived on paper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate<TFunctions>(int first, int at)
        where TFunctions : struct, IVectorFunctions
    {
        Vector512<double> alpha = Parameter(0, first), rho = Parameter(1, first), nu = Parameter(2, first), years = Load(calibration.Years, first);
        Vector512<double> g = Load(calibration.G, at), l = Load(calibration.L, at), one = Vector512<double>.One, half = Vector512.Create(0.5);
        Vector512<double> perAlpha = g * l / alpha, z = nu * perAlpha, away = z - rho, beyond = one - rho, root = Vector512.Sqrt((away * away) + (one - (rho * rho)));
        Vector512<double> sum = root + away, x = TFunctions.Log(sum / beyond), inverse = one / x, ratio = z * inverse;
        Vector512<double> ratioByZ = (one - (ratio / root)) * inverse, ratioByRho = ratio * inverse * ((((z / root) + one) / sum) - (one / beyond));
        Vector512<double> skew = Vector512.Create(2.0) - (Vector512.Create(3.0) * rho * rho), isSmall = Vector512.LessThan(Vector512.Abs(z), Vector512.Create(SabrFormula.SmallZ));
        ratio = Vector512.ConditionalSelect(isSmall, one - (half * rho * z) + (skew * z * z * Vector512.Create(1.0 / 12)), ratio);
        ratioByZ = Vector512.ConditionalSelect(isSmall, (skew * z * Vector512.Create(1.0 / 6)) - (half * rho), ratioByZ);
        ratioByRho = Vector512.ConditionalSelect(isSmall, -half * z * (one + (rho * z)), ratioByRho);

        Vector512<double> perG = one / g, scaled = alpha * perG, cross = Vector512.Create(SabrFormula.Exponent / 4) * nu, level = Vector512.Create(Power * Power / 24) * scaled, part = Vector512.Create(1.0 / 24) * nu;
        Vector512<double> correction = one + (years * ((level * scaled) + (cross * rho * scaled) + (skew * nu * part)));
        Vector512<double> byAlpha = years * perG * (level + level + (cross * rho)), byRho = years * ((cross * scaled) - (Vector512.Create(6.0) * rho * nu * part));
        Vector512<double> byNu = years * ((Vector512.Create(SabrFormula.Exponent / 4) * rho * scaled) + (Vector512.Create(2.0) * skew * part));
        Vector512<double> factor = Load(calibration.Factor, at), all = alpha * factor;
        (all * ratio * correction).CopyTo(_model, at);
        (factor * ((ratio * (correction + (alpha * byAlpha))) - (ratioByZ * z * correction))).CopyTo(_byAlpha, at);
        (all * ((ratioByRho * correction) + (ratio * byRho))).CopyTo(_byRho, at);
        (all * ((ratioByZ * perAlpha * correction) + (ratio * byNu))).CopyTo(_byNu, at);
    }

    private static Vector512<double> Volatility<TFunctions>(Vector512<double> alpha, Vector512<double> rho, Vector512<double> nu, Vector512<double> g, Vector512<double> l, Vector512<double> factor, Vector512<double> years)
        where TFunctions : struct, IVectorFunctions
    {
        Vector512<double> one = Vector512<double>.One, z = nu * g * l / alpha, away = z - rho, root = Vector512.Sqrt((away * away) + (one - (rho * rho)));
        Vector512<double> ratio = z / TFunctions.Log((root + away) / (one - rho)), scaled = alpha / g, skew = Vector512.Create(2.0) - (Vector512.Create(3.0) * rho * rho);
        Vector512<double> correction = (Vector512.Create(Power * Power / 24) * scaled * scaled) + (Vector512.Create(SabrFormula.Exponent / 4) * rho * nu * scaled) + (skew * nu * nu * Vector512.Create(1.0 / 24));
        return alpha * factor * ratio * (one + (correction * years));
    }

    private Vector512<double> Parameter(int index, int first) => Load(calibration.Solver.Trial, (index * calibration.Smiles) + first);

    private static Vector512<double> Load(double[] values, int at) => Vector512.LoadUnsafe(in MemoryMarshal.GetArrayDataReference(values), (nuint)at);

    private static Vector512<double> Normal(Vector512<double> x) => VectorMath.NormalDistribution<Lane512<double>, double>(new(x)).Value;
}
