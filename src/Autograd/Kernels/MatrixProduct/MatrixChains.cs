using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Tiles of products whose sums are long: each is cut into chains of <see cref="Length{T}"/> terms from its first one on, and the chains'
/// sums are added up as <see cref="CompensatedSum"/> does it.
/// </summary>
/// <remarks>
/// One chain over all k terms would be off by up to k u Σ|a b|, u being half a unit in the last place of 1, and come to a standstill when
/// a term is less than half a unit of the sum. This is off by at most (<see cref="Length{T}"/> + 2) u Σ|a b|. In float equal terms, whose
/// errors all point one way, reach a quarter of that, 10⁻⁶; others seldom 2 u.
/// </remarks>
internal static unsafe class MatrixChains
{
    /// <summary>Up to so many terms are one chain.</summary>
    public const int Longest = 1 << 11;

    /// <summary>The terms of each chain where there are several: few in float, whose digits count; adding up costs a seventh of the time there.</summary>
    public static int Length<T>()
        where T : unmanaged => sizeof(T) == sizeof(float) ? 64 : 512;

    /// <summary>The elements of the largest tile: 12 rows of two registers, of 16.</summary>
    private const int TileLength = 12 * 2 * 16;

    /// <summary>Columns that share the reading of the row, of a matrix that lies transposed.</summary>
    private const int Columns = 32;

    /// <summary>One tile: c += a·b, where e goes with c.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTile<TRegister, V, T, TEdge>(
        int rows, int width, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, T* e, nint eRow, int edge)
        where TRegister : struct, IRegister<V, T>
        where V : struct
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEdge : struct, ITileEdge
    {
        T* tile = stackalloc T[TileLength];
        nint length = Length<T>(), pitch = width * TRegister.Width, columns = pitch - TRegister.Width + edge;
        for (; k > 0; k -= length)
        {
            MatrixTiles<TRegister, V, T, TEdge>.Run(rows, width, Math.Min(k, length), a, aRow, aColumn, b, bRow, tile, pitch, edge, accumulate: false);
            CompensatedSum.Add(rows, columns, tile, pitch, c, cRow, e, eRow);
            a += length * aColumn;
            b += length * bRow;
        }
    }

    /// <summary>c[j] += Σ_p x[p·xStep] b[p + j·bColumn], where e goes with c.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTransposedColumns<T>(nint n, nint k, T* x, nint xStep, T* b, nint bColumn, T* c, T* e)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sums = stackalloc T[2 * Columns];
        nint length = Length<T>();
        for (nint j = 0, count; j < n; j += count)
        {
            // The last ones are not fewer than a register holds.
            count = n - j < Columns + Vector256<T>.Count ? n - j : Columns;
            for (nint p = 0; p < k; p += length)
            {
                TransposedColumns.Multiply(count, Math.Min(k - p, length), x + (p * xStep), xStep, b + (j * bColumn) + p, bColumn, sums, accumulate: false);
                CompensatedSum.Add(count, sums, c + j, e + j);
            }
        }
    }
}
