using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>One value for each window of a pooling, and the adjoints. All tensors are contiguous; windows are taken in their order.</summary>
internal static unsafe class Pooling
{
    /// <summary>
    /// y[window] = values[the window's largest element of x]: of equal ones the first, of NaN the first. With x for the values, the maxima.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pick<T>(in PoolGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> values, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* xStart = x, valuesStart = values, yStart = y)
        {
            T* plane = xStart, taken = valuesStart, to = yStart;
            nint size = (nint)geometry.Height * geometry.Width;
            for (nint p = 0; p < geometry.Planes; p++, plane += size, taken += size)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = geometry.Vertical.Bounds(i, geometry.Height);
                    for (nint j = 0; j < geometry.OutputWidth; j++)
                    {
                        var (left, right) = geometry.Horizontal.Bounds(j, geometry.Width);
                        *to++ = taken[IndexOfLargest(plane, geometry.Width, top, bottom, left, right)];
                    }
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Pick"/> in the values: each cotangent is added to the largest element of its window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place<T>(in PoolGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> cotangent, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.Clear();
        fixed (T* xStart = x, cotangentStart = cotangent, destinationStart = destination)
        {
            T* plane = xStart, from = cotangentStart, to = destinationStart;
            nint size = (nint)geometry.Height * geometry.Width;
            for (nint p = 0; p < geometry.Planes; p++, plane += size, to += size)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = geometry.Vertical.Bounds(i, geometry.Height);
                    for (nint j = 0; j < geometry.OutputWidth; j++)
                    {
                        var (left, right) = geometry.Horizontal.Bounds(j, geometry.Width);
                        to[IndexOfLargest(plane, geometry.Width, top, bottom, left, right)] += *from++;
                    }
                }
            }
        }
    }

    /// <summary>y[window] = the mean of its elements, or their sum over the length of the kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Average<T>(in PoolGeometry geometry, bool countsPadding, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* xStart = x, yStart = y)
        {
            T* plane = xStart, to = yStart;
            nint width = geometry.Width, size = geometry.Height * width;
            for (nint p = 0; p < geometry.Planes; p++, plane += size)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = geometry.Vertical.Bounds(i, geometry.Height);
                    nint rows = geometry.Vertical.Divisor(bottom - top, countsPadding);
                    for (nint j = 0; j < geometry.OutputWidth; j++)
                    {
                        var (left, right) = geometry.Horizontal.Bounds(j, width);
                        T sum = T.Zero;
                        for (nint h = top; h < bottom; h++) sum += Sum(plane + (h * width) + left, right - left);
                        *to++ = sum / T.CreateTruncating(rows * geometry.Horizontal.Divisor(right - left, countsPadding));
                    }
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Average"/>: each cotangent in equal parts to the elements of its window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread<T>(in PoolGeometry geometry, bool countsPadding, ReadOnlySpan<T> cotangent, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.Clear();
        fixed (T* cotangentStart = cotangent, destinationStart = destination)
        {
            T* from = cotangentStart, to = destinationStart;
            nint width = geometry.Width, size = geometry.Height * width;
            for (nint p = 0; p < geometry.Planes; p++, to += size)
            {
                for (nint i = 0; i < geometry.OutputHeight; i++)
                {
                    var (top, bottom) = geometry.Vertical.Bounds(i, geometry.Height);
                    nint rows = geometry.Vertical.Divisor(bottom - top, countsPadding);
                    for (nint j = 0; j < geometry.OutputWidth; j++)
                    {
                        var (left, right) = geometry.Horizontal.Bounds(j, width);
                        T part = *from++ / T.CreateTruncating(rows * geometry.Horizontal.Divisor(right - left, countsPadding));
                        for (nint h = top; h < bottom; h++)
                        {
                            for (nint w = left; w < right; w++) to[(h * width) + w] += part;
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint IndexOfLargest<T>(T* plane, nint width, nint top, nint bottom, nint left, nint right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint best = (top * width) + left;
        T largest = plane[best];
        for (nint h = top; h < bottom; h++)
        {
            for (nint w = left; w < right; w++)
            {
                nint at = (h * width) + w;
                T value = plane[at];

                // Larger, or the first NaN: that is not less or equal to anything.
                if (value <= largest || T.IsNaN(largest)) continue;
                largest = value;
                best = at;
            }
        }

        return best;
    }

    /// <summary>The sum of a row, long ones in as many parts as a vector has elements: the same on every machine, and accurate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T* x, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        nint i = 0;
        T sum = T.Zero;
        if (count >= 2 * width)
        {
            Vector256<T> sums = Vector256<T>.Zero;
            for (; i <= count - width; i += width) sums += Vector256.Load(x + i);
            for (int k = 0; k < width; k++) sum += sums.GetElement(k);
        }

        for (; i < count; i++) sum += x[i];
        return sum;
    }
}
