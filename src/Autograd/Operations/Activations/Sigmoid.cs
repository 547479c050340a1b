using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Logistic function, element-wise: y = σ(x) = 1 / (1 + e⁻ˣ), with dy/dx = y (1 − y).</summary>
internal readonly record struct SigmoidOperation<T> : IUnaryOperation<SigmoidOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Sigmoid";

    /// <inheritdoc/>
    public static Notation NotationOf(SigmoidOperation<T> operation) => Notation.Function("σ", @"\sigma");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Sigmoid(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y.SigmoidSlope(x));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The logistic function σ(x) = 1 / (1 + e⁻ˣ), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Sigmoid()   // 0.5, 0.7311</code></example>
        public Variable<T> Sigmoid() => x.Apply(new SigmoidOperation<T>());
    }
}
