using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Hyperbolic tangent, element-wise: y = tanh x, with dy/dx = 1 − y².</summary>
internal readonly record struct TanhOperation<T> : IUnaryOperation<TanhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Tanh";

    /// <inheritdoc/>
    public static Notation NotationOf(TanhOperation<T> operation) => Notation.Function("tanh", @"\tanh");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Tanh(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y.TanhSlope(x));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>tanh x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Tanh()   // 0, 0.7616</code></example>
        public Variable<T> Tanh() => x.Apply(new TanhOperation<T>());
    }
}
