using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Choice, element-wise with broadcasting: y = a where the condition is not 0, else b. The chosen operand takes the cotangent, the
/// other exactly 0; the condition has no derivative.
/// </summary>
internal readonly record struct WhereOperation<T> : ITernaryOperation<WhereOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Where";

    /// <inheritdoc/>
    public static Notation NotationOf(WhereOperation<T> operation) => Notation.Choice;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T> => L.Select(L.Equal(a, L.Zero), c, b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B, Variable<T> C) Vjp(Variable<T> a, Variable<T> b, Variable<T> c, Variable<T> y, Variable<T> cotangent) =>
        (default, a.Where(cotangent, T.NegativeZero), a.Where(T.NegativeZero, cotangent));
}

public static partial class Operations
{
    extension<T>(Variable<T> condition)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><paramref name="a"/> where this node is not 0 (a comparison is 1 or 0), else <paramref name="b"/>, element by element.</summary>
        /// <param name="a">What is chosen where the condition holds.</param>
        /// <param name="b">What is chosen elsewhere.</param>
        /// <returns>A node with the lengths that all three broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        public Variable<T> Where(Variable<T> a, Variable<T> b) => condition.Apply(new WhereOperation<T>(), a, b);

        /// <inheritdoc cref="extension{T}(Variable{T}).Where(Variable{T}, Variable{T})"/>
        public Variable<T> Where(Variable<T> a, T b)
        {
            using var attempt = new Attempt<T>(condition.Tape);
            return attempt.Keep(condition.Where(a, condition.Beside("Where", b)));
        }

        /// <inheritdoc cref="extension{T}(Variable{T}).Where(Variable{T}, Variable{T})"/>
        public Variable<T> Where(T a, Variable<T> b)
        {
            using var attempt = new Attempt<T>(condition.Tape);
            return attempt.Keep(condition.Where(condition.Beside("Where", a), b));
        }

        /// <inheritdoc cref="extension{T}(Variable{T}).Where(Variable{T}, Variable{T})"/>
        public Variable<T> Where(T a, T b) => condition.Where(condition.Beside("Where", a), condition.Beside("Where", b));
    }
}
