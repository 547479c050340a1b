using System.Numerics;

namespace Autograd.Authoring;

/// <summary>
/// One or several elements that are computed together: a 512-, 256- or 128-bit vector, or a single scalar. Formulas are written
/// once over a lane; every width gives the same bits for an element, wherever it lies.
/// </summary>
/// <remarks>What the formulas of a first program need stands last: the runtime finds a member of an interface the sooner the later it is declared.</remarks>
/// <typeparam name="TSelf">The lane type.</typeparam>
/// <typeparam name="T">Element type.</typeparam>
public interface ILane<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, ILane<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>eˣ.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>eˣ − 1, to full relative accuracy near 0.</summary>
    static abstract TSelf Expm1(TSelf x);

    /// <summary>ln x: −∞ at 0, NaN below.</summary>
    static abstract TSelf Log(TSelf x);

    /// <summary>ln x of a positive finite x, as a sum of two numbers: with nearly twice the digits that one of them holds.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="low">What the result lacks of the logarithm.</param>
    /// <returns>The logarithm, rounded.</returns>
    static abstract TSelf Log(TSelf x, out TSelf low);

    /// <summary>ln(1 + x), to full relative accuracy near 0.</summary>
    static abstract TSelf Log1p(TSelf x);

    /// <summary>aᵇ, with the special cases of IEEE 754 (a⁰ = 1, 1ᵇ = 1, NaN for a negative base under a fraction).</summary>
    static abstract TSelf Pow(TSelf a, TSelf b);

    /// <summary>sin x, x in radians of any size.</summary>
    static abstract TSelf Sin(TSelf x);

    /// <summary>cos x, x in radians of any size.</summary>
    static abstract TSelf Cos(TSelf x);

    /// <summary>tan x, x in radians of any size.</summary>
    static abstract TSelf Tan(TSelf x);

    /// <summary>arctan x, from −π/2 to π/2.</summary>
    static abstract TSelf Atan(TSelf x);

    /// <summary>sinh x.</summary>
    static abstract TSelf Sinh(TSelf x);

    /// <summary>cosh x.</summary>
    static abstract TSelf Cosh(TSelf x);

    /// <summary>tanh x.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>ln(1 + eˣ), without overflow.</summary>
    static abstract TSelf Softplus(TSelf x);

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    static abstract TSelf Erf(TSelf x);

    /// <summary>1 − erf x, to full relative accuracy where that is small.</summary>
    static abstract TSelf Erfc(TSelf x);

    /// <summary>The standard normal distribution Φ(x) = ½ erfc(−x/√2), to full relative accuracy in its tail.</summary>
    static abstract TSelf NormalDistribution(TSelf x);

    /// <summary>x Φ(x), to full relative accuracy in its tail; 0 at −∞.</summary>
    static abstract TSelf Gelu(TSelf x);

    /// <summary>Φ(x) + x φ(x), the slope of x Φ(x); 0 at −∞.</summary>
    static abstract TSelf GeluSlope(TSelf x);

    /// <summary>x σ(x) = x / (1 + e⁻ˣ); −0 at −∞.</summary>
    static abstract TSelf Silu(TSelf x);

    /// <summary>The standard normal density φ(x) = e^(−x²/2) / √(2π).</summary>
    static abstract TSelf NormalDensity(TSelf x);

    /// <summary>ln Φ(x), to full relative accuracy in both tails.</summary>
    static abstract TSelf LogNormalDistribution(TSelf x);

    /// <summary>φ(x) / Φ(x), without underflow.</summary>
    static abstract TSelf InverseMillsRatio(TSelf x);

    /// <summary>|x|.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The larger, NaN where either is NaN, +0 above −0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller, NaN where either is NaN, −0 below +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The smallest integer not below x.</summary>
    static abstract TSelf Ceiling(TSelf x);

    /// <summary>The largest integer not above x.</summary>
    static abstract TSelf Floor(TSelf x);

    /// <summary>√x, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>A mask of where x is −0, the zero of a cotangent that was cut off.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The mask.</returns>
    static abstract TSelf IsNegativeZero(TSelf x);

    /// <summary>A mask (all bits set or none) of where a = b.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>A mask (all bits set or none) of where a ≤ b.</summary>
    static abstract TSelf LessThanOrEqual(TSelf a, TSelf b);

    /// <summary>Every element 0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Every element 1.</summary>
    static abstract TSelf One { get; }

    /// <summary>The nearest integer, halves to even.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>Element by element: <paramref name="a"/> where the mask is set, else <paramref name="b"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>A mask (all bits set or none) of where a &lt; b.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Every element the same value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The lane.</returns>
    static abstract TSelf Create(T value);

    /// <summary>The number of elements in the lane.</summary>
    static abstract int Width { get; }

    /// <summary>Writes <see cref="Width"/> neighbouring elements.</summary>
    /// <param name="lane">The values.</param>
    /// <param name="destination">The first of them.</param>
    static abstract void Store(TSelf lane, ref T destination);

    /// <summary>Reads <see cref="Width"/> neighbouring elements.</summary>
    /// <param name="source">The first of them.</param>
    /// <returns>The lane.</returns>
    static abstract TSelf Load(ref readonly T source);
}
