using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Softplus, element-wise: y = ln(1 + eˣ), with dy/dx = σ(x). No threshold: exact for every x.</summary>
internal readonly record struct SoftplusOperation<T> : IUnaryOperation<SoftplusOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Softplus";

    /// <inheritdoc/>
    public static Notation NotationOf(SoftplusOperation<T> operation) => Notation.Function("softplus");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Softplus(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Sigmoid());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln(1 + eˣ), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1000], [2]).Softplus()   // 0.6931, 1000</code></example>
        public Variable<T> Softplus() => x.Apply(new SoftplusOperation<T>());
    }
}
