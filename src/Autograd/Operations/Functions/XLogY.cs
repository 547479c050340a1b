using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The product a ln b, element-wise with broadcasting, 0 where a = 0; dy/da = ln b (0 where a and b are 0) and dy/db = a/b (0 where
/// a = 0).
/// </summary>
internal readonly record struct XLogYOperation<T> : IBinaryOperation<XLogYOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "XLogY";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(XLogYOperation<T> operation) => Notation.TimesLogarithm;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, L.Zero), L.Zero, a * L.Log(b));

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> nothing = a.EqualTo(T.Zero) * b.EqualTo(T.Zero);
        return (nothing.Tape.Where(nothing, T.NegativeZero, cotangent).ScaledBy(b.Log()), cotangent.MaskedBy(a).ScaledBy(b.Reciprocal()));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>a ln b, and 0 where a = 0, element by element.</summary>
        /// <param name="b">The argument of the logarithm; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>tape.Variable([0.0, 2], [2]).XLogY(tape.Variable([0.0, double.E], [2]))   // 0, 2</code></example>
        public Variable<T> XLogY(Variable<T> b) => a.Apply(new XLogYOperation<T>(), b);
    }
}
