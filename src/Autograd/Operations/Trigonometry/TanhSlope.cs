using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Slope of the hyperbolic tangent, element-wise: 1 − y² of its value y and its argument x, y being tanh x. Computed as
/// e^−2|x| (1 + |y|)²: 1 − y² alone loses its digits where y is near ±1. The rule takes it for a function of y.
/// </summary>
internal readonly record struct TanhSlopeOperation<T> : IBinaryOperation<TanhSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "TanhSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(TanhSlopeOperation<T> operation) => Notation.TanhSlope;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L distance = L.Abs(b), larger = L.One + L.Abs(a);
        return L.Exp(-(distance + distance)) * (larger * larger);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(a * T.CreateSaturating(-2)), default);
}

public static partial class Operations
{
    extension<T>(Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 − y² of the hyperbolic tangent y = tanh x, element by element.</summary>
        /// <param name="x">The x of which this is the hyperbolic tangent.</param>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> TanhSlope(Variable<T> x) => y.Apply(new TanhSlopeOperation<T>(), x);
    }
}
