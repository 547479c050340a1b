using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Piecewise approximation of the sigmoid linear unit, element-wise: y = x min(max(x + 3, 0), 6) / 6; dy/dx = (2x + 3)/6 for −3 &lt; x &lt; 3, 0 below and 1 above (also at the bounds). (Howard et al. 2019.)</summary>
internal readonly record struct HardSwishOperation<T> : IUnaryOperation<HardSwishOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "HardSwish";

    /// <inheritdoc/>
    public static Notation NotationOf(HardSwishOperation<T> operation) => Notation.Function("hardswish");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L three = L.Create(T.CreateSaturating(3)), six = L.Create(T.CreateSaturating(6));
        L y = x * (x + three) / six;
        return L.Select(L.LessThanOrEqual(three, x), x, L.Select(L.LessThanOrEqual(x, -three), L.Zero, y));
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new HardSwishSlopeOperation<T>()));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x min(max(x + 3, 0), 6) / 6, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>The slope is 0 at −3 and 1 at 3. Elsewhere <c>torch.nn.Hardswish</c>, <c>jax.nn.hard_swish</c>.</remarks>
        /// <example><code>tape.Variable([-4.0, 0, 1, 4], [4]).HardSwish()   // 0, 0, 2/3, 4</code></example>
        public Variable<T> HardSwish() => x.Apply(new HardSwishOperation<T>());
    }
}
