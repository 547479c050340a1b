using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Slope of Mish, element-wise: y = t + x w with t = tanh(softplus x) and its slope w = σ(x) (1 − t²); dy/dx = w (2 + x (1 − σ(x) − 2 t σ(x))).
/// </summary>
internal readonly record struct MishSlopeOperation<T> : IUnaryOperation<MishSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "MishSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(MishSlopeOperation<T> operation) => Notation.Function("mish′", @"\operatorname{mish}'").Explained("mish′(x)", "the slope of mish(x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L e = VectorMath.MishParts<L, T>(x, out L numerator, out L denominator);

        // w = 4 e (1 + e) / d² of e = e^−|x|, times e² above 0.
        L factor = L.Select(L.LessThan(L.Zero, x), e * e, e) * (L.One + e), limit = L.Create(T.CreateSaturating(1000));
        L limited = L.Min(L.Max(x, -limit), limit) * L.Create(T.CreateSaturating(4));
        return L.FusedMultiplyAdd(limited, factor / denominator / denominator, numerator / denominator);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> softplus = x.Softplus(), gate = softplus.Tanh(), sigmoid = x.Sigmoid(), slope = sigmoid * gate.TanhSlope(softplus);
        Variable<T> bend = (-x).Sigmoid() - (sigmoid * (gate + gate));
        return cotangent.ScaledBy(slope * (T.CreateSaturating(2) + (x.Limited() * bend)));
    }
}
