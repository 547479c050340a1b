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
        where L : struct, ILane<L, T> => VectorMath.MishSlope<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> softplus = x.Softplus(), gate = softplus.Tanh(), sigmoid = x.Sigmoid(), slope = sigmoid * gate.TanhSlope(softplus);
        Variable<T> bend = (-x).Sigmoid() - (sigmoid * (gate + gate));
        return cotangent.ScaledBy(slope * (T.CreateSaturating(2) + (x.Limited() * bend)));
    }
}
