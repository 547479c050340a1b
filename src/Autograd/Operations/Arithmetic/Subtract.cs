using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Difference, element-wise with broadcasting: y = a − b, with dy/da = 1 and dy/db = −1.</summary>
/// <param name="IsCotangent">Whether both are cotangents, of which −0 was cut off: see <see cref="ScaleByOperation{T}"/>.</param>
internal readonly record struct SubtractOperation<T>(bool IsCotangent = false) : IBinaryOperation<SubtractOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "Subtract";

    /// <inheritdoc/>
    public static Notation NotationOf(SubtractOperation<T> operation) => Notation.Sum(1, -1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => IsCotangent ? a + L.Select(L.Equal(b, L.Zero), b, -b) : a - b;

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent, b.IsDifferentiable ? cotangent.NegatedCotangent() : default);
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The difference a − b, element by element.</summary>
        /// <param name="b">The second operand; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Subtract(3)   // −2, −1, as of the operator −</code></example>
        public Variable<T> Subtract(Variable<T> b) => a.Apply(new SubtractOperation<T>(), b);

        /// <summary>a − b of cotangents: −0 only where both were cut off.</summary>
        internal Variable<T> SubtractCotangent(Variable<T> b) => a.Apply(new SubtractOperation<T>(IsCotangent: true), b);

        /// <summary>The difference a − b, with a scalar.</summary>
        /// <param name="b">The second operand.</param>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Subtract(T b) => a.Apply(new SubtractOperation<T>(), b);
    }
}
