using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Gaussian error linear unit, element-wise: y = x Φ(x) with the normal distribution Φ(x) = ½ erfc(−x/√2) and density φ;
/// dy/dx = Φ(x) + x φ(x). (Hendrycks and Gimpel 2016.)
/// </summary>
internal readonly record struct GeluOperation<T> : IUnaryOperation<GeluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Gelu";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluOperation<T> operation) => Notation.Function("gelu");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Gelu(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        cotangent.ScaledBy(x.Apply(new GeluSlopeOperation<T>()));
}

/// <summary>Slope of the Gaussian error linear unit, element-wise: y = Φ(x) + x φ(x), with dy/dx = φ(x) (2 − x²).</summary>
internal readonly record struct GeluSlopeOperation<T> : IUnaryOperation<GeluSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "GeluSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluSlopeOperation<T> operation) => Notation.GeluSlope;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.GeluSlope(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        cotangent.ScaledBy(x.NormalDensity() * (T.CreateSaturating(2) - x.Limited().Square()));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x Φ(x) with the normal distribution Φ, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Within 6 units in the last place, the slope within 8, but for where its digits cancel about its zero at −0.75.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).Gelu()   // 0, 0.8413</code></example>
        public Variable<T> Gelu() => x.Apply(new GeluOperation<T>());
    }
}
