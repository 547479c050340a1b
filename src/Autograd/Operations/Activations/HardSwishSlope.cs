using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Slope of HardSwish, element-wise: (2x + 3)/6 for −3 &lt; x &lt; 3, 0 below and 1 above; its own slope is 1/3 between, else 0.</summary>
internal readonly record struct HardSwishSlopeOperation<T> : IUnaryOperation<HardSwishSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "HardSwishSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(HardSwishSlopeOperation<T> operation) => Notation.Function("hardswish′", @"\operatorname{hardswish}'")
        .Explained("hardswish′(x)", "(2 x + 3) / 6 for −3 < x < 3, 0 below, 1 above");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L three = L.Create(T.CreateSaturating(3)), six = L.Create(T.CreateSaturating(6));
        return L.Select(L.LessThanOrEqual(three, x), L.One, L.Select(L.LessThanOrEqual(x, -three), L.Zero, (x + x + three) / six));
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.MaskedBy((x.Abs() < T.CreateSaturating(3)) * T.CreateSaturating(1 / 3.0));
}
