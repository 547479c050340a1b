using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Exponential of a negative square, element-wise: y = e^(−b²) of a = −b² as rounded and b itself, with dy/da = y. What rounding takes off the square
/// counts as many units in the last place of y as the square is large, and is taken back. The rule takes it for a function of a.
/// </summary>
internal readonly record struct ExpOfMinusSquareOperation<T> : IBinaryOperation<ExpOfMinusSquareOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ExpOfMinusSquare";

    /// <inheritdoc/>
    public static Notation NotationOf(ExpOfMinusSquareOperation<T> operation) => Notation.ExponentialOfFirst;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T>
    {
        // Of an infinite square the difference would be NaN.
        L y = L.Exp(a), low = L.FusedMultiplyAdd(b, b, a);
        return L.Select(L.Equal(y, L.Zero), y, L.FusedMultiplyAdd(-y, low, y));
    }

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent.ScaledBy(y), default);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>e^(−x²), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> ExpOfMinusSquare() => (-x.Square()).Apply(new ExpOfMinusSquareOperation<T>(), x);
    }
}
