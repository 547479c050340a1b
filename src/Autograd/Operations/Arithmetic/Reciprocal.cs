using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Reciprocal, element-wise: y = 1/x, with dy/dx = −y², which is −∞ at 0. What a mask cut off contributes 0 there; a zero that was computed is undetermined, NaN.</summary>
internal readonly record struct ReciprocalOperation<T> : IUnaryOperation<ReciprocalOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Reciprocal";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(ReciprocalOperation<T> operation) => Notation.Product(-1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.One / x;

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(-y.Square());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The reciprocal 1/x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([2.0, 4], [2]).Reciprocal()   // 0.5, 0.25</code></example>
        public Variable<T> Reciprocal() => x.Apply(new ReciprocalOperation<T>());
    }
}
