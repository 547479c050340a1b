using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Sine, element-wise: y = sin x (radians), with dy/dx = cos x.</summary>
internal readonly record struct SinOperation<T> : IUnaryOperation<SinOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Sin";

    /// <inheritdoc/>
    public static Notation NotationOf(SinOperation<T> operation) => Notation.Function("sin", @"\sin");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Sin(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Cos());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>sin x, x in radians, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, double.Pi / 2], [2]).Sin()   // 0, 1</code></example>
        public Variable<T> Sin() => x.Apply(new SinOperation<T>());
    }
}
