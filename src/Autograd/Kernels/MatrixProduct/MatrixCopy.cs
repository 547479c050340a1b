using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>Copies a strided matrix to row-major order: how the matrix product packs what a tile cannot read in place.</summary>
internal static unsafe class MatrixCopy
{
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

        nint doneRows = 0, doneColumns = 0;
        int block = sourceRow == 1 ? BlockLength<T>() : 0;
        if (block != 0)
        {
            doneRows = rows - (rows % block);
            doneColumns = columns - (columns % block);
            for (nint i = 0; i < doneRows; i += block)
            {
                for (nint j = 0; j < doneColumns; j += block)
                {
                    TransposeBlock(source + i + (j * sourceColumn), sourceColumn, destination + (i * destinationRow) + j, destinationRow);
                }
            }
        }

        CopyElements(doneRows, columns - doneColumns, source + (doneColumns * sourceColumn), sourceRow, sourceColumn, destination + doneColumns, destinationRow);
        CopyElements(rows - doneRows, columns, source + (doneRows * sourceRow), sourceRow, sourceColumn, destination + (doneRows * destinationRow), destinationRow);
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
        int width = Vector256<byte>.Count / sizeof(T);
        for (nint i = 0; i < rows; i++)
        {
            nint j = 0;
            for (; j <= columns - width; j += width) Vector256.Load((byte*)(source + j)).Store((byte*)(destination + j));
            for (; j < columns; j++) destination[j] = source[j];
            source += sourceRow;
            destination += destinationRow;
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
        Vector256<float> r0 = Vector256.Load(s), r1 = Vector256.Load(s + step);
        Vector256<float> r2 = Vector256.Load(s + (2 * step)), r3 = Vector256.Load(s + (3 * step));
        s += 4 * step;
        Vector256<float> r4 = Vector256.Load(s), r5 = Vector256.Load(s + step);
        Vector256<float> r6 = Vector256.Load(s + (2 * step)), r7 = Vector256.Load(s + (3 * step));

        Vector256<double> t0 = Avx.UnpackLow(r0, r1).AsDouble(), t1 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> t2 = Avx.UnpackLow(r2, r3).AsDouble(), t3 = Avx.UnpackHigh(r2, r3).AsDouble();
        Vector256<double> t4 = Avx.UnpackLow(r4, r5).AsDouble(), t5 = Avx.UnpackHigh(r4, r5).AsDouble();
        Vector256<double> t6 = Avx.UnpackLow(r6, r7).AsDouble(), t7 = Avx.UnpackHigh(r6, r7).AsDouble();

        Vector256<float> u0 = Avx.UnpackLow(t0, t2).AsSingle(), u1 = Avx.UnpackHigh(t0, t2).AsSingle();
        Vector256<float> u2 = Avx.UnpackLow(t1, t3).AsSingle(), u3 = Avx.UnpackHigh(t1, t3).AsSingle();
        Vector256<float> u4 = Avx.UnpackLow(t4, t6).AsSingle(), u5 = Avx.UnpackHigh(t4, t6).AsSingle();
        Vector256<float> u6 = Avx.UnpackLow(t5, t7).AsSingle(), u7 = Avx.UnpackHigh(t5, t7).AsSingle();

        Avx.Permute2x128(u0, u4, 0x20).Store(d);
        Avx.Permute2x128(u1, u5, 0x20).Store(d + to);
        Avx.Permute2x128(u2, u6, 0x20).Store(d + (2 * to));
        Avx.Permute2x128(u3, u7, 0x20).Store(d + (3 * to));
        d += 4 * to;
        Avx.Permute2x128(u0, u4, 0x31).Store(d);
        Avx.Permute2x128(u1, u5, 0x31).Store(d + to);
        Avx.Permute2x128(u2, u6, 0x31).Store(d + (2 * to));
        Avx.Permute2x128(u3, u7, 0x31).Store(d + (3 * to));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(double* s, nint step, double* d, nint to)
    {
        Vector256<double> r0 = Vector256.Load(s), r1 = Vector256.Load(s + step);
        Vector256<double> r2 = Vector256.Load(s + (2 * step)), r3 = Vector256.Load(s + (3 * step));
        Vector256<double> t0 = Avx.UnpackLow(r0, r1), t1 = Avx.UnpackHigh(r0, r1);
        Vector256<double> t2 = Avx.UnpackLow(r2, r3), t3 = Avx.UnpackHigh(r2, r3);
        Avx.Permute2x128(t0, t2, 0x20).Store(d);
        Avx.Permute2x128(t1, t3, 0x20).Store(d + to);
        Avx.Permute2x128(t0, t2, 0x31).Store(d + (2 * to));
        Avx.Permute2x128(t1, t3, 0x31).Store(d + (3 * to));
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
