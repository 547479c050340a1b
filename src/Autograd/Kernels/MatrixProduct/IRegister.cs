using System.Numerics;

namespace Autograd;

/// <summary>A vector register, as the tiles of the matrix product use it; a width without hardware support is emulated with the same bits.</summary>
internal unsafe interface IRegister<TSelf, T>
    where TSelf : struct, IRegister<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of elements.</summary>
    static abstract int Width { get; }

    /// <summary>The largest height of a tile two registers wide whose accumulators, operands and mask stay in registers.</summary>
    static abstract int MaxRows { get; }

    static abstract TSelf Zero { get; }

    /// <summary>Every element the one at the address.</summary>
    static abstract TSelf Broadcast(T* source);

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* destination);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>All bits set in the first <paramref name="count"/> elements.</summary>
    static abstract TSelf Mask(int count);

    /// <summary>The first <paramref name="count"/> elements, then zeros; no memory behind them is touched.</summary>
    static abstract TSelf LoadPartial(T* source, TSelf mask, int count);

    /// <summary>Writes the first <paramref name="count"/> elements; no memory behind them is touched.</summary>
    static abstract void StorePartial(TSelf value, T* destination, TSelf mask, int count);
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
