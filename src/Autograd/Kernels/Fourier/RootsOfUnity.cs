using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>e^(2πi k/n): angles are reduced to an eighth of a turn by whole numbers, so that each is right to its last bits. Computed by vectors, since a single line's transform takes no longer.</summary>
internal static unsafe class RootsOfUnity
{
    private const int Batch = 32;

    /// <summary>cos[k] = cos 2πk/n and sin[k] = sin 2πk/n for k from 0 to n − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(int n, T* cos, T* sin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // What is not computed is the reflection of what is: that of an eighth of a turn if there is one, else of a half.
        int half = n / 2, computed = n % 8 == 0 ? n / 8 : half;
        Compute(Math.Min(computed + 1, n), n, 0, cos, sin);
        for (int k = computed + 1; k <= half; k++)
        {
            bool isSteep = k <= n / 4;
            int from = (isSteep ? n / 4 : half) - k;
            cos[k] = isSteep ? sin[from] : -cos[from];
            sin[k] = isSteep ? cos[from] : sin[from];
        }

        for (int k = half + 1; k < n; k++)
        {
            cos[k] = cos[n - k];
            sin[k] = -sin[n - k];
        }
    }

    /// <summary>The chirp: cos[k] = cos πk²/n and sin[k] = sin πk²/n for k from 0 to n − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillChirp<T>(int n, T* cos, T* sin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // (n − k)² is k² + n² but for turns, and n² is none of a turn for even n, half of one for odd n.
        int computed = (n / 2) + 1;
        Compute(computed, 2L * n, 2, cos, sin);
        for (int k = computed; k < n; k++)
        {
            cos[k] = n % 2 == 0 ? cos[n - k] : -cos[n - k];
            sin[k] = n % 2 == 0 ? sin[n - k] : -sin[n - k];
        }
    }

    /// <summary>cos 2πs/n and sin 2πs/n for so many s: 0, 1, and on by steps that grow.</summary>
    private static void Compute<T>(int count, long n, int growth, T* cos, T* sin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Compute<Lane512<double>, T>(count, n, growth, cos, sin);
        else if (Vector256.IsHardwareAccelerated) Compute<Lane256<double>, T>(count, n, growth, cos, sin);
        else if (Vector128.IsHardwareAccelerated) Compute<Lane128<double>, T>(count, n, growth, cos, sin);
        else Compute<ScalarLane<double>, T>(count, n, growth, cos, sin);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<L, T>(int count, long n, int growth, T* cos, T* sin)
        where L : struct, ILane<L, double>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double* angles = stackalloc double[3 * Batch], cosines = angles + Batch, sines = cosines + Batch;
        int* eighths = stackalloc int[Batch];
        long at = 0, step = 1;
        for (int first = 0; first < count; first += Batch)
        {
            int taken = Math.Min(Batch, count - first);
            for (int i = 0; i < taken; i++)
            {
                // Whole numbers below 2⁵³: the quotient's floor is exact.
                int eighth = (int)(8.0 * at / n);
                long rest = (8 * at) - (eighth * n);
                angles[i] = Math.PI * ((eighth & 1) != 0 ? n - rest : rest) / (4.0 * n);
                eighths[i] = eighth;
                at += step;
                if (at >= n) at -= n;
                step += growth;
                if (step >= n) step -= n;
            }

            for (int i = 0; i < taken; i += L.Width)
            {
                L angle = L.Load(ref angles[i]);
                L.Store(L.Cos(angle), ref cosines[i]);
                L.Store(L.Sin(angle), ref sines[i]);
            }

            for (int i = 0; i < taken; i++)
            {
                var (x, y) = Turned(cosines[i], sines[i], eighths[i]);
                cos[first + i] = T.CreateTruncating(x);
                sin[first + i] = T.CreateTruncating(y);
            }
        }
    }

    /// <summary>The root in so many eighths of a turn, of those of its angle to the nearest quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Cos, double Sin) Turned(double cos, double sin, int eighth) => eighth switch
    {
        0 => (cos, sin),
        1 => (sin, cos),
        2 => (-sin, cos),
        3 => (-cos, sin),
        4 => (-cos, -sin),
        5 => (-sin, -cos),
        6 => (sin, -cos),
        _ => (cos, -sin),
    };
}
