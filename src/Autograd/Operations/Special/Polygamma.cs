using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Derivatives of the digamma function, element-wise: y = ψ⁽ⁿ⁾(x), the n-th derivative, n ≥ 1; dy/dx = ψ⁽ⁿ⁺¹⁾(x). At 0 and the negative whole numbers +∞ for odd n; for even n −∞ at 0, else NaN.</summary>
/// <param name="Order">How often the digamma function is differentiated, at least once.</param>
internal readonly record struct PolygammaOperation<T>(int Order) : IUnaryOperation<PolygammaOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Polygamma";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(PolygammaOperation<T> operation) => Notation.Function("polygamma").WithAttributes(Notation.Text(operation.Order))
        .Explained("polygamma(x, n)", "the n-th derivative of the digamma function");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Polygamma<L, T>(x, Order);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new PolygammaOperation<T>(Order + 1)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The n-th derivative of the digamma function, ψ⁽ⁿ⁾(x), element by element.</summary>
        /// <param name="order">n; 0 stands for the digamma function itself.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The order is negative, or so large that n! overflows.</exception>
        /// <remarks>Elsewhere <c>torch.polygamma</c>, <c>scipy.special.polygamma</c>.</remarks>
        /// <example><code>tape.Variable(1.0).Polygamma(1)   // π²/6</code></example>
        public Variable<T> Polygamma(int order) => order switch
        {
            0 => x.Digamma(),
            > 0 and <= 30 => x.Apply(new PolygammaOperation<T>(order)),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Polygamma: the order is from 0 to 30."),
        };
    }
}
