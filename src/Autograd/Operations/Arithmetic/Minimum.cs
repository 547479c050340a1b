using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The smaller, element-wise with broadcasting: y = min(a, b), NaN where either is. The smaller operand takes the cotangent, a tie shares it in halves, a NaN operand takes it.</summary>
internal readonly record struct MinimumOperation<T> : IBinaryOperation<MinimumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Minimum";

    /// <inheritdoc/>
    public static Notation NotationOf(MinimumOperation<T> operation) => Notation.Function("min", @"\min");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Min(a, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent.MaskedBy((-a).ShareOfMaximum(-b)), cotangent.MaskedBy((-b).ShareOfMaximum(-a)));
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The smaller of a and b, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 3], [2]).Minimum(2)   // 1, 2</code></example>
        public Variable<T> Minimum(Variable<T> b) => a.Apply(new MinimumOperation<T>(), b);

        /// <summary>The smaller of a and b, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Minimum(T b) => a.Apply(new MinimumOperation<T>(), b);
    }
}
