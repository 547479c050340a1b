using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// 64 bytes of elements: the fixed virtual width of the reductions. It is one 512-bit register or two 256-bit ones; the number of
/// elements, and with it the order of every sum, is the same on every machine.
/// </summary>
internal interface IChunk<TSelf, T>
    where TSelf : struct, IChunk<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract TSelf Create(T value);

    static abstract TSelf Load(ref readonly T source);

    static abstract void Store(TSelf chunk, ref T destination);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Subtract(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    static abstract TSelf Divide(TSelf a, TSelf b);

    /// <summary>The larger, NaN where either is NaN, +0 above −0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller, NaN where either is NaN, −0 below +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The first or the second, as the mask's bits are set or not.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>e^(x − c), and 1 where x = c, also for infinite ones. Not inlined: a tree takes dozens of copies, beyond the compiler's limit.</summary>
    static abstract TSelf ExponentialOfDifference(TSelf x, TSelf c);

    /// <summary>0 where x = 1, else x.</summary>
    static abstract TSelf WithoutOnes(TSelf x);

    /// <summary>Lane l becomes lane l combined with lane l + half the width; the result is the lower half.</summary>
    static abstract Vector256<T> Fold<TReducer>(TSelf chunk)
        where TReducer : struct, IReducer<T>;
}

/// <summary>The 64 bytes as one 512-bit register.</summary>
internal readonly struct Chunk512<T>(Vector512<T> value) : IChunk<Chunk512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Load(ref readonly T source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Chunk512<T> chunk, ref T destination) => chunk._value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Add(Chunk512<T> a, Chunk512<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Subtract(Chunk512<T> a, Chunk512<T> b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Multiply(Chunk512<T> a, Chunk512<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Divide(Chunk512<T> a, Chunk512<T> b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Max(Chunk512<T> a, Chunk512<T> b) => new(Vector512.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Min(Chunk512<T> a, Chunk512<T> b) => new(Vector512.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> Select(Chunk512<T> mask, Chunk512<T> a, Chunk512<T> b) =>
        new(Vector512.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Chunk512<T> ExponentialOfDifference(Chunk512<T> x, Chunk512<T> c) =>
        new(ExponentialMap<T>.Evaluate(new Lane512<T>(x._value), new Lane512<T>(c._value)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk512<T> WithoutOnes(Chunk512<T> x) => new(Vector512.ConditionalSelect(Vector512.Equals(x._value, Vector512<T>.One), Vector512<T>.Zero, x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fold<TReducer>(Chunk512<T> chunk)
        where TReducer : struct, IReducer<T> => TReducer.Combine(chunk._value.GetLower(), chunk._value.GetUpper());
}

/// <summary>The 64 bytes as two 256-bit registers.</summary>
internal readonly struct Chunk256<T>(Vector256<T> lower, Vector256<T> upper) : IChunk<Chunk256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> _lower = lower;
    private readonly Vector256<T> _upper = upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Create(T value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Load(ref readonly T source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in source, (nuint)Vector256<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Chunk256<T> chunk, ref T destination)
    {
        chunk._lower.StoreUnsafe(ref destination);
        chunk._upper.StoreUnsafe(ref destination, (nuint)Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Add(Chunk256<T> a, Chunk256<T> b) => new(a._lower + b._lower, a._upper + b._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Subtract(Chunk256<T> a, Chunk256<T> b) => new(a._lower - b._lower, a._upper - b._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Multiply(Chunk256<T> a, Chunk256<T> b) => new(a._lower * b._lower, a._upper * b._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Divide(Chunk256<T> a, Chunk256<T> b) => new(a._lower / b._lower, a._upper / b._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Max(Chunk256<T> a, Chunk256<T> b) =>
        new(Vector256.Max(a._lower, b._lower), Vector256.Max(a._upper, b._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Min(Chunk256<T> a, Chunk256<T> b) =>
        new(Vector256.Min(a._lower, b._lower), Vector256.Min(a._upper, b._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> Select(Chunk256<T> mask, Chunk256<T> a, Chunk256<T> b) => new(
        Vector256.ConditionalSelect(mask._lower, a._lower, b._lower),
        Vector256.ConditionalSelect(mask._upper, a._upper, b._upper));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Chunk256<T> ExponentialOfDifference(Chunk256<T> x, Chunk256<T> c)
    {
        var pair = ExponentialMap<T>.Evaluate(
            new LanePair<Lane256<T>, T>(new(x._lower), new(x._upper)), new LanePair<Lane256<T>, T>(new(c._lower), new(c._upper)));
        return new(pair.Lower.Value, pair.Upper.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Chunk256<T> WithoutOnes(Chunk256<T> x) => new(
        Vector256.ConditionalSelect(Vector256.Equals(x._lower, Vector256<T>.One), Vector256<T>.Zero, x._lower),
        Vector256.ConditionalSelect(Vector256.Equals(x._upper, Vector256<T>.One), Vector256<T>.Zero, x._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fold<TReducer>(Chunk256<T> chunk)
        where TReducer : struct, IReducer<T> => TReducer.Combine(chunk._lower, chunk._upper);
}
