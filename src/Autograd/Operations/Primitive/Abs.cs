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
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Sign());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The absolute value |x|, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> Abs() => x.Apply(new AbsOperation<T>());
    }
}
