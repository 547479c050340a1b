using System.Numerics;

namespace Autograd;

/// <summary>A vector register, as the tiles of the matrix product use it; a width without hardware support is emulated with the same bits.</summary>
internal unsafe interface IRegister<V, T>
    where V : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of elements.</summary>
    static abstract int Width { get; }

    /// <summary>The largest height of a tile two registers wide whose accumulators, operands and mask stay in registers.</summary>
    static abstract int MaxRows { get; }

    /// <summary>The rows in a block of a.</summary>
    static abstract int MaxBlockRows { get; }

    static abstract V Zero { get; }

    /// <summary>Every element the one at the address.</summary>
    static abstract V Broadcast(T* source);

    static abstract V Load(T* source);

    static abstract void Store(V value, T* destination);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract V FusedMultiplyAdd(V a, V b, V c);

    /// <summary>All bits set in the first <paramref name="count"/> elements.</summary>
    static abstract V Mask(int count);

    /// <summary>The first <paramref name="count"/> elements, then zeros; no memory behind them is touched.</summary>
    static abstract V LoadPartial(T* source, V mask, int count);

    /// <summary>Writes the first <paramref name="count"/> elements; no memory behind them is touched.</summary>
    static abstract void StorePartial(V value, T* destination, V mask, int count);
}

/// <summary>Whether the last register of a tile is only partly used: a constant for the JIT.</summary>
internal interface ITileEdge
{
    static abstract bool IsPartial { get; }
}

/// <summary>All registers of the tile are full.</summary>
internal readonly struct FullEdge : ITileEdge
{
    public static bool IsPartial => false;
}

/// <summary>The last register of the tile has unused elements.</summary>
internal readonly struct PartialEdge : ITileEdge
{
    public static bool IsPartial => true;
}
