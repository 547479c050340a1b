using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Autograd.Examples.Greeks;

namespace Autograd.Performance;

/// <summary>The price of <see cref="CreditValuation"/> by a loop over vectors of paths: nothing is stored but what does not depend on a path.</summary>
internal static class VectorCredit
{
    /// <summary>The price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Price<TFunctions>(CreditValuation credit)
        where TFunctions : struct, IVectorFunctions
    {
        const int Dates = CreditValuation.Dates;
        ReadOnlySpan<double> inputs = credit.Inputs;
        double reversion = inputs[2 * Dates], volatility = inputs[(2 * Dates) + 1], survival = 1, variance = 0, today = credit.CashFlows[0, 0];
        Span<double> h = stackalloc double[Dates], variances = stackalloc double[Dates], deviations = stackalloc double[Dates], bonds = stackalloc double[Dates], defaults = stackalloc double[Dates];
        Span<double> weights = stackalloc double[Dates * Dates];
        for (int k = 0; k < Dates; k++)
        {
            double time = (k + 1) * CreditValuation.Period, before = survival;
            h[k] = (1 - Math.Exp(-reversion * time)) / reversion;
            variances[k] = volatility * volatility * (Math.Exp(2 * reversion * time) - 1) / (2 * reversion);
            deviations[k] = Math.Sqrt(variances[k] - variance);
            variance = variances[k];
            bonds[k] = Math.Exp(-inputs[k] * time);
            survival *= Math.Exp(-CreditValuation.Period * inputs[Dates + k]);
            defaults[k] = before - survival;
            today += credit.CashFlows[0, k + 1] * bonds[k];
        }

        for (int date = 0; date < Dates - 1; date++)
        {
            for (int k = date; k < Dates; k++) weights[(date * Dates) + k] = credit.CashFlows[date + 1, k + 1] * bonds[k] * Math.Exp(-0.5 * h[k] * h[k] * variances[date]);
        }

        int paths = credit.Settings.PathsPerBlock;
        Vector512<double> total = Vector512<double>.Zero;
        for (int block = 0; block < credit.Settings.Blocks; block++)
        {
            ref double normals = ref MemoryMarshal.GetReference(credit.Normals.AsSpan(block * (Dates - 1) * paths, (Dates - 1) * paths));
            for (int path = 0; path < paths; path += Vector512<double>.Count)
            {
                Vector512<double> x = Vector512<double>.Zero;
                for (int date = 0; date < Dates - 1; date++)
                {
                    x = Vector512.FusedMultiplyAdd(Vector512.Create(deviations[date]), Vector512.LoadUnsafe(ref normals, (nuint)((date * paths) + path)), x);
                    Vector512<double> value = Vector512<double>.Zero;
                    for (int k = date; k < Dates; k++) value = Vector512.FusedMultiplyAdd(Vector512.Create(weights[(date * Dates) + k]), TFunctions.Exp(Vector512.Create(-h[k]) * x), value);
                    total += Vector512.Max(value, Vector512<double>.Zero) * Vector512.Create(0.5 * (defaults[date] + defaults[date + 1]));
                }
            }
        }

        return (1 - CreditValuation.Recovery) * ((Vector512.Sum(total) / credit.Paths) + (0.5 * Math.Max(today, 0) * defaults[0]));
    }
}
