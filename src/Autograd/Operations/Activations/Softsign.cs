using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Softsign, element-wise: y = x / (1 + |x|), with dy/dx = 1/(1 + |x|)².</summary>
internal readonly record struct SoftsignOperation<T> : IUnaryOperation<SoftsignOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Softsign";

    /// <inheritdoc/>
    public static Notation NotationOf(SoftsignOperation<T> operation) => Notation.Function("softsign").Explained("softsign(x)", "x / (1 + |x|)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        // ∞ / ∞ would be NaN.
        L size = L.Abs(x), y = x / (L.One + size), end = L.Select(L.LessThan(x, L.Zero), -L.One, L.One);
        return L.Select(L.Equal(size, L.Create(T.PositiveInfinity)), end, y);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy((T.One + x.Abs()).Reciprocal().Square());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x / (1 + |x|), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>±1 at ±∞. Elsewhere <c>torch.nn.Softsign</c>, <c>jax.nn.soft_sign</c>.</remarks>
        /// <example><code>tape.Variable([-1.0, 0, 3], [3]).Softsign()   // −0.5, 0, 0.75</code></example>
        public Variable<T> Softsign() => x.Apply(new SoftsignOperation<T>());
    }
}
