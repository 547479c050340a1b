using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A component of a unit vector, element-wise: x / norm, 0 where the norm is 0, and the sign of x where both are infinite, to which x / norm
/// tends while x grows alone. Where the norm is 0 it jumps: a cotangent that is there passes an infinite slope, and one that was computed as 0
/// is undetermined, NaN.
/// </summary>
internal readonly record struct PartOfNormOperation<T> : IBinaryOperation<PartOfNormOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "PartOfNorm";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(PartOfNormOperation<T> operation) => Notation.Product(1, -1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        L infinity = L.Create(T.PositiveInfinity);
        L part = L.Select(L.Equal(b, L.Zero), L.Zero, a / b);
        L sign = L.Select(L.LessThan(a, L.Zero), -L.One, L.One);
        return L.Select(L.Equal(L.Abs(a), infinity), L.Select(L.Equal(b, infinity), sign, part), part);
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> reciprocal = b.Reciprocal();
        return (cotangent.ScaledBy(reciprocal), cotangent.ScaledBy(-(y * reciprocal)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x / norm, element by element; 0 where the norm is 0, the sign of x where both are infinite.</summary>
        /// <param name="norm">What x is measured by, not negative; lengths that broadcast to this node's.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        internal Variable<T> PartOfNorm(Variable<T> norm) => x.Apply(new PartOfNormOperation<T>(), norm);
    }
}
