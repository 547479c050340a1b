using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Performance;

/// <summary>
/// The most multiply-adds that a core can do: twelve independent chains of fused multiply-adds in registers, which hide the latency
/// of each other, and no memory.
/// </summary>
internal static unsafe class FusedPeak
{
    private const int Chains = 12;
    private const int Rounds = 20_000;

    /// <summary>Floating-point operations a second, a multiply-add being two.</summary>
    public static double Measure<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double best = 0;
        for (int reading = 0; reading < 200; reading++)
        {
            long start = Stopwatch.GetTimestamp();
            int width = Vector512.IsHardwareAccelerated ? Run<Register512<T>, Vector512<T>, T>() : Vector256.IsHardwareAccelerated ? Run<Register256<T>, Vector256<T>, T>() : Run<Register128<T>, Vector128<T>, T>();
            best = Math.Max(best, 2.0 * Chains * width * Rounds / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Run<TRegister, V, T>()
        where TRegister : struct, IRegister<V, T>
        where V : struct
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* values = stackalloc T[64];
        values[0] = T.CreateSaturating(0.5);
        values[1] = T.One;
        V x = TRegister.Broadcast(values), y = TRegister.Broadcast(values + 1);
        V c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x, c6 = x, c7 = x, c8 = x, c9 = x, c10 = x, c11 = x;
        for (int round = 0; round < Rounds; round++)
        {
            c0 = TRegister.FusedMultiplyAdd(c0, x, y);
            c1 = TRegister.FusedMultiplyAdd(c1, x, y);
            c2 = TRegister.FusedMultiplyAdd(c2, x, y);
            c3 = TRegister.FusedMultiplyAdd(c3, x, y);
            c4 = TRegister.FusedMultiplyAdd(c4, x, y);
            c5 = TRegister.FusedMultiplyAdd(c5, x, y);
            c6 = TRegister.FusedMultiplyAdd(c6, x, y);
            c7 = TRegister.FusedMultiplyAdd(c7, x, y);
            c8 = TRegister.FusedMultiplyAdd(c8, x, y);
            c9 = TRegister.FusedMultiplyAdd(c9, x, y);
            c10 = TRegister.FusedMultiplyAdd(c10, x, y);
            c11 = TRegister.FusedMultiplyAdd(c11, x, y);
        }

        // All chains must be seen to be used.
        c0 = TRegister.FusedMultiplyAdd(c0, c1, c2);
        c3 = TRegister.FusedMultiplyAdd(c3, c4, c5);
        c6 = TRegister.FusedMultiplyAdd(c6, c7, c8);
        c9 = TRegister.FusedMultiplyAdd(c9, c10, c11);
        TRegister.Store(TRegister.FusedMultiplyAdd(TRegister.FusedMultiplyAdd(c0, c3, c6), c9, y), values);
        return T.IsNaN(values[0]) ? 0 : TRegister.Width;
    }
}
