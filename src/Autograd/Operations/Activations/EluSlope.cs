using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Slope of the exponential linear unit, element-wise: y = 1 where x > 0, else scale · eˣ; dy/dx = 0 where x > 0, else y.</summary>
/// <param name="Scale">The unit's scale.</param>
internal readonly record struct EluSlopeOperation<T>(ExactNumber<T> Scale) : IUnaryOperation<EluSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "EluSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(EluSlopeOperation<T> operation) => Notation.Function("elu′", @"\operatorname{elu}'").WithAttributes(Notation.Text(operation.Scale.Value))
        .Explained("elu′(x, a)", "the slope of elu(x, a): 1 where x > 0, else a exp(x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(L.Zero, x), L.One, L.Create(Scale) * L.Exp(x));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x > T.Zero, T.Zero, y));
}
