using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>Contiguous rows that fit into one vector: the ten classes of a classifier. A row is loaded once and folded as a chunk of it would be.</summary>
/// <param name="length">The length of the rows.</param>
internal readonly ref struct ShortRows<L, T>(int length)
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly L _valid = Mask(length);

    /// <summary>Whether rows are short enough.</summary>
    public static bool Fit(int length) => length <= L.Width && L.Width > 1;

    /// <summary>The row's elements, and others behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Only(L row, T others) => L.Select(_valid, row, L.Create(others));

    /// <summary>Reads a row; 0 behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Load(ref T row) => length == L.Width ? L.Load(in row) : L.LoadPartial(in row, length);

    /// <summary>Writes a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(L lane, ref T row)
    {
        if (length == L.Width) L.Store(lane, ref row);
        else L.StorePartial(lane, ref row, length);
    }

    /// <summary>The sum of a row in the order of <see cref="ReductionTree"/>; −0 where all are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum(L row) => ReductionTree.Canonical(Fold<SumReducer<T>>(Only(row, T.NegativeZero), T.NegativeZero));

    /// <summary>The largest element; NaN is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Maximum(L row) => MaximumOf(Only(row, T.NegativeInfinity));

    /// <summary>The largest element of a whole vector; NaN is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaximumOf(L lane) => Fold<MaxReducer<T>>(L.Select(L.Equal(lane, lane), lane, L.Create(T.NegativeInfinity)), T.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Fold<TReducer>(L lane, T others)
        where TReducer : struct, IReducer<T>
    {
        if (Vector512.IsHardwareAccelerated && Unsafe.SizeOf<L>() == Unsafe.SizeOf<Chunk512<T>>()) return ReductionTree.Fold<T, TReducer, Chunk512<T>>(Unsafe.BitCast<L, Chunk512<T>>(lane));
        Chunk256<T> chunk = Chunk256<T>.Create(others);
        L.Store(lane, ref Unsafe.As<Chunk256<T>, T>(ref chunk));
        return ReductionTree.Fold<T, TReducer, Chunk256<T>>(chunk);
    }

    /// <summary>A mask of the elements of a row.</summary>
    private static L Mask(int length)
    {
        L ones = L.One;
        return L.Equal(length == L.Width ? ones : L.LoadPartial(in Unsafe.As<L, T>(ref ones), length), ones);
    }
}
