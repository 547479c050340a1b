using System.Numerics;

namespace Autograd.Authoring;

/// <summary>
/// What <see cref="VectorMath"/> and the loops need of a lane beyond arithmetic: the elements as integers of the same size
/// (arithmetic on them wraps around), and reading or writing fewer elements than the lane has.
/// </summary>
internal interface ILaneBits<TSelf, T> : ILane<TSelf, T>
    where TSelf : struct, ILaneBits<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>min(x, limit), NaN kept; which zero comes out of two is left open.</summary>
    static abstract TSelf AtMost(TSelf x, TSelf limit);

    /// <summary>max(x, limit), NaN kept; which zero comes out of two is left open.</summary>
    static abstract TSelf AtLeast(TSelf x, TSelf limit);

    static abstract TSelf And(TSelf a, TSelf b);

    static abstract TSelf Or(TSelf a, TSelf b);

    static abstract TSelf Xor(TSelf a, TSelf b);

    /// <summary>Sum of the bit patterns as integers.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>Difference of the bit patterns as integers.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>The bit pattern shifted left.</summary>
    static abstract TSelf ShiftLeft(TSelf x, int count);

    /// <summary>The bit pattern shifted right, zeros coming in.</summary>
    static abstract TSelf ShiftRight(TSelf x, int count);

    /// <summary>Whether any element of a mask is set.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>Where the first element of a mask is set, of one that has any.</summary>
    static abstract int First(TSelf mask);

    /// <summary>Whether a &lt; b for every element: one comparison and a jump, where a mask would have to be made first.</summary>
    static abstract bool AllLessThan(TSelf a, TSelf b);

    /// <summary>Writes all elements past the caches, to an address that is a multiple of their size together.</summary>
    static abstract void Stream(TSelf lane, ref T destination);

    /// <summary>Reads <paramref name="count"/> elements, fewer than <c>Width</c> but at least one; the others are 0.</summary>
    static abstract TSelf LoadPartial(ref readonly T source, int count);

    /// <summary>Writes the first <paramref name="count"/> elements, fewer than <c>Width</c>.</summary>
    static abstract void StorePartial(TSelf lane, ref T destination, int count);
}
