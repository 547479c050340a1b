using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>e^(2πi k/n): angles are reduced to an eighth of a turn by whole numbers, so that each is right to its last bits.</summary>
internal static unsafe class RootsOfUnity
{
    /// <summary>cos[k] = cos 2πk/n and sin[k] = sin 2πk/n for k from 0 to n − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(int n, T* cos, T* sin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // What is not computed is the reflection of what is: that of an eighth of a turn if there is one, else of a half.
        int half = n / 2, computed = n % 8 == 0 ? n / 8 : half;
        for (int k = 0; k <= computed && k < n; k++)
        {
            var (x, y) = At(k, n);
            cos[k] = T.CreateTruncating(x);
            sin[k] = T.CreateTruncating(y);
        }

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

    /// <summary>cos 2πk/n and sin 2πk/n, for k from 0 to n − 1.</summary>
    public static (double Cos, double Sin) At(long k, long n)
    {
        long eighth = 8 * k / n, rest = (8 * k) - (eighth * n);
        if ((eighth & 1) != 0) rest = n - rest;
        double angle = Math.PI * rest / (4.0 * n);
        double cos = VectorMath.Cos<ScalarLane<double>, double>(ScalarLane<double>.Create(angle)).Value, sin = VectorMath.Sin<ScalarLane<double>, double>(ScalarLane<double>.Create(angle)).Value;
        return eighth switch
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
}
