using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Two lanes side by side, every step of a formula written for one directly followed by the same step for the other. A formula is a
/// long chain of dependent operations; of two interleaved ones the processor always has some that can start. Functions that are called, not inlined, are so for each lane.
/// </summary>
internal readonly struct LanePair<L, T>(L lower, L upper) : ILaneBits<LanePair<L, T>, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly L Lower = lower;
    public readonly L Upper = upper;

    private LanePair(L both)
        : this(both, both)
    {
    }

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * L.Width;
    }

    public static LanePair<L, T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(L.Zero);
    }

    public static LanePair<L, T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(L.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Create(T value) => new(L.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Load(ref readonly T source) => new(L.Load(in source), L.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), L.Width)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LanePair<L, T> pair, ref T destination)
    {
        L.Store(pair.Lower, ref destination);
        L.Store(pair.Upper, ref Unsafe.Add(ref destination, L.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(LanePair<L, T> pair, ref T destination)
    {
        L.Stream(pair.Lower, ref destination);
        L.Stream(pair.Upper, ref Unsafe.Add(ref destination, L.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> operator +(LanePair<L, T> a, LanePair<L, T> b) => new(a.Lower + b.Lower, a.Upper + b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> operator -(LanePair<L, T> a, LanePair<L, T> b) => new(a.Lower - b.Lower, a.Upper - b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> operator *(LanePair<L, T> a, LanePair<L, T> b) => new(a.Lower * b.Lower, a.Upper * b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> operator /(LanePair<L, T> a, LanePair<L, T> b) => new(a.Lower / b.Lower, a.Upper / b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> operator -(LanePair<L, T> x) => new(-x.Lower, -x.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Abs(LanePair<L, T> x) => new(L.Abs(x.Lower), L.Abs(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Sqrt(LanePair<L, T> x) => new(L.Sqrt(x.Lower), L.Sqrt(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Max(LanePair<L, T> a, LanePair<L, T> b) => new(L.Max(a.Lower, b.Lower), L.Max(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Min(LanePair<L, T> a, LanePair<L, T> b) => new(L.Min(a.Lower, b.Lower), L.Min(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> FusedMultiplyAdd(LanePair<L, T> a, LanePair<L, T> b, LanePair<L, T> c) =>
        new(L.FusedMultiplyAdd(a.Lower, b.Lower, c.Lower), L.FusedMultiplyAdd(a.Upper, b.Upper, c.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Floor(LanePair<L, T> x) => new(L.Floor(x.Lower), L.Floor(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Ceiling(LanePair<L, T> x) => new(L.Ceiling(x.Lower), L.Ceiling(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Round(LanePair<L, T> x) => new(L.Round(x.Lower), L.Round(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Equal(LanePair<L, T> a, LanePair<L, T> b) => new(L.Equal(a.Lower, b.Lower), L.Equal(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> LessThan(LanePair<L, T> a, LanePair<L, T> b) => new(L.LessThan(a.Lower, b.Lower), L.LessThan(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> LessThanOrEqual(LanePair<L, T> a, LanePair<L, T> b) =>
        new(L.LessThanOrEqual(a.Lower, b.Lower), L.LessThanOrEqual(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> IsNegativeZero(LanePair<L, T> x) => new(L.IsNegativeZero(x.Lower), L.IsNegativeZero(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Select(LanePair<L, T> mask, LanePair<L, T> a, LanePair<L, T> b) =>
        new(L.Select(mask.Lower, a.Lower, b.Lower), L.Select(mask.Upper, a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> AtMost(LanePair<L, T> x, LanePair<L, T> limit) =>
        new(L.AtMost(x.Lower, limit.Lower), L.AtMost(x.Upper, limit.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> AtLeast(LanePair<L, T> x, LanePair<L, T> limit) =>
        new(L.AtLeast(x.Lower, limit.Lower), L.AtLeast(x.Upper, limit.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> And(LanePair<L, T> a, LanePair<L, T> b) => new(L.And(a.Lower, b.Lower), L.And(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Or(LanePair<L, T> a, LanePair<L, T> b) => new(L.Or(a.Lower, b.Lower), L.Or(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Xor(LanePair<L, T> a, LanePair<L, T> b) => new(L.Xor(a.Lower, b.Lower), L.Xor(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> AddBits(LanePair<L, T> a, LanePair<L, T> b) => new(L.AddBits(a.Lower, b.Lower), L.AddBits(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> SubtractBits(LanePair<L, T> a, LanePair<L, T> b) =>
        new(L.SubtractBits(a.Lower, b.Lower), L.SubtractBits(a.Upper, b.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> ShiftLeft(LanePair<L, T> x, int count) => new(L.ShiftLeft(x.Lower, count), L.ShiftLeft(x.Upper, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> ShiftRight(LanePair<L, T> x, int count) => new(L.ShiftRight(x.Lower, count), L.ShiftRight(x.Upper, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(LanePair<L, T> mask) => L.Any(L.Or(mask.Lower, mask.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(LanePair<L, T> mask) => L.Any(mask.Lower) ? L.First(mask.Lower) : L.Width + L.First(mask.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLessThan(LanePair<L, T> a, LanePair<L, T> b) => L.AllLessThan(a.Lower, b.Lower) && L.AllLessThan(a.Upper, b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> LoadPartial(ref readonly T source, int count)
    {
        if (count < L.Width) return new(L.LoadPartial(in source, count), L.Zero);
        L lower = L.Load(in source);
        if (count == L.Width) return new(lower, L.Zero);
        return new(lower, L.LoadPartial(in Unsafe.Add(ref Unsafe.AsRef(in source), L.Width), count - L.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(LanePair<L, T> pair, ref T destination, int count)
    {
        if (count < L.Width)
        {
            L.StorePartial(pair.Lower, ref destination, count);
            return;
        }

        L.Store(pair.Lower, ref destination);
        if (count > L.Width) L.StorePartial(pair.Upper, ref Unsafe.Add(ref destination, L.Width), count - L.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Log(LanePair<L, T> x, out LanePair<L, T> low)
    {
        L lower = L.Log(x.Lower, out L lowerLow), upper = L.Log(x.Upper, out L upperLow);
        low = new(lowerLow, upperLow);
        return new(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Log1p(LanePair<L, T> x) => new(L.Log1p(x.Lower), L.Log1p(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Sin(LanePair<L, T> x) => Vector512.IsHardwareAccelerated ? VectorMath.Sin<LanePair<L, T>, T>(x) : new(L.Sin(x.Lower), L.Sin(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Cos(LanePair<L, T> x) => Vector512.IsHardwareAccelerated ? VectorMath.Cos<LanePair<L, T>, T>(x) : new(L.Cos(x.Lower), L.Cos(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Tan(LanePair<L, T> x) => new(L.Tan(x.Lower), L.Tan(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Atan(LanePair<L, T> x) => new(L.Atan(x.Lower), L.Atan(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Sinh(LanePair<L, T> x) => new(L.Sinh(x.Lower), L.Sinh(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Cosh(LanePair<L, T> x) => new(L.Cosh(x.Lower), L.Cosh(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Softplus(LanePair<L, T> x) => new(L.Softplus(x.Lower), L.Softplus(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Erfc(LanePair<L, T> x) => new(L.Erfc(x.Lower), L.Erfc(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> LogNormalDistribution(LanePair<L, T> x) => new(L.LogNormalDistribution(x.Lower), L.LogNormalDistribution(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> InverseMillsRatio(LanePair<L, T> x) => new(L.InverseMillsRatio(x.Lower), L.InverseMillsRatio(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<L, T> Pow(LanePair<L, T> a, LanePair<L, T> b) => new(L.Pow(a.Lower, b.Lower), L.Pow(a.Upper, b.Upper));
}
