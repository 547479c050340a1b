using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The second operand's value with the first one's derivative, element-wise with broadcasting: y = b, taken as if dy/da = 1 and dy/db = 0.</summary>
internal readonly record struct StraightThroughOperation<T> : IBinaryOperation<StraightThroughOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "StraightThrough";

    /// <inheritdoc/>
    public static Notation NotationOf(StraightThroughOperation<T> operation) => Notation.Function("through").ConstantIn(1)
        .Explained("through(x, v)", "v, with the derivative of x");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => b;

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent, default);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A straight-through estimator: another value in place of this node's, with this node's derivative, as if it were the same. For what has none of its
        /// own: rounding, signs, choices. (Bengio et al. 2013.)
        /// </summary>
        /// <param name="value">The value; lengths that broadcast to this node's, or the reverse. No cotangent passes to it.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Elsewhere <c>x + (value - x).detach()</c>, which rounds.</remarks>
        /// <example><code>x.StraightThrough(x.Round())</code></example>
        public Variable<T> StraightThrough(Variable<T> value) => x.Apply(new StraightThroughOperation<T>(), value);
    }
}
