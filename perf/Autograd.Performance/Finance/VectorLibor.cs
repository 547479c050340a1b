using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Autograd.Examples.Greeks;

namespace Autograd.Performance;

/// <summary>The price of <see cref="LiborSwaptions"/> by a loop over vectors of paths, whose rates stay in the first-level cache.</summary>
internal static class VectorLibor
{
    /// <summary>The price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Price<TFunctions>(LiborSwaptions book)
        where TFunctions : struct, IVectorFunctions
    {
        const int Rates = LiborSwaptions.Rates, Expiry = LiborSwaptions.Expiry;
        ReadOnlySpan<double> inputs = book.Inputs;
        double period = inputs[2 * Rates];
        Span<Vector512<double>> x = stackalloc Vector512<double>[Rates], bonds = stackalloc Vector512<double>[Rates - Expiry], annuities = stackalloc Vector512<double>[Rates - Expiry];
        Span<double> deviations = stackalloc double[Rates];
        for (int k = 0; k < Rates; k++) deviations[k] = Math.Sqrt(period) * inputs[Rates + k];
        int paths = book.Settings.PathsPerBlock;
        Vector512<double> total = Vector512<double>.Zero, one = Vector512<double>.One;
        for (int block = 0; block < book.Settings.Blocks; block++)
        {
            ref double normals = ref MemoryMarshal.GetReference(book.Normals.AsSpan(block * Expiry * paths, Expiry * paths));
            for (int path = 0; path < paths; path += Vector512<double>.Count)
            {
                for (int k = 0; k < Rates; k++) x[k] = Vector512.Create(-Math.Log(period * inputs[k]));
                Vector512<double> money = one;
                for (int step = 0; step < Expiry; step++)
                {
                    money *= one + TFunctions.Exp(-x[step]);
                    Vector512<double> drift = Vector512.LoadUnsafe(ref normals, (nuint)((step * paths) + path));
                    for (int k = step + 1; k < Rates; k++)
                    {
                        double deviation = deviations[k - step - 1];
                        Vector512<double> spread = Vector512.Create(deviation), own = x[k];
                        drift = Vector512.FusedMultiplyAdd(spread, one / (one + TFunctions.Exp(own)), drift);
                        x[k] = own - (spread * (drift - Vector512.Create(0.5 * deviation)));
                    }
                }

                Vector512<double> bond = one, annuity = Vector512<double>.Zero, value = Vector512<double>.Zero;
                for (int k = 0; k < Rates - Expiry; k++)
                {
                    bond /= one + TFunctions.Exp(-x[Expiry + k]);
                    annuity += bond;
                    (bonds[k], annuities[k]) = (bond, annuity);
                }

                foreach ((int periods, double strike) in book.Swaptions)
                    value += Vector512.Max(one - bonds[periods - 1] - (Vector512.Create(strike * period) * annuities[periods - 1]), Vector512<double>.Zero);
                total += value / money;
            }
        }

        return LiborSwaptions.Notional * Vector512.Sum(total) / book.Paths;
    }
}
