using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Copies of matrices that factorizations work in.</summary>
internal static unsafe class MatrixScratch
{
    private const int CacheLine = 64;

    /// <summary>The side of the squares in which a matrix and its transpose are read together.</summary>
    private const int Tile = 16;

    /// <summary>How far rows of n elements lie apart: an odd number of cache lines, so that those below each other do not compete for few cache sets.</summary>
    public static nint Stride<T>(nint n)
        where T : unmanaged
    {
        nint line = CacheLine / sizeof(T);
        return ((n + line - 1) / line | 1) * line;
    }

    /// <summary>A contiguous matrix copied to rows that lie apart.</summary>
    public static void Copy<T>(nint rows, nint columns, T* source, T* destination, nint row)
        where T : unmanaged
    {
        for (nint i = 0; i < rows; i++) new ReadOnlySpan<T>(source + (i * columns), (int)columns).CopyTo(new Span<T>(destination + (i * row), (int)columns));
    }

    /// <summary>(A + Aᵀ) / 2 of a contiguous n × n matrix: a as it is where it is symmetric, since a half of both is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SymmetricPart<T>(nint n, T* a, T* destination, nint row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        for (nint i = 0; i < n; i += Tile)
        {
            for (nint j = i; j < n; j += Tile)
            {
                for (nint y = i; y < Math.Min(i + Tile, n); y++)
                {
                    for (nint x = Math.Max(j, y); x < Math.Min(j + Tile, n); x++)
                    {
                        T value = (half * a[(y * n) + x]) + (half * a[(x * n) + y]);
                        destination[(y * row) + x] = value;
                        destination[(x * row) + y] = value;
                    }
                }
            }
        }
    }
}
