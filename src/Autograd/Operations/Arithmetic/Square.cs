using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Square, element-wise: y = x², with dy/dx = 2x.</summary>
internal readonly record struct SquareOperation<T> : IUnaryOperation<SquareOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Square";

    /// <inheritdoc/>
    public static Notation NotationOf(SquareOperation<T> operation) => Notation.Product(2);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => x * x;

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x + x);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The square x², element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-2.0, 3], [2]).Square()   // 4, 9</code></example>
        public Variable<T> Square() => x.Apply(new SquareOperation<T>());
    }
}
