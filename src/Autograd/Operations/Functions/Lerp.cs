using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Linear interpolation, element-wise with broadcasting: y = a + w (b − a), exactly a at w = 0 and b at w = 1; dy/da = 1 − w, dy/db = w and
/// dy/dw = b − a.
/// </summary>
internal readonly record struct LerpOperation<T> : ITernaryOperation<LerpOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Lerp";

    /// <inheritdoc/>
    public static Notation NotationOf(LerpOperation<T> operation) => Notation.Function("lerp").Explained("lerp(a, b, w)", "a + w (b − a)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b, L c)
        where L : struct, ILane<L, T>
    {
        // From the nearer end, so that both ends are exact.
        L isNearA = L.LessThan(c, L.Create(T.CreateSaturating(0.5))), difference = b - a;
        return L.FusedMultiplyAdd(L.Select(isNearA, c, c - L.One), difference, L.Select(isNearA, a, b));
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B, Variable<T> C) Vjp(Variable<T> a, Variable<T> b, Variable<T> c, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(T.One - c), cotangent.ScaledBy(c), cotangent.ScaledBy(b - a));
}

public static partial class Operations
{
    extension<T>(Variable<T> start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>start + weight · (end − start), element by element: exact at the weights 0 and 1.</summary>
        /// <param name="end">The value at weight 1; lengths that broadcast to this node's, or the reverse.</param>
        /// <param name="weight">How far to go; any number.</param>
        /// <returns>A node with the lengths that all broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Elsewhere <c>torch.lerp</c>, <c>float.Lerp</c>.</remarks>
        /// <example><code>tape.Variable(1.0).Lerp(tape.Variable(3.0), 0.25)   // 1.5</code></example>
        public Variable<T> Lerp(Variable<T> end, Variable<T> weight) => start.Apply(new LerpOperation<T>(), end, weight);

        /// <inheritdoc cref="extension{T}(Variable{T}).Lerp(Variable{T}, Variable{T})"/>
        public Variable<T> Lerp(Variable<T> end, T weight)
        {
            using var attempt = new Attempt<T>(start.Tape);
            return attempt.Keep(start.Lerp(end, start.Tape.Constant(weight)));
        }
    }
}
