using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>A lane of 256 bits: 8 floats or 4 doubles.</summary>
internal readonly struct Lane256<T>(Vector256<T> value) : ILaneBits<Lane256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly Vector256<T> Value = value;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    public static Lane256<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<T>.Zero);
    }

    public static Lane256<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<T>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Load(ref readonly T source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane256<T> lane, ref T destination) => lane.Value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator +(Lane256<T> a, Lane256<T> b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> a, Lane256<T> b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator *(Lane256<T> a, Lane256<T> b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator /(Lane256<T> a, Lane256<T> b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Abs(Lane256<T> x) => new(Vector256.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Sqrt(Lane256<T> x) => new(Vector256.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Max(Lane256<T> a, Lane256<T> b) => new(Vector256.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Min(Lane256<T> a, Lane256<T> b) => new(Vector256.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> FusedMultiplyAdd(Lane256<T> a, Lane256<T> b, Lane256<T> c) => new(typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(a.Value.As<T, float>(), b.Value.As<T, float>(), c.Value.As<T, float>()).As<float, T>()
        : Vector256.FusedMultiplyAdd(a.Value.As<T, double>(), b.Value.As<T, double>(), c.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Floor(Lane256<T> x) => new(typeof(T) == typeof(float)
        ? Vector256.Floor(x.Value.As<T, float>()).As<float, T>()
        : Vector256.Floor(x.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Ceiling(Lane256<T> x) => new(typeof(T) == typeof(float)
        ? Vector256.Ceiling(x.Value.As<T, float>()).As<float, T>()
        : Vector256.Ceiling(x.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Round(Lane256<T> x) => new(typeof(T) == typeof(float)
        ? Vector256.Round(x.Value.As<T, float>()).As<float, T>()
        : Vector256.Round(x.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Equal(Lane256<T> a, Lane256<T> b) => new(Vector256.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> LessThan(Lane256<T> a, Lane256<T> b) => new(Vector256.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> LessThanOrEqual(Lane256<T> a, Lane256<T> b) => new(Vector256.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> IsNegativeZero(Lane256<T> x) => new(typeof(T) == typeof(float)
        ? Vector256.Equals(x.Value.As<T, int>(), Vector256.Create(int.MinValue)).As<int, T>()
        : Vector256.Equals(x.Value.As<T, long>(), Vector256.Create(long.MinValue)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Select(Lane256<T> mask, Lane256<T> a, Lane256<T> b)
    {
        // One instruction instead of three: masks have all bits of an element set or none.
        if (!Avx.IsSupported) return new(Vector256.ConditionalSelect(mask.Value, a.Value, b.Value));
        return new(typeof(T) == typeof(float)
            ? Avx.BlendVariable(b.Value.As<T, float>(), a.Value.As<T, float>(), mask.Value.As<T, float>()).As<float, T>()
            : Avx.BlendVariable(b.Value.As<T, double>(), a.Value.As<T, double>(), mask.Value.As<T, double>()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> AtMost(Lane256<T> x, Lane256<T> limit) => new(Vector256.MinNative(limit.Value, x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> AtLeast(Lane256<T> x, Lane256<T> limit) => new(Vector256.MaxNative(limit.Value, x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> And(Lane256<T> a, Lane256<T> b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Or(Lane256<T> a, Lane256<T> b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Xor(Lane256<T> a, Lane256<T> b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> AddBits(Lane256<T> a, Lane256<T> b) => new(typeof(T) == typeof(float)
        ? (a.Value.As<T, int>() + b.Value.As<T, int>()).As<int, T>()
        : (a.Value.As<T, long>() + b.Value.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> SubtractBits(Lane256<T> a, Lane256<T> b) => new(typeof(T) == typeof(float)
        ? (a.Value.As<T, int>() - b.Value.As<T, int>()).As<int, T>()
        : (a.Value.As<T, long>() - b.Value.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ShiftLeft(Lane256<T> x, int count) => new(typeof(T) == typeof(float)
        ? (x.Value.As<T, int>() << count).As<int, T>()
        : (x.Value.As<T, long>() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ShiftRight(Lane256<T> x, int count) => new(typeof(T) == typeof(float)
        ? (x.Value.As<T, int>() >>> count).As<int, T>()
        : (x.Value.As<T, long>() >>> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lane256<T> mask) => mask.Value.As<T, long>() != Vector256<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(Lane256<T> mask) => BitOperations.TrailingZeroCount(mask.Value.ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLessThan(Lane256<T> a, Lane256<T> b) => Vector256.LessThanAll(a.Value, b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Stream(Lane256<T> lane, ref T destination) =>
        lane.Value.StoreAlignedNonTemporal((T*)Unsafe.AsPointer(ref destination));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> LoadPartial(ref readonly T source, int count)
    {
        int half = Lane128<T>.Width;
        if (count < half) return new(Lane128<T>.LoadPartial(in source, count).Value.ToVector256());
        Vector128<T> lower = Vector128.LoadUnsafe(in source);
        if (count == half) return new(lower.ToVector256());
        return new(Vector256.Create(lower, Lane128<T>.LoadPartial(in Unsafe.Add(ref Unsafe.AsRef(in source), half), count - half).Value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Lane256<T> lane, ref T destination, int count)
    {
        int half = Lane128<T>.Width;
        Vector128<T> rest = lane.Value.GetLower();
        if (count >= half)
        {
            rest.StoreUnsafe(ref destination);
            if (count == half) return;
            rest = lane.Value.GetUpper();
            destination = ref Unsafe.Add(ref destination, half);
            count -= half;
        }

        Lane128<T>.StorePartial(new(rest), ref destination, count);
    }
}
