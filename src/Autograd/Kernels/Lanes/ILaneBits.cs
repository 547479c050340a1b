using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Authoring;

/// <summary>
/// What <see cref="VectorMath"/> and the loops need of a lane beyond arithmetic: the elements as integers of the same size
/// (arithmetic on them wraps around), and reading or writing fewer elements than the lane has. What it needs for the functions stands there, so that a lane
/// has all of them by this interface.
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Exp(TSelf x) => VectorMath.Exp<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Expm1(TSelf x) => VectorMath.Expm1<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Log(TSelf x) => VectorMath.Log<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Log(TSelf x, out TSelf low) => VectorMath.Log<TSelf, T>(x, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Log1p(TSelf x) => VectorMath.Log1p<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Sin(TSelf x) => VectorMath.Sin<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Cos(TSelf x) => VectorMath.Cos<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Tan(TSelf x) => VectorMath.Tan<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Atan(TSelf x) => VectorMath.Atan<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Sinh(TSelf x) => VectorMath.Sinh<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Cosh(TSelf x) => VectorMath.Cosh<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Tanh(TSelf x) => VectorMath.Tanh<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Sigmoid(TSelf x) => VectorMath.Sigmoid<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Softplus(TSelf x) => VectorMath.Softplus<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Erf(TSelf x) => VectorMath.Erf<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Erfc(TSelf x) => VectorMath.Erfc<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.NormalDistribution(TSelf x) => VectorMath.NormalDistribution<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Gelu(TSelf x) => VectorMath.Gelu<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.GeluSlope(TSelf x) => VectorMath.GeluSlope<TSelf, T>(x);

    static TSelf ILane<TSelf, T>.Silu(TSelf x) => VectorMath.Silu<TSelf, T>(x);

    static TSelf ILane<TSelf, T>.NormalDensity(TSelf x) => VectorMath.NormalDensity<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.LogNormalDistribution(TSelf x) => VectorMath.LogNormalDistribution<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.InverseMillsRatio(TSelf x) => VectorMath.InverseMillsRatio<TSelf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILane<TSelf, T>.Pow(TSelf a, TSelf b) => VectorMath.Pow<TSelf, T>(a, b);
}
