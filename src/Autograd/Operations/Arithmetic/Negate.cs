using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Negation, element-wise: y = −x, with dy/dx = −1.</summary>
/// <param name="IsCotangent">Whether it is a cotangent, whose zeros keep their sign: see <see cref="ScaleByOperation{T}"/>.</param>
internal readonly record struct NegateOperation<T>(bool IsCotangent = false) : IUnaryOperation<NegateOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "Negate";

    /// <inheritdoc/>
    public static Notation NotationOf(NegateOperation<T> operation) => Notation.Sum(-1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => IsCotangent ? L.Select(L.Equal(x, L.Zero), x, -x) : -x;

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.NegatedCotangent();
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>−x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([1.0, -2], [2]).Negate()   // −1, 2, as of the operator −</code></example>
        public Variable<T> Negate() => x.Apply(new NegateOperation<T>());

        /// <summary>−x of a cotangent, whose zeros keep their sign: what was cut off stays so, and nothing else becomes so.</summary>
        internal Variable<T> NegatedCotangent() => x.Apply(new NegateOperation<T>(IsCotangent: true));
    }
}
