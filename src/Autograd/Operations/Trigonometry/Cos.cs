using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Cosine, element-wise: y = cos x (radians), with dy/dx = −sin x.</summary>
internal readonly record struct CosOperation<T> : IUnaryOperation<CosOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Cos";

    /// <inheritdoc/>
    public static Notation NotationOf(CosOperation<T> operation) => Notation.Function("cos", @"\cos");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Cos(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(-x.Sin());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>cos x, x in radians, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, double.Pi], [2]).Cos()   // 1, −1</code></example>
        public Variable<T> Cos() => x.Apply(new CosOperation<T>());
    }
}
