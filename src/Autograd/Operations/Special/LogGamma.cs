using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Logarithm of the gamma function, element-wise: y = ln |Γ(x)|, with dy/dx = ψ(x). +∞ at 0, at the negative whole numbers, where dy/dx is NaN, and at ±∞.</summary>
internal readonly record struct LogGammaOperation<T> : IUnaryOperation<LogGammaOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogGamma";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(LogGammaOperation<T> operation) => Notation.Function("lnΓ", @"\ln\Gamma").Explained("lnΓ(x)", "the logarithm of |Γ(x)|");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.LogGamma<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Digamma());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln |Γ(x)|, element by element: the logarithm of (x − 1)! for whole x.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Below 0, where it has zeros between the poles, its error is that of the larger part of the reflection. Elsewhere <c>torch.lgamma</c>, <c>scipy.special.gammaln</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 0.5, 101], [3]).LogGamma()   // 0, ½ ln π, ln 100!</code></example>
        public Variable<T> LogGamma() => x.Apply(new LogGammaOperation<T>());
    }
}
