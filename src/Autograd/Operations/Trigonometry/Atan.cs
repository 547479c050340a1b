using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Inverse tangent, element-wise: y = arctan x, from −π/2 to π/2, with dy/dx = 1/(1 + x²).</summary>
internal readonly record struct AtanOperation<T> : IUnaryOperation<AtanOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Atan";

    /// <inheritdoc/>
    public static Notation NotationOf(AtanOperation<T> operation) => Notation.Function("arctan", @"\arctan");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Atan(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy((T.One + x.Square()).Reciprocal());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>arctan x in radians, from −π/2 to π/2, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Atan()   // 0, π/4</code></example>
        public Variable<T> Atan() => x.Apply(new AtanOperation<T>());
    }
}
