using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Piecewise linear approximation of the logistic function, element-wise: y = min(max(x + 3, 0), 6) / 6; dy/dx = 1/6 for −3 &lt; x &lt; 3, else 0 (also at the bounds).</summary>
internal readonly record struct HardSigmoidOperation<T> : IUnaryOperation<HardSigmoidOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "HardSigmoid";

    /// <inheritdoc/>
    public static Notation NotationOf(HardSigmoidOperation<T> operation) => Notation.Function("hardsigmoid");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L three = L.Create(T.CreateSaturating(3)), six = L.Create(T.CreateSaturating(6));
        return L.Min(L.Max(x + three, L.Zero), six) / six;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.MaskedBy((x.Abs() < T.CreateSaturating(3)) * T.CreateSaturating(1 / 6.0));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>min(max(x + 3, 0), 6) / 6, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>The slope is 0 at ±3. Elsewhere <c>torch.nn.Hardsigmoid</c>, <c>jax.nn.hard_sigmoid</c>.</remarks>
        /// <example><code>tape.Variable([-4.0, 0, 1.5], [3]).HardSigmoid()   // 0, 0.5, 0.75</code></example>
        public Variable<T> HardSigmoid() => x.Apply(new HardSigmoidOperation<T>());
    }
}
