using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>The commonest maximum pooling, windows of 2×2 side by side, many windows at a time; the same elements as <see cref="Pooling"/>.</summary>
internal static unsafe class TwoByTwoPooling
{
    /// <summary>Whether these are such windows, and the processor has the vectors for them.</summary>
    public static bool Fits(in PoolGeometry geometry)
    {
        var pair = new PoolWindow(2, 2, 0);
        return Vector256.IsHardwareAccelerated && geometry.Vertical == pair && geometry.Horizontal == pair;
    }

    /// <summary>y[window] = its largest element, NaN where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(in PoolGeometry geometry, T* x, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = geometry.Width, windows = geometry.OutputWidth, half = Vector128<T>.Count;
        for (nint p = 0; p < geometry.Planes; p++, x += geometry.Height * width)
        {
            T* top = x;
            for (nint i = 0; i < geometry.OutputHeight; i++, top += 2 * width, y += windows)
            {
                T* bottom = top + width;
                nint j = 0;
                for (; j <= windows - half; j += half)
                {
                    Vector256<T> columns = Split(Vector256.Max(Vector256.Load(top + (2 * j)), Vector256.Load(bottom + (2 * j))));
                    Vector128.Max(columns.GetLower(), columns.GetUpper()).Store(y + j);
                }

                for (; j < windows; j++)
                {
                    y[j] = T.Max(T.Max(top[2 * j], bottom[2 * j]), T.Max(top[(2 * j) + 1], bottom[(2 * j) + 1]));
                }
            }
        }
    }

    /// <summary>Each cotangent at the largest element of its window, −0 elsewhere (nothing comes there): of equal ones the first, of NaN the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place<T>(in PoolGeometry geometry, T* x, T* cotangent, T* destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = geometry.Width, windows = geometry.OutputWidth, half = Vector128<T>.Count, plane = geometry.Height * width;
        if (((geometry.Height | geometry.Width) & 1) != 0)
        {
            for (nint p = 0; p < geometry.Planes; p++) new Span<T>(destination + (p * plane), (int)plane).Fill(T.NegativeZero);
        }

        Vector256<T> nothing = Vector256.Create(T.NegativeZero);
        for (nint p = 0; p < geometry.Planes; p++, x += plane, destination += plane)
        {
            T* top = x, to = destination;
            for (nint i = 0; i < geometry.OutputHeight; i++, top += 2 * width, to += 2 * width, cotangent += windows)
            {
                T* bottom = top + width;
                nint j = 0;
                for (; j <= windows - half; j += half)
                {
                    Vector256<T> upper = Split(Vector256.Load(top + (2 * j))), lower = Split(Vector256.Load(bottom + (2 * j)));
                    Vector256<T> isUpper = Vector256.LessThanOrEqual(lower, upper) | ~Vector256.Equals(upper, upper);
                    Vector256<T> largest = Vector256.ConditionalSelect(isUpper, upper, lower);
                    Vector128<T> left = largest.GetLower(), right = largest.GetUpper();
                    Vector128<T> leftIsNumber = Vector128.Equals(left, left);
                    Vector128<T> isTie = Vector128.Equals(left, right) | ~(leftIsNumber | Vector128.Equals(right, right));
                    Vector128<T> isRight = (leftIsNumber & ~Vector128.LessThanOrEqual(right, left))
                        | (isTie & ~isUpper.GetLower() & isUpper.GetUpper());

                    Vector128<T> value = Vector128.Load(cotangent + j);
                    Vector256<T> placed = Vector256.Create(Vector128.ConditionalSelect(isRight, nothing.GetLower(), value), Vector128.ConditionalSelect(isRight, value, nothing.GetLower()));
                    Join(Vector256.ConditionalSelect(isUpper, placed, nothing)).Store(to + (2 * j));
                    Join(Vector256.ConditionalSelect(isUpper, nothing, placed)).Store(to + width + (2 * j));
                }

                for (; j < windows; j++)
                {
                    T* place = to + (2 * j);
                    place[0] = place[1] = place[width] = place[width + 1] = T.NegativeZero;
                    nint best = 0;
                    T largest = top[2 * j];
                    Take(top[(2 * j) + 1], 1, ref largest, ref best);
                    Take(bottom[2 * j], width, ref largest, ref best);
                    Take(bottom[(2 * j) + 1], width + 1, ref largest, ref best);
                    place[best] += cotangent[j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<T>(T value, nint place, ref T largest, ref nint best)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (T.IsNaN(largest) || value <= largest) return;
        largest = value;
        best = place;
    }

    /// <summary>The elements at even places, then those at odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Split<T>(Vector256<T> x)
        where T : unmanaged => sizeof(T) == sizeof(int)
            ? Vector256.Shuffle(x.AsInt32(), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7)).As<int, T>()
            : Vector256.Shuffle(x.AsInt64(), Vector256.Create(0L, 2, 1, 3)).As<long, T>();

    /// <summary>What <see cref="Split"/> parted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Join<T>(Vector256<T> x)
        where T : unmanaged => sizeof(T) == sizeof(int)
            ? Vector256.Shuffle(x.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).As<int, T>()
            : Vector256.Shuffle(x.AsInt64(), Vector256.Create(0L, 2, 1, 3)).As<long, T>();
}
