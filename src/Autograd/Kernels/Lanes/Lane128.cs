using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>A lane of 128 bits: 4 floats or 2 doubles.</summary>
internal readonly struct Lane128<T>(Vector128<T> value) : ILaneBits<Lane128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly Vector128<T> Value = value;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    public static Lane128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Zero);
    }

    public static Lane128<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Load(ref readonly T source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane128<T> lane, ref T destination) => lane.Value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator +(Lane128<T> a, Lane128<T> b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> a, Lane128<T> b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator *(Lane128<T> a, Lane128<T> b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator /(Lane128<T> a, Lane128<T> b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Abs(Lane128<T> x) => new(Vector128.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Sqrt(Lane128<T> x) => new(Vector128.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Max(Lane128<T> a, Lane128<T> b) => new(Vector128.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Min(Lane128<T> a, Lane128<T> b) => new(Vector128.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> FusedMultiplyAdd(Lane128<T> a, Lane128<T> b, Lane128<T> c) => new(FusedArithmetic.MultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Floor(Lane128<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Floor(x.Value.As<T, float>()).As<float, T>()
        : Vector128.Floor(x.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Ceiling(Lane128<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Ceiling(x.Value.As<T, float>()).As<float, T>()
        : Vector128.Ceiling(x.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Round(Lane128<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Round(x.Value.As<T, float>()).As<float, T>()
        : Vector128.Round(x.Value.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Equal(Lane128<T> a, Lane128<T> b) => new(Vector128.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> LessThan(Lane128<T> a, Lane128<T> b) => new(Vector128.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> LessThanOrEqual(Lane128<T> a, Lane128<T> b) => new(Vector128.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> IsNegativeZero(Lane128<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Equals(x.Value.As<T, int>(), Vector128.Create(int.MinValue)).As<int, T>()
        : Vector128.Equals(x.Value.As<T, long>(), Vector128.Create(long.MinValue)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Select(Lane128<T> mask, Lane128<T> a, Lane128<T> b)
    {
        // One instruction instead of three: masks have all bits of an element set or none.
        if (!Sse41.IsSupported) return new(Vector128.ConditionalSelect(mask.Value, a.Value, b.Value));
        return new(typeof(T) == typeof(float)
            ? Sse41.BlendVariable(b.Value.As<T, float>(), a.Value.As<T, float>(), mask.Value.As<T, float>()).As<float, T>()
            : Sse41.BlendVariable(b.Value.As<T, double>(), a.Value.As<T, double>(), mask.Value.As<T, double>()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> AtMost(Lane128<T> x, Lane128<T> limit) => new(Vector128.MinNative(limit.Value, x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> AtLeast(Lane128<T> x, Lane128<T> limit) => new(Vector128.MaxNative(limit.Value, x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> And(Lane128<T> a, Lane128<T> b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Or(Lane128<T> a, Lane128<T> b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Xor(Lane128<T> a, Lane128<T> b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> AddBits(Lane128<T> a, Lane128<T> b) => new(typeof(T) == typeof(float)
        ? (a.Value.As<T, int>() + b.Value.As<T, int>()).As<int, T>()
        : (a.Value.As<T, long>() + b.Value.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> SubtractBits(Lane128<T> a, Lane128<T> b) => new(typeof(T) == typeof(float)
        ? (a.Value.As<T, int>() - b.Value.As<T, int>()).As<int, T>()
        : (a.Value.As<T, long>() - b.Value.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ShiftLeft(Lane128<T> x, int count) => new(typeof(T) == typeof(float)
        ? (x.Value.As<T, int>() << count).As<int, T>()
        : (x.Value.As<T, long>() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ShiftRight(Lane128<T> x, int count) => new(typeof(T) == typeof(float)
        ? (x.Value.As<T, int>() >>> count).As<int, T>()
        : (x.Value.As<T, long>() >>> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lane128<T> mask) => mask.Value.As<T, long>() != Vector128<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(Lane128<T> mask) => BitOperations.TrailingZeroCount(mask.Value.ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLessThan(Lane128<T> a, Lane128<T> b) => Vector128.LessThanAll(a.Value, b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Stream(Lane128<T> lane, ref T destination) =>
        lane.Value.StoreAlignedNonTemporal((T*)Unsafe.AsPointer(ref destination));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> LoadPartial(ref readonly T source, int count)
    {
        if (typeof(T) == typeof(double) || count == 1) return new(Vector128.CreateScalar(source));
        Vector128<T> pair = Vector128.CreateScalar(Unsafe.ReadUnaligned<long>(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in source)))).As<long, T>();
        return new(count == 2 ? pair : pair.WithElement(2, Unsafe.Add(ref Unsafe.AsRef(in source), 2)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Lane128<T> lane, ref T destination, int count)
    {
        if (typeof(T) == typeof(double) || count == 1)
        {
            destination = lane.Value.ToScalar();
            return;
        }

        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), lane.Value.As<T, long>().ToScalar());
        if (count == 3) Unsafe.Add(ref destination, 2) = lane.Value.GetElement(2);
    }
}
