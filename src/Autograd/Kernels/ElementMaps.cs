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

/// <summary>e^(x − c).</summary>
internal readonly struct ExponentialMap<T> : IElementMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool HasParameter => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Map(T x, T parameter) => T.Exp(x - parameter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Map<TChunk>(TChunk x, TChunk parameter)
        where TChunk : struct, IChunk<TChunk, T> => Exp(TChunk.Subtract(x, parameter));

    /// <summary>Element by element, as the scalar form: the one place to be replaced when a vectorised exponential is at hand.</summary>
    private static TChunk Exp<TChunk>(TChunk chunk)
        where TChunk : struct, IChunk<TChunk, T>
    {
        ref T elements = ref Unsafe.As<TChunk, T>(ref chunk);
        for (int i = 0; i < ReductionTree.Width<T>(); i++) Unsafe.Add(ref elements, i) = T.Exp(Unsafe.Add(ref elements, i));
        return chunk;
    }
}
