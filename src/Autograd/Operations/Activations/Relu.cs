using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Rectifier, element-wise: y = max(x, 0), with dy/dx = 1 where x > 0, else 0 (0 at the kink).</summary>
internal readonly record struct ReluOperation<T> : IUnaryOperation<ReluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Relu";

    /// <inheritdoc/>
    public static Notation NotationOf(ReluOperation<T> operation) => Notation.Function("relu");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Max(x, L.Zero);

    /// <inheritdoc/>
    /// <remarks>y > 0 where x > 0: what was the operand need not be kept then.</remarks>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.MaskedBy(y > T.Zero);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>max(x, 0), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-2.0, 0, 3], [3]).Relu()   // 0, 0, 3, with slopes 0, 0, 1</code></example>
        public Variable<T> Relu() => x.Apply(new ReluOperation<T>());
    }
}
