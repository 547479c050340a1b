using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Derivatives of sinc, element-wise: y = the n-th derivative of sin(πx) / (πx), n ≥ 1; dy/dx = the next.</summary>
/// <param name="Order">How often sinc is differentiated, at least once.</param>
internal readonly record struct SincDerivativeOperation<T>(int Order) : IUnaryOperation<SincDerivativeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SincDerivative";

    /// <inheritdoc/>
    public static Notation NotationOf(SincDerivativeOperation<T> operation) => Notation.Function("sincderivative").WithAttributes(Notation.Text(operation.Order))
        .Explained("sincderivative(x, n)", "the n-th derivative of sinc(x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.SincDerivative<L, T>(x, Order);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new SincDerivativeOperation<T>(Order + 1)));
}
