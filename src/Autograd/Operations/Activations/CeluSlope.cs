using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Slope of the continuously differentiable exponential linear unit, element-wise: y = 1 where x > 0, else e^(x/scale); dy/dx = 0 where x > 0, else y/scale.</summary>
/// <param name="Scale">The unit's scale.</param>
internal readonly record struct CeluSlopeOperation<T>(ExactNumber<T> Scale) : IUnaryOperation<CeluSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "CeluSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(CeluSlopeOperation<T> operation) => Notation.Function("celu′", @"\operatorname{celu}'").WithAttributes(Notation.Text(operation.Scale.Value))
        .Explained("celu′(x, a)", "the slope of celu(x, a): 1 where x > 0, else exp(x / a)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        // The rounding error of the exponent, which counts as many times as that is large.
        L scale = L.Create(Scale), exponent = x / scale;
        L low = L.FusedMultiplyAdd(-exponent, scale, x) / scale, y = L.Exp(exponent);
        y = L.Select(L.Equal(y, L.Zero), y, L.FusedMultiplyAdd(y, low, y));
        return L.Select(L.LessThan(L.Zero, x), L.One, y);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x > T.Zero, T.Zero, y / Scale.Value));
}
