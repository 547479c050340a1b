using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A lane of one element: what every vector lane must agree with bit for bit.</summary>
internal readonly struct ScalarLane<T>(T value) : ILaneBits<ScalarLane<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T Value = value;

    public static int Width => 1;

    public static ScalarLane<T> Zero => new(T.Zero);

    public static ScalarLane<T> One => new(T.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Create(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Load(ref readonly T source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarLane<T> lane, ref T destination) => destination = lane.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> operator +(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> operator -(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> operator *(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> operator /(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> operator -(ScalarLane<T> x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Abs(ScalarLane<T> x) => new(T.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Sqrt(ScalarLane<T> x) => new(T.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Floor(ScalarLane<T> x) => new(T.Floor(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Ceiling(ScalarLane<T> x) => new(T.Ceiling(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Round(ScalarLane<T> x) => new(T.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Max(ScalarLane<T> a, ScalarLane<T> b) => new(T.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Min(ScalarLane<T> a, ScalarLane<T> b) => new(T.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> FusedMultiplyAdd(ScalarLane<T> a, ScalarLane<T> b, ScalarLane<T> c) => new(FusedArithmetic.MultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Equal(ScalarLane<T> a, ScalarLane<T> b) => Mask(a.Value == b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> LessThan(ScalarLane<T> a, ScalarLane<T> b) => Mask(a.Value < b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> LessThanOrEqual(ScalarLane<T> a, ScalarLane<T> b) => Mask(a.Value <= b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> IsNegativeZero(ScalarLane<T> x) => Mask(x.Value == T.Zero && T.IsNegative(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Select(ScalarLane<T> mask, ScalarLane<T> a, ScalarLane<T> b) => FromBits((Bits(mask) & Bits(a)) | (~Bits(mask) & Bits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> AtMost(ScalarLane<T> x, ScalarLane<T> limit) => limit.Value < x.Value ? limit : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> AtLeast(ScalarLane<T> x, ScalarLane<T> limit) => limit.Value > x.Value ? limit : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> And(ScalarLane<T> a, ScalarLane<T> b) => FromBits(Bits(a) & Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Or(ScalarLane<T> a, ScalarLane<T> b) => FromBits(Bits(a) | Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> Xor(ScalarLane<T> a, ScalarLane<T> b) => FromBits(Bits(a) ^ Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> AddBits(ScalarLane<T> a, ScalarLane<T> b) => FromBits(Bits(a) + Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> SubtractBits(ScalarLane<T> a, ScalarLane<T> b) => FromBits(Bits(a) - Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> ShiftLeft(ScalarLane<T> x, int count) => FromBits(Bits(x) << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> ShiftRight(ScalarLane<T> x, int count) => FromBits(Bits(x) >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(ScalarLane<T> mask) => Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(ScalarLane<T> mask) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLessThan(ScalarLane<T> a, ScalarLane<T> b) => a.Value < b.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(ScalarLane<T> lane, ref T destination) => destination = lane.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane<T> LoadPartial(ref readonly T source, int count) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ScalarLane<T> lane, ref T destination, int count) => destination = lane.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarLane<T> Mask(bool condition) => FromBits(condition ? -1L : 0L);

    /// <summary>The bit pattern; zero-extended for float, so that a right shift brings zeros in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(ScalarLane<T> x) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(x.Value) : Unsafe.BitCast<T, long>(x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarLane<T> FromBits(long bits) =>
        new(typeof(T) == typeof(float) ? Unsafe.BitCast<uint, T>((uint)bits) : Unsafe.BitCast<long, T>(bits));
}
