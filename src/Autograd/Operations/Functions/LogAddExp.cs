using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Logarithm of a sum of exponentials, element-wise with broadcasting: y = ln(eᵃ + eᵇ) without overflow, with dy/da = σ(a − b) and dy/db = σ(b − a); both 0 where a = b = −∞, ½ where a = b = +∞.</summary>
internal readonly record struct LogAddExpOperation<T> : IBinaryOperation<LogAddExpOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogAddExp";

    /// <inheritdoc/>
    public static Notation NotationOf(LogAddExpOperation<T> operation) => Notation.Function("logaddexp").Explained("logaddexp(a, b)", "ln(exp(a) + exp(b))");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L distance = L.Select(L.Equal(a, b), L.Zero, L.Abs(a - b));
        return L.Max(a, b) + L.Softplus(-distance);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(a.ShareOfSum(b)), cotangent.ScaledBy(b.ShareOfSum(a)));
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln(eᵃ + eᵇ), element by element, without overflow.</summary>
        /// <param name="b">The other exponent; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>−∞ where both are −∞. Within 2 units in the last place of the larger operand, which it may cancel. Elsewhere <c>torch.logaddexp</c>, <c>jnp.logaddexp</c>.</remarks>
        /// <example><code>tape.Variable(1000.0).LogAddExp(1000)   // 1000 + ln 2</code></example>
        public Variable<T> LogAddExp(Variable<T> b) => a.Apply(new LogAddExpOperation<T>(), b);

        /// <summary>ln(eᵃ + eᵇ), element by element, without overflow, with a scalar.</summary>
        /// <param name="b">The other exponent.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> LogAddExp(T b) => a.Apply(new LogAddExpOperation<T>(), b);
    }
}
