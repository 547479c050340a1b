using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>What a reduction does to each element, given one parameter per result, before it combines them.</summary>
internal interface IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether the parameter is used.</summary>
    static abstract bool HasParameter { get; }

    static abstract T Map(T x, T parameter);

    static abstract TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T>;
}

/// <summary>x.</summary>
internal readonly struct IdentityMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => x;
}

/// <summary>x − c.</summary>
internal readonly struct DeviationMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => x - parameter;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Subtract(x, parameter);
}

/// <summary>(x − c)².</summary>
internal readonly struct SquaredDeviationMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => (x - parameter) * (x - parameter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T>
    {
        TChunk deviation = TChunk.Subtract(x, parameter);
        return TChunk.Multiply(deviation, deviation);
    }
}

/// <summary>x².</summary>
internal readonly struct SquareMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Multiply(x, x);
}

/// <summary>(x / c)².</summary>
internal readonly struct SquaredQuotientMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => x / parameter * (x / parameter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T>
    {
        TChunk quotient = TChunk.Divide(x, parameter);
        return TChunk.Multiply(quotient, quotient);
    }
}

/// <summary>x / c.</summary>
internal readonly struct QuotientMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => x / parameter;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.Divide(x, parameter);
}

/// <summary>e^(x − c), and 1 where x = c: an infinite maximum taken off itself leaves 1, not NaN.</summary>
internal readonly struct ExponentialMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => Evaluate(new ScalarLane<T>(x), new ScalarLane<T>(parameter)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.ExponentialOfDifference(x, parameter);

    /// <summary>The formula for every width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<L>(L x, L c)
        where L : struct, ILane<L, T> => L.Select(L.Equal(x, c), L.One, L.Exp(x - c));
}

/// <summary>x, and 0 where x = 1: of exponentials, those of the maximum taken off itself.</summary>
internal readonly struct WithoutOnesMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => x == T.One ? T.Zero : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.WithoutOnes(x);
}

/// <summary>e^(x − c), and 0 where that is 1.</summary>
internal readonly struct OtherExponentialMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => WithoutOnesMap<T>.Map(ExponentialMap<T>.Map(x, parameter), parameter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => TChunk.WithoutOnes(TChunk.ExponentialOfDifference(x, parameter));
}
