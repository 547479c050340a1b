using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Logarithm to base 2, element-wise: y = log₂ x, exact for powers of two; dy/dx = 1/(x ln 2): +∞ at 0, NaN below 0, where y is NaN.</summary>
internal readonly record struct Log2Operation<T> : IUnaryOperation<Log2Operation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Log2";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(Log2Operation<T> operation) => Notation.Function("log2", @"\log_2").Explained("log2(x)", "the logarithm to base 2");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Log2<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x >= T.Zero, x.Reciprocal() * T.CreateSaturating(1 / Math.Log(2)), T.NaN));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The logarithm log₂ x, element by element: exact for powers of two.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>−∞ at 0, NaN below. Elsewhere <c>torch.log2</c>, <c>jnp.log2</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 8, 0.5], [3]).Log2()   // 0, 3, −1</code></example>
        public Variable<T> Log2() => x.Apply(new Log2Operation<T>());
    }
}
