using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Absolute value, element-wise: y = |x|, with dy/dx = sign x, which is 0 at 0.</summary>
internal readonly record struct AbsOperation<T> : IUnaryOperation<AbsOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Abs";

    /// <inheritdoc/>
    public static Notation NotationOf(AbsOperation<T> operation) => Notation.Magnitude;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Abs(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new AbsSlopeOperation<T>()));
}

/// <summary>The slope of the absolute value: sign x, 0 at 0. It jumps there, which a second derivative meets: see <see cref="KinkOperation{T}"/>.</summary>
internal readonly record struct AbsSlopeOperation<T> : IUnaryOperation<AbsSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "AbsSlope";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(AbsSlopeOperation<T> operation) => Notation.Function("sign");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => default(SignOperation<T>).Evaluate(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.Apply(new KinkOperation<T>(), x);
}

/// <summary>
/// What a cotangent passes to the place of a jump, element-wise: nothing where x ≠ 0, and nothing at 0 either, as the rule of the kink has it,
/// unless the cotangent is a computed zero there: zero times an infinite slope is undetermined, NaN (|x|² has the second derivative 2 at 0).
/// </summary>
internal readonly record struct KinkOperation<T> : IBinaryOperation<KinkOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Kink";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(KinkOperation<T> operation) =>
        Notation.Function("kink").ConstantIn(0, 1).Explained("kink(g, x)", "0, but undetermined where x = 0 and g was computed to be 0");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L nothing = L.Create(T.NegativeZero), undetermined = L.Select(L.IsNegativeZero(a), nothing, L.Select(L.Equal(a, L.Zero), L.Create(T.NaN), nothing));
        return L.Select(L.Equal(b, L.Zero), undetermined, nothing);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The absolute value |x|, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-2.0, 0, 3], [3]).Abs()   // 2, 0, 3, with slopes −1, 0, 1</code></example>
        public Variable<T> Abs() => x.Apply(new AbsOperation<T>());
    }
}
