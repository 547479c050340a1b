using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Natural logarithm of 1 + x, element-wise: y = ln(1 + x), with all its digits near 0; dy/dx = 1 / (1 + x), NaN where x &lt; −1.</summary>
internal readonly record struct Log1pOperation<T> : IUnaryOperation<Log1pOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Log1p";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(Log1pOperation<T> operation) => Notation.Function("log1p").Explained("log1p(x)", "ln(1 + x)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Log1p(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x >= -T.One, (x + T.One).Reciprocal(), T.NaN));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln(1 + x), with all its digits near 0, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1e-20], [2]).Log1p()   // 0, 1e−20</code></example>
        public Variable<T> Log1p() => x.Apply(new Log1pOperation<T>());
    }
}
