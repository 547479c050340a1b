using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Exponential, element-wise: y = eˣ, with dy/dx = y.</summary>
internal readonly record struct ExpOperation<T> : IUnaryOperation<ExpOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Exp";

    /// <inheritdoc/>
    public static Notation NotationOf(ExpOperation<T> operation) => Notation.Exponential;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Exp(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>eˣ, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Exp()   // 1, e</code></example>
        public Variable<T> Exp() => x.Apply(new ExpOperation<T>());
    }
}
