using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>An associative combination with a neutral element: how a reduction joins two partial results.</summary>
internal interface IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Combined with any x it gives x, bit for bit; it fills the lanes that have no element.</summary>
    static abstract T Neutral { get; }

    /// <summary>The result for no elements at all.</summary>
    static abstract T Empty { get; }

    static abstract T Combine(T a, T b);

    static abstract Vector128<T> Combine(Vector128<T> a, Vector128<T> b);

    static abstract Vector256<T> Combine(Vector256<T> a, Vector256<T> b);

    static abstract TChunk Combine<TChunk>(TChunk a, TChunk b)
        where TChunk : struct, IChunk<TChunk, T>;
}

/// <summary>x + y. Neutral is −0, since x + 0 would lose the sign of −0.</summary>
internal readonly struct SumReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Neutral => T.NegativeZero;

    public static T Empty => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Combine(Vector128<T> a, Vector128<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Combine(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Combine<TChunk>(TChunk a, TChunk b)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Add(a, b);
}

/// <summary>x · y.</summary>
internal readonly struct ProductReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Neutral => T.One;

    public static T Empty => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Combine(Vector128<T> a, Vector128<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Combine(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Combine<TChunk>(TChunk a, TChunk b)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Multiply(a, b);
}

/// <summary>The larger of x and y, NaN where either is NaN.</summary>
internal readonly struct MaxReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Neutral => T.NegativeInfinity;

    public static T Empty => T.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Combine(Vector128<T> a, Vector128<T> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Combine(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Combine<TChunk>(TChunk a, TChunk b)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Max(a, b);
}

/// <summary>The smaller of x and y, NaN where either is NaN.</summary>
internal readonly struct MinReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Neutral => T.PositiveInfinity;

    public static T Empty => T.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine(T a, T b) => T.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Combine(Vector128<T> a, Vector128<T> b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Combine(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Combine<TChunk>(TChunk a, TChunk b)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Min(a, b);
}
