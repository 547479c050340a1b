using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Tangent, element-wise: y = tan x (radians), with dy/dx = 1 + y².</summary>
internal readonly record struct TanOperation<T> : IUnaryOperation<TanOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Tan";

    /// <inheritdoc/>
    public static Notation NotationOf(TanOperation<T> operation) => Notation.Function("tan", @"\tan");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Tan(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(T.One + y.Square());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>tan x, x in radians, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Tan()   // 0, 1.5574</code></example>
        public Variable<T> Tan() => x.Apply(new TanOperation<T>());
    }
}
