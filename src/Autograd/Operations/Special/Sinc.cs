using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Normalized cardinal sine, element-wise: y = sin(πx) / (πx), 1 at 0 and exactly 0 at other whole numbers; dy/dx = (cos(πx) − y)/x, 0 at 0, with all its digits there.</summary>
internal readonly record struct SincOperation<T> : IUnaryOperation<SincOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Sinc";

    /// <inheritdoc/>
    public static Notation NotationOf(SincOperation<T> operation) => Notation.Function("sinc").Explained("sinc(x)", "sin(π x) / (π x), 1 at 0");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.Sinc<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new SincDerivativeOperation<T>(1)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>sin(πx) / (πx), element by element, 1 at 0.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>0 at ±∞. Elsewhere <c>torch.sinc</c>, <c>jnp.sinc</c>.</remarks>
        /// <example><code>tape.Variable([0.0, 0.5, 1], [3]).Sinc()   // 1, 2/π, 0</code></example>
        public Variable<T> Sinc() => x.Apply(new SincOperation<T>());
    }
}
