using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>The rows that one row of pooling windows reads, reduced column by column; and what is left to do across.</summary>
internal static unsafe class PoolingBand
{
    /// <summary>
    /// For each column its largest element, and the row where that stands, as a T: of equal ones the first, of NaN the first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Largest<T>(T* x, nint height, nint width, T* largest, T* rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new ReadOnlySpan<T>(x, (int)width).CopyTo(new Span<T>(largest, (int)width));
        new Span<T>(rows, (int)width).Clear();
        T row = T.Zero;
        for (nint h = 1; h < height; h++)
        {
            x += width;
            row += T.One;
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

    /// <summary>The column of a window's largest element: of equal ones the first in row-major order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Column<T>(T* largest, T* rows, nint left, nint right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint best = left;
        for (nint w = left + 1; w < right; w++)
        {
            // Without a branch, which could not be foreseen.
            T value = largest[w], before = largest[best];
            bool isFirstNaN = T.IsNaN(value) & !T.IsNaN(before), isAbove = rows[w] < rows[best];
            bool isTie = (value == before) | (T.IsNaN(value) & T.IsNaN(before));
            bool takes = (value > before) | isFirstNaN | (isTie & isAbove);
            best += (w - best) & -(nint)Unsafe.BitCast<bool, byte>(takes);
        }

        return best;
    }

    /// <summary>The sum of each column, from the top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T>(T* x, nint height, nint width, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new ReadOnlySpan<T>(x, (int)width).CopyTo(new Span<T>(sums, (int)width));
        for (nint h = 1; h < height; h++)
        {
            x += width;
            Add(x, sums, width);
        }
    }

    /// <summary>The sum of neighbours; long ones in as many parts as a vector has elements, on every machine the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(T* x, nint count)
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

    /// <summary>Adds one row to each of several.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToRows<T>(T* row, nint height, nint width, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint h = 0; h < height; h++, y += width) Add(row, y, width);
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
