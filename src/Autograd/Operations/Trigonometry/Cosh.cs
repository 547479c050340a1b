using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Hyperbolic cosine, element-wise: y = cosh x, with dy/dx = sinh x.</summary>
internal readonly record struct CoshOperation<T> : IUnaryOperation<CoshOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Cosh";

    /// <inheritdoc/>
    public static Notation NotationOf(CoshOperation<T> operation) => Notation.Function("cosh", @"\cosh");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Cosh(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Sinh());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>cosh x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0], [1]).Cosh()   // 1</code></example>
        public Variable<T> Cosh() => x.Apply(new CoshOperation<T>());
    }
}
