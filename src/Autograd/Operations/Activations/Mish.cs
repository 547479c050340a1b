using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Mish, element-wise: y = x tanh(softplus x), with dy/dx = t + x σ(x) (1 − t²), t being tanh(softplus x). (Misra 2019.)</summary>
internal readonly record struct MishOperation<T> : IUnaryOperation<MishOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Mish";

    /// <inheritdoc/>
    public static Notation NotationOf(MishOperation<T> operation) => Notation.Function("mish");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Mish<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new MishSlopeOperation<T>()));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x tanh(softplus x), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>0 at −∞; loses digits where eˣ is no normal number, below −708 (−87 for float), like the slope. Elsewhere <c>torch.nn.Mish</c>, <c>jax.nn.mish</c>.</remarks>
        /// <example><code>tape.Variable([-1.0, 0, 1], [3]).Mish()   // −0.3034, 0, 0.8651</code></example>
        public Variable<T> Mish() => x.Apply(new MishOperation<T>());
    }
}
