using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>The rows that one row of pooling windows reads, reduced column by column; and what is left to do across.</summary>
internal static unsafe class PoolingBand
{
    /// <summary>The elements that are added one after the other; longer sums are put together of halves, and are off by the logarithm of their length.</summary>
    public const int ChainLength = 64;

    /// <summary>For each column its largest element, NaN where there is one; rows are a stride apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(T* x, nint height, nint width, nint stride, T* largest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new ReadOnlySpan<T>(x, (int)width).CopyTo(new Span<T>(largest, (int)width));
        for (nint h = 1; h < height; h++)
        {
            x += stride;
            nint w = 0;
            for (; w <= width - Vector256<T>.Count; w += Vector256<T>.Count) Vector256.Max(Vector256.Load(largest + w), Vector256.Load(x + w)).Store(largest + w);
            for (; w < width; w++) largest[w] = T.Max(largest[w], x[w]);
        }
    }

    /// <summary>
    /// For each column its largest element, of equal ones the first, of NaN the first; and how far the row where it stands lies from the
    /// first, as a whole number of the size of a T, for <see cref="Offset"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Largest<T>(T* x, nint height, nint width, nint stride, T* largest, T* rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new ReadOnlySpan<T>(x, (int)width).CopyTo(new Span<T>(largest, (int)width));
        new Span<T>(rows, (int)width).Clear();
        for (nint h = 1; h < height; h++)
        {
            x += stride;
            T row = sizeof(T) == sizeof(int) ? Unsafe.BitCast<int, T>((int)(h * stride)) : Unsafe.BitCast<long, T>(h * stride);
            nint w = 0;
            for (; w <= width - Vector256<T>.Count; w += Vector256<T>.Count)
            {
                Vector256<T> value = Vector256.Load(x + w), before = Vector256.Load(largest + w);
                Vector256<T> stays = Vector256.LessThanOrEqual(value, before) | ~Vector256.Equals(before, before);
                Vector256.ConditionalSelect(stays, before, value).Store(largest + w);
                Vector256.ConditionalSelect(stays, Vector256.Load(rows + w), Vector256.Create(row)).Store(rows + w);
            }

            for (; w < width; w++)
            {
                if (x[w] <= largest[w] || T.IsNaN(largest[w])) continue;
                largest[w] = x[w];
                rows[w] = row;
            }
        }
    }

    /// <summary>How far the row of a column's largest element lies from the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Offset<T>(T* rows, nint column)
        where T : unmanaged => sizeof(T) == sizeof(int) ? ((int*)rows)[column] : (nint)((long*)rows)[column];

    /// <summary>The column of a window's largest element: of equal ones the first in row-major order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Column<T>(T* largest, T* rows, nint left, nint right, nint step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint best = left;
        for (nint w = left + step; w < right; w += step)
        {
            // Without a branch, which could not be foreseen.
            T value = largest[w], before = largest[best];
            bool isNumber = !T.IsNaN(before);
            bool isTie = (value == before) | (!isNumber & T.IsNaN(value));
            bool takes = (isNumber & !(value <= before)) | (isTie & (Offset(rows, w) < Offset(rows, best)));
            best += (w - best) & -(nint)Unsafe.BitCast<bool, byte>(takes);
        }

        return best;
    }

    /// <summary>How many rows <see cref="Sum{T}(T*, nint, nint, nint, T*)"/> writes: of more than a chain, one more for each time that they are halved.</summary>
    public static int RowsOfSums(nint height)
    {
        int rows = 1;
        for (; height > ChainLength; height = Math.Max(Half(height), height - Half(height))) rows++;
        return rows;
    }

    /// <summary>The sum of each column, from the top; of more than a chain, that of the upper half and that of the lower.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="height">How many rows there are, at least one.</param>
    /// <param name="width">How long each is.</param>
    /// <param name="stride">How far one is from the next.</param>
    /// <param name="sums">Receives the sums in its first row; the others, as many as <see cref="RowsOfSums"/> says, are for partial ones.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T>(T* x, nint height, nint width, nint stride, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (height > ChainLength)
        {
            nint half = Half(height);
            Sum(x, half, width, stride, sums);
            Sum(x + (half * stride), height - half, width, stride, sums + width);
            Add(sums + width, sums, width);
            return;
        }

        new ReadOnlySpan<T>(x, (int)width).CopyTo(new Span<T>(sums, (int)width));
        for (nint h = 1; h < height; h++)
        {
            x += stride;
            Add(x, sums, width);
        }
    }

    /// <summary>The sum of neighbours; of more than a chain, that of the first half and that of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T> => count > ChainLength ? SumOfHalves(x, count) : SumOfChain(x, count);

    /// <summary>The sum of elements that are a step apart; of more than a chain, that of the first half and that of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Sum<T>(T* x, nint count, nint step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (step == 1) return Sum(x, count);
        if (count > ChainLength)
        {
            nint half = Half(count);
            return Sum(x, half, step) + Sum(x + (half * step), count - half, step);
        }

        T sum = *x;
        for (nint i = 1; i < count; i++) sum += x[i * step];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T SumOfHalves<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint half = Half(count);
        return Sum(x, half) + Sum(x + half, count - half);
    }

    /// <summary>The larger half, in whole chains.</summary>
    private static nint Half(nint count) => (((count / 2) + ChainLength - 1) / ChainLength) * ChainLength;

    /// <summary>In as many parts as a vector has elements, on every machine the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOfChain<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 1;
        T sum = *x;
        if (count >= 4 * Vector256<T>.Count)
        {
            Vector256<T> sums = Vector256.Load(x);
            for (i = Vector256<T>.Count; i <= count - Vector256<T>.Count; i += Vector256<T>.Count) sums += Vector256.Load(x + i);
            sum = sums.GetElement(0);
            for (int k = 1; k < Vector256<T>.Count; k++) sum += sums.GetElement(k);
        }

        for (; i < count; i++) sum += x[i];
        return sum;
    }

    /// <summary>Adds one row to each of several, a stride apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToRows<T>(T* row, nint height, nint width, nint stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint h = 0; h < height; h++, y += stride) Add(row, y, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* x, T* y, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count) (Vector256.Load(y + i) + Vector256.Load(x + i)).Store(y + i);
        for (; i < count; i++) y[i] += x[i];
    }
}
