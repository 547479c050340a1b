using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Square root, element-wise: y = √x, with dy/dx = 1 / (2y), which is +∞ at 0. What a mask cut off contributes 0 there; a zero that was computed is undetermined, NaN.</summary>
internal readonly record struct SqrtOperation<T> : IUnaryOperation<SqrtOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Sqrt";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(SqrtOperation<T> operation) => Notation.Root;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Sqrt(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy((y + y).Reciprocal());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The square root √x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([4.0, 9], [2]).Sqrt()   // 2, 3</code></example>
        public Variable<T> Sqrt() => x.Apply(new SqrtOperation<T>());
    }
}
