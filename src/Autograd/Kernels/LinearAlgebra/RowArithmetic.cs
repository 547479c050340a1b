using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// What factorizations do to rows of a matrix, a register of 512 bits at a time whatever the hardware has, so that sums have the same bits everywhere.
/// </summary>
internal static unsafe class RowArithmetic
{
    /// <summary>y[i] += factor · x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled<T>(T* y, T* x, T factor, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0, width = Vector512<T>.Count;
        Vector512<T> factors = Vector512.Create(factor);
        for (; i <= count - width; i += width) MultiplyAdd(factors, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
        for (; i < count; i++) y[i] = FusedArithmetic.MultiplyAdd(factor, x[i], y[i]);
    }

    /// <summary>y[i] /= divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide<T>(T* y, T divisor, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0, width = Vector512<T>.Count;
        Vector512<T> divisors = Vector512.Create(divisor);
        for (; i <= count - width; i += width) (Vector512.Load(y + i) / divisors).Store(y + i);
        for (; i < count; i++) y[i] /= divisor;
    }

    /// <summary>y[i] = −x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Negate<T>(T* x, T* y, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0, width = Vector512<T>.Count;
        for (; i <= count - width; i += width) (-Vector512.Load(x + i)).Store(y + i);
        for (; i < count; i++) y[i] = -x[i];
    }

    /// <summary>Exchanges two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exchange<T>(T* x, T* y, nint count)
        where T : unmanaged
    {
        nint i = 0, width = Vector512<T>.Count;
        for (; i <= count - width; i += width)
        {
            Vector512<T> kept = Vector512.Load(x + i);
            Vector512.Load(y + i).Store(x + i);
            kept.Store(y + i);
        }

        for (; i < count; i++) (x[i], y[i]) = (y[i], x[i]);
    }

    /// <summary>Σ x[i] y[i], in two sums for each element of a register, which are added in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(T* x, T* y, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0, width = Vector512<T>.Count;
        Vector512<T> even = Vector512<T>.Zero, odd = Vector512<T>.Zero;
        for (; i <= count - (2 * width); i += 2 * width)
        {
            even = MultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), even);
            odd = MultiplyAdd(Vector512.Load(x + i + width), Vector512.Load(y + i + width), odd);
        }

        if (i <= count - width)
        {
            even = MultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), even);
            i += width;
        }

        T rest = T.Zero;
        for (; i < count; i++) rest = FusedArithmetic.MultiplyAdd(x[i], y[i], rest);
        Vector512<T> sums = even + odd;
        Vector256<T> quarter = sums.GetLower() + sums.GetUpper();
        Vector128<T> pair = quarter.GetLower() + quarter.GetUpper();
        T sum = typeof(T) == typeof(float) ? (pair.GetElement(0) + pair.GetElement(2)) + (pair.GetElement(1) + pair.GetElement(3)) : pair.GetElement(0) + pair.GetElement(1);
        return sum + rest;
    }

    /// <summary>√Σ x[i]², without overflow or underflow of squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Norm<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T square = Dot(x, x, count), far = T.CreateTruncating(typeof(T) == typeof(float) ? 1e30 : 1e250);
        if (square < far && square > T.One / far) return T.Sqrt(square);
        T largest = Largest(x, count);
        if (largest == T.Zero || !T.IsFinite(largest)) return largest;
        T sum = T.Zero;
        for (nint i = 0; i < count; i++) sum += x[i] / largest * (x[i] / largest);
        return largest * T.Sqrt(sum);
    }

    /// <summary>The place of the first element of the largest absolute value.</summary>
    public static nint PlaceOfLargest<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint place = 0;
        for (nint i = 1; i < count; i++)
        {
            if (T.Abs(x[i]) > T.Abs(x[place])) place = i;
        }

        return place;
    }

    /// <summary>The plane rotation (x, y) ← (c x − s y, s x + c y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate<T>(T* x, T* y, T cosine, T sine, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0, width = Vector512<T>.Count;
        Vector512<T> cosines = Vector512.Create(cosine), sines = Vector512.Create(sine), negative = -sines;
        for (; i <= count - width; i += width)
        {
            Vector512<T> a = Vector512.Load(x + i), b = Vector512.Load(y + i);
            MultiplyAdd(negative, b, cosines * a).Store(x + i);
            MultiplyAdd(sines, a, cosines * b).Store(y + i);
        }

        for (; i < count; i++)
        {
            T a = x[i], b = y[i];
            x[i] = FusedArithmetic.MultiplyAdd(-sine, b, cosine * a);
            y[i] = FusedArithmetic.MultiplyAdd(sine, a, cosine * b);
        }
    }

    /// <summary>What is nothing beside 1: below it numbers have few digits left, so that no reflection is orthogonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Negligible<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(typeof(T) == typeof(float) ? 1e-30 : 1e-290);

    /// <summary>The largest absolute value; NaN where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Largest<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0, width = Vector512<T>.Count;
        Vector512<T> sizes = Vector512<T>.Zero;
        for (; i <= count - width; i += width) sizes = Vector512.Max(sizes, Vector512.Abs(Vector512.Load(x + i)));
        T largest = T.Zero;
        for (int k = 0; k < width; k++) largest = T.Max(largest, sizes[k]);
        for (; i < count; i++) largest = T.Max(largest, T.Abs(x[i]));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged, IFloatingPointIeee754<T> => Register512<T>.FusedMultiplyAdd(a, b, c);
}
