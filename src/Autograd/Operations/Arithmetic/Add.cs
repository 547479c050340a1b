using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Sum, element-wise with broadcasting: y = a + b, with dy/da = dy/db = 1.</summary>
internal readonly record struct AddOperation<T> : IBinaryOperation<AddOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Add";

    /// <inheritdoc/>
    public static Notation NotationOf(AddOperation<T> operation) => Notation.Sum(1, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => a + b;

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent, cotangent);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The sum a + b, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Add(10)   // 11, 12, as of the operator +</code></example>
        public Variable<T> Add(Variable<T> b) => a.Apply(new AddOperation<T>(), b);

        /// <summary>The sum a + b, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Add(T b) => a.Apply(new AddOperation<T>(), b);
    }
}
