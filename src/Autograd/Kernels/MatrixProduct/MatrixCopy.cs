using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>Copies a strided matrix to row-major order: how the matrix product packs what a tile cannot read in place.</summary>
internal static unsafe class MatrixCopy
{
    /// <summary>Rows that are read of one group of columns after the other: some cache lines of each, without reaching into too many pages.</summary>
    private const int RowsAtOnce = 64;

    /// <summary>Columns that are copied of one strip after the other: each is read for all strips while it is near.</summary>
    private const int ColumnsAtOnce = 8;

    /// <summary>destination[i, j] = source[i, j]; the destination has unit column stride. Strides are in elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(
        nint rows, nint columns, T* source, nint sourceRow, nint sourceColumn, T* destination, nint destinationRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sourceColumn == 1)
        {
            CopyRows(rows, columns, source, sourceRow, destination, destinationRow);
            return;
        }

        int block = sourceRow == 1 ? BlockLength<T>() : 0;
        if (block == 0 || rows < block || columns < block)
        {
            CopyElements(rows, columns, source, sourceRow, sourceColumn, destination, destinationRow);
            return;
        }

        // Whole cache lines of a column at a time. The last squares overlap those before them, if need be: what is copied twice is the same.
        for (nint top = 0; top < rows; top += RowsAtOnce)
        {
            nint bottom = Math.Min(top + RowsAtOnce, rows);
            for (nint j = 0; j < columns; j += block)
            {
                nint column = Math.Min(j, columns - block);
                T* from = source + (column * sourceColumn), to = destination + column;
                for (nint i = top; i < bottom; i += block)
                {
                    nint row = Math.Min(i, rows - block);
                    TransposeBlock(from + row, sourceColumn, to + (row * destinationRow), destinationRow);
                }
            }
        }
    }

    /// <summary>Copies a matrix into strips of some rows each, one behind the other, each column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyStrips<T>(nint rows, nint strip, nint columns, T* source, nint sourceRow, nint sourceColumn, T* destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint j = 0; j < columns; j += ColumnsAtOnce)
        {
            nint count = Math.Min(ColumnsAtOnce, columns - j);
            for (nint i = 0; i < rows; i += strip)
            {
                nint height = Math.Min(strip, rows - i);
                Copy(count, height, source + (i * sourceRow) + (j * sourceColumn), sourceColumn, sourceRow, destination + (i * columns) + (j * height), height);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyElements<T>(
        nint rows, nint columns, T* source, nint sourceRow, nint sourceColumn, T* destination, nint destinationRow)
        where T : unmanaged
    {
        for (nint i = 0; i < rows; i++)
        {
            T* from = source;
            for (nint j = 0; j < columns; j++)
            {
                destination[j] = *from;
                from += sourceColumn;
            }

            source += sourceRow;
            destination += destinationRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<T>(nint rows, nint columns, T* source, nint sourceRow, T* destination, nint destinationRow)
        where T : unmanaged
    {
        nint bytes = columns * sizeof(T), step = sourceRow * sizeof(T), destinationStep = destinationRow * sizeof(T);
        byte* from = (byte*)source, to = (byte*)destination;
        for (nint i = 0; i < rows; i++)
        {
            CopyBytes(bytes, from, to);
            from += step;
            to += destinationStep;
        }
    }

    /// <summary>The remainder is copied by moves that overlap what is copied already, not one by one: strips are often narrower than a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBytes(nint bytes, byte* from, byte* to)
    {
        if (bytes >= 32)
        {
            for (nint i = 0; i < bytes - 32; i += 32) Vector256.Load(from + i).Store(to + i);
            Vector256.Load(from + bytes - 32).Store(to + bytes - 32);
        }
        else if (bytes >= 16)
        {
            Vector128<byte> last = Vector128.Load(from + bytes - 16);
            Vector128.Load(from).Store(to);
            last.Store(to + bytes - 16);
        }
        else
        {
            for (nint i = 0; i < bytes; i += 4) *(int*)(to + i) = *(int*)(from + i);
        }
    }

    /// <summary>The side of the squares that <see cref="TransposeBlock"/> turns over in registers; 0 without hardware for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BlockLength<T>()
        where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) return 0;
        if (Avx.IsSupported) return Vector256<T>.Count;
        return Sse2.IsSupported || AdvSimd.Arm64.IsSupported ? Vector128<T>.Count : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock<T>(T* source, nint sourceStep, T* destination, nint destinationStep)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            if (Avx.IsSupported) Transpose8x8((float*)source, sourceStep, (float*)destination, destinationStep);
            else Transpose4x4((float*)source, sourceStep, (float*)destination, destinationStep);
        }
        else if (Avx.IsSupported)
        {
            Transpose4x4((double*)source, sourceStep, (double*)destination, destinationStep);
        }
        else
        {
            Transpose2x2((double*)source, sourceStep, (double*)destination, destinationStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8x8(float* s, nint step, float* d, nint to)
    {
        // Register i holds halves of columns i and i + 4: joined while loading, so that only in-lane shuffles remain.
        float* s4 = s + (4 * step);
        Vector256<float> r0 = TransposedColumns.Halves(s, s4), r1 = TransposedColumns.Halves(s + step, s4 + step);
        Vector256<float> r2 = TransposedColumns.Halves(s + (2 * step), s4 + (2 * step)), r3 = TransposedColumns.Halves(s + (3 * step), s4 + (3 * step));
        StoreTransposed(r0, r1, r2, r3, d, to);
        s += 4;
        s4 += 4;
        r0 = TransposedColumns.Halves(s, s4);
        r1 = TransposedColumns.Halves(s + step, s4 + step);
        r2 = TransposedColumns.Halves(s + (2 * step), s4 + (2 * step));
        r3 = TransposedColumns.Halves(s + (3 * step), s4 + (3 * step));
        StoreTransposed(r0, r1, r2, r3, d + (4 * to), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, float* d, nint to)
    {
        Vector256<double> t0 = Avx.UnpackLow(r0, r1).AsDouble(), t1 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> t2 = Avx.UnpackLow(r2, r3).AsDouble(), t3 = Avx.UnpackHigh(r2, r3).AsDouble();
        Avx.UnpackLow(t0, t2).AsSingle().Store(d);
        Avx.UnpackHigh(t0, t2).AsSingle().Store(d + to);
        Avx.UnpackLow(t1, t3).AsSingle().Store(d + (2 * to));
        Avx.UnpackHigh(t1, t3).AsSingle().Store(d + (3 * to));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(double* s, nint step, double* d, nint to)
    {
        double* s2 = s + (2 * step);
        Vector256<double> r0 = TransposedColumns.Halves(s, s2), r1 = TransposedColumns.Halves(s + step, s2 + step);
        Vector256<double> r2 = TransposedColumns.Halves(s + 2, s2 + 2), r3 = TransposedColumns.Halves(s + step + 2, s2 + step + 2);
        Avx.UnpackLow(r0, r1).Store(d);
        Avx.UnpackHigh(r0, r1).Store(d + to);
        Avx.UnpackLow(r2, r3).Store(d + (2 * to));
        Avx.UnpackHigh(r2, r3).Store(d + (3 * to));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* s, nint step, float* d, nint to)
    {
        Vector128<float> r0 = Vector128.Load(s), r1 = Vector128.Load(s + step);
        Vector128<float> r2 = Vector128.Load(s + (2 * step)), r3 = Vector128.Load(s + (3 * step));
        Vector128<double> t0 = Low(r0, r1).AsDouble(), t1 = High(r0, r1).AsDouble();
        Vector128<double> t2 = Low(r2, r3).AsDouble(), t3 = High(r2, r3).AsDouble();
        Low(t0, t2).AsSingle().Store(d);
        High(t0, t2).AsSingle().Store(d + to);
        Low(t1, t3).AsSingle().Store(d + (2 * to));
        High(t1, t3).AsSingle().Store(d + (3 * to));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose2x2(double* s, nint step, double* d, nint to)
    {
        Vector128<double> r0 = Vector128.Load(s), r1 = Vector128.Load(s + step);
        Low(r0, r1).Store(d);
        High(r0, r1).Store(d + to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
