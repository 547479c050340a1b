using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Logarithm to base 10, element-wise: y = log₁₀ x, exact for powers of ten; dy/dx = 1/(x ln 10): +∞ at 0, NaN below 0, where y is NaN.</summary>
internal readonly record struct Log10Operation<T> : IUnaryOperation<Log10Operation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Log10";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(Log10Operation<T> operation) => Notation.Function("log10", @"\log_{10}").Explained("log10(x)", "the logarithm to base 10");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Log10<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x >= T.Zero, x.Reciprocal() * T.CreateSaturating(1 / Math.Log(10)), T.NaN));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The logarithm log₁₀ x, element by element: exact for powers of ten.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>−∞ at 0, NaN below. Elsewhere <c>torch.log10</c>, <c>jnp.log10</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 1000, 0.1], [3]).Log10()   // 0, 3, −1</code></example>
        public Variable<T> Log10() => x.Apply(new Log10Operation<T>());
    }
}
