using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Autograd.Examples.Greeks;

namespace Autograd.Performance;

/// <summary>The price of <see cref="HestonCall"/> by a loop over vectors of paths: the same numbers in, the same formulas, all state in registers.</summary>
internal static class VectorHeston
{
    /// <summary>The price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Price<TFunctions>(HestonCall call)
        where TFunctions : struct, IVectorFunctions
    {
        HestonModel model = HestonModel.Of(call.Inputs);
        int steps = call.Steps, paths = call.Settings.PathsPerBlock, width = Vector512<double>.Count;
        double dt = call.Years / steps, square = model.Volatility * model.Volatility;
        double pushed = model.Reversion * model.Level / square, pulled = model.Reversion * dt, start = model.Variance / (square * dt), scale = model.Volatility * dt;
        Vector512<double> push = Vector512.Create(pushed), pull = Vector512.Create(pulled), first = Vector512.Create(start), total = Vector512<double>.Zero;
        Vector512<double> drift = Vector512.Create(Math.Log(model.Spot) + ((model.Rate - model.Dividend) * call.Years));
        Vector512<double> shared = Vector512.Create(scale * model.Correlation), own = Vector512.Create(scale * Math.Sqrt(1 - (model.Correlation * model.Correlation)));
        Vector512<double> half = Vector512.Create(0.5 * scale * scale), all = Vector512.Create(steps * pushed), strike = Vector512.Create(call.Strike);
        for (int block = 0; block < call.Settings.Blocks; block++)
        {
            ref double normals = ref MemoryMarshal.GetReference(call.Normals.AsSpan(block * 2 * steps * paths, 2 * steps * paths));
            for (int path = 0; path < paths; path += width)
            {
                Vector512<double> eta = first, sum = Vector512<double>.Zero, independent = Vector512<double>.Zero;
                nuint at = (nuint)path;
                for (int step = 0; step < steps; step++)
                {
                    Vector512<double> positive = Vector512.Max(eta, Vector512<double>.Zero), root = Vector512.Sqrt(positive);
                    sum += positive;
                    independent = Vector512.FusedMultiplyAdd(root, Vector512.LoadUnsafe(ref normals, at + (nuint)paths), independent);
                    eta = Vector512.FusedMultiplyAdd(root, Vector512.LoadUnsafe(ref normals, at), eta + (push - (pull * positive)));
                    at += 2 * (nuint)paths;
                }

                Vector512<double> common = eta - first - all + (pull * sum);
                Vector512<double> logarithm = drift + (shared * common) + (own * independent) - (half * sum);
                total += Vector512.Max(TFunctions.Exp(logarithm) - strike, Vector512<double>.Zero);
            }
        }

        return Vector512.Sum(total) * Math.Exp(-model.Rate * call.Years) / call.Paths;
    }
}
