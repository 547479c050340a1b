using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Gaussian error linear unit, element-wise: y = x Φ(x) with the normal distribution Φ(x) = ½ (1 + erf(x/√2)) and density φ;
/// dy/dx = Φ(x) + x φ(x). (Hendrycks and Gimpel 2016.)
/// </summary>
internal readonly record struct GeluOperation<T> : IUnaryOperation<GeluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Half = T.CreateSaturating(0.5);
    private static readonly T InverseRoot2 = T.CreateSaturating(1 / Math.Sqrt(2));
    private static readonly T InverseRoot2Pi = T.CreateSaturating(1 / Math.Sqrt(2 * Math.PI));

    /// <inheritdoc/>
    public static string Name => "Gelu";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluOperation<T> operation) => Notation.Function("gelu");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        // −∞ times a distribution of 0 would be NaN; Φ(−20) is 3e-89.
        return L.Select(L.LessThan(x, L.Create(T.CreateSaturating(-20))), L.Create(T.NegativeZero), x * L.NormalDistribution(x));
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> distribution = ((x * InverseRoot2).Erf() + T.One) * Half;
        Variable<T> density = (x.Square() * -Half).Exp() * InverseRoot2Pi;
        return cotangent.ScaledBy(distribution + density.ScaledBy(x));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x Φ(x) with the normal distribution Φ, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Gelu() => x.Apply(new GeluOperation<T>());
    }
}
