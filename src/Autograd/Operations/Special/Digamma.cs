using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Digamma function, element-wise: y = ψ(x) = d/dx ln Γ(x), with dy/dx = ψ′(x). −∞ at 0, NaN at the negative whole numbers.</summary>
internal readonly record struct DigammaOperation<T> : IUnaryOperation<DigammaOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Digamma";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(DigammaOperation<T> operation) => Notation.Function("ψ", @"\psi").Explained("ψ(x)", "the digamma function, the slope of lnΓ(x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Digamma<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Polygamma(1));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ψ(x), the slope of ln Γ(x), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>+∞ at −0. Elsewhere <c>torch.digamma</c>, <c>scipy.special.psi</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 2], [2]).Digamma()   // −0.5772156649015329, 0.4227843350984671</code></example>
        public Variable<T> Digamma() => x.Apply(new DigammaOperation<T>());
    }
}
