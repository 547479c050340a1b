using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>Transposes a matrix block by block: squares of 32 bytes a side in registers, within tiles that stay in the first cache.</summary>
internal static class Transposition
{
    /// <summary>The side of a tile: its rows at both ends are a few cache lines each.</summary>
    private const int Tile = 64;

    /// <summary>destination[i, j] = source[j, i].</summary>
    /// <param name="source">Element (0, 0); neighbours along i are adjacent.</param>
    /// <param name="sourceStride">The distance along j.</param>
    /// <param name="destination">Element (0, 0); neighbours along j are adjacent.</param>
    /// <param name="destinationStride">The distance along i.</param>
    /// <param name="rows">The length along i.</param>
    /// <param name="columns">The length along j.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose<T>(
        ref T source, nint sourceStride, ref T destination, nint destinationStride, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i += Tile)
        {
            int tileRows = Math.Min(Tile, rows - i);
            for (int j = 0; j < columns; j += Tile)
            {
                TransposeTile(
                    ref Unsafe.Add(ref source, i + (j * sourceStride)),
                    sourceStride,
                    ref Unsafe.Add(ref destination, (i * destinationStride) + j),
                    destinationStride,
                    tileRows,
                    Math.Min(Tile, columns - j));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeTile<T>(
        ref T source, nint sourceStride, ref T destination, nint destinationStride, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int side = Vector256<T>.Count;
        int squareRows = 0, squareColumns = 0;
        if (Avx.IsSupported)
        {
            squareRows = rows - (rows % side);
            squareColumns = columns - (columns % side);
            for (int i = 0; i < squareRows; i += side)
            {
                for (int j = 0; j < squareColumns; j += side)
                {
                    ref T a = ref Unsafe.Add(ref source, i + (j * sourceStride));
                    ref T b = ref Unsafe.Add(ref destination, (i * destinationStride) + j);
                    if (Unsafe.SizeOf<T>() == sizeof(float)) Square8(ref a, sourceStride, ref b, destinationStride);
                    else Square4(ref a, sourceStride, ref b, destinationStride);
                }
            }
        }

        Scalar(ref source, sourceStride, ref destination, destinationStride, 0, squareRows, squareColumns, columns);
        Scalar(ref source, sourceStride, ref destination, destinationStride, squareRows, rows, 0, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scalar<T>(
        ref T source, nint sourceStride, ref T destination, nint destinationStride, int row, int rows, int column, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = row; i < rows; i++)
        {
            for (int j = column; j < columns; j++)
            {
                Unsafe.Add(ref destination, (i * destinationStride) + j) = Unsafe.Add(ref source, i + (j * sourceStride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square8<T>(ref T source, nint from, ref T destination, nint to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Three rounds of interleaving: pairs of rows, then fours, then the 128-bit halves.
        var r0 = Row(ref source, 0);
        var r1 = Row(ref source, from);
        var r2 = Row(ref source, 2 * from);
        var r3 = Row(ref source, 3 * from);
        var r4 = Row(ref source, 4 * from);
        var r5 = Row(ref source, 5 * from);
        var r6 = Row(ref source, 6 * from);
        var r7 = Row(ref source, 7 * from);
        var p0 = Avx.UnpackLow(r0, r1);
        var p1 = Avx.UnpackHigh(r0, r1);
        var p2 = Avx.UnpackLow(r2, r3);
        var p3 = Avx.UnpackHigh(r2, r3);
        var p4 = Avx.UnpackLow(r4, r5);
        var p5 = Avx.UnpackHigh(r4, r5);
        var p6 = Avx.UnpackLow(r6, r7);
        var p7 = Avx.UnpackHigh(r6, r7);
        r0 = Avx.Shuffle(p0, p2, 0x44);
        r1 = Avx.Shuffle(p0, p2, 0xEE);
        r2 = Avx.Shuffle(p1, p3, 0x44);
        r3 = Avx.Shuffle(p1, p3, 0xEE);
        r4 = Avx.Shuffle(p4, p6, 0x44);
        r5 = Avx.Shuffle(p4, p6, 0xEE);
        r6 = Avx.Shuffle(p5, p7, 0x44);
        r7 = Avx.Shuffle(p5, p7, 0xEE);
        Write(ref destination, 0, Avx.Permute2x128(r0, r4, 0x20));
        Write(ref destination, to, Avx.Permute2x128(r1, r5, 0x20));
        Write(ref destination, 2 * to, Avx.Permute2x128(r2, r6, 0x20));
        Write(ref destination, 3 * to, Avx.Permute2x128(r3, r7, 0x20));
        Write(ref destination, 4 * to, Avx.Permute2x128(r0, r4, 0x31));
        Write(ref destination, 5 * to, Avx.Permute2x128(r1, r5, 0x31));
        Write(ref destination, 6 * to, Avx.Permute2x128(r2, r6, 0x31));
        Write(ref destination, 7 * to, Avx.Permute2x128(r3, r7, 0x31));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square4<T>(ref T source, nint from, ref T destination, nint to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var r0 = Row(ref source, 0).AsDouble();
        var r1 = Row(ref source, from).AsDouble();
        var r2 = Row(ref source, 2 * from).AsDouble();
        var r3 = Row(ref source, 3 * from).AsDouble();
        var p0 = Avx.UnpackLow(r0, r1);
        var p1 = Avx.UnpackHigh(r0, r1);
        var p2 = Avx.UnpackLow(r2, r3);
        var p3 = Avx.UnpackHigh(r2, r3);
        Write(ref destination, 0, Avx.Permute2x128(p0, p2, 0x20).AsSingle());
        Write(ref destination, to, Avx.Permute2x128(p1, p3, 0x20).AsSingle());
        Write(ref destination, 2 * to, Avx.Permute2x128(p0, p2, 0x31).AsSingle());
        Write(ref destination, 3 * to, Avx.Permute2x128(p1, p3, 0x31).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row<T>(ref T source, nint offset)
        where T : unmanaged => Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T>(ref T destination, nint offset, Vector256<float> values)
        where T : unmanaged, IFloatingPointIeee754<T> => values.As<float, T>().StoreUnsafe(ref Unsafe.Add(ref destination, offset));
}
