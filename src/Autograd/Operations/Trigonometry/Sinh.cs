using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Hyperbolic sine, element-wise: y = sinh x, with dy/dx = cosh x.</summary>
internal readonly record struct SinhOperation<T> : IUnaryOperation<SinhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Sinh";

    /// <inheritdoc/>
    public static Notation NotationOf(SinhOperation<T> operation) => Notation.Function("sinh", @"\sinh");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Sinh(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Cosh());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>sinh x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1], [2]).Sinh()   // 0, 1.1752</code></example>
        public Variable<T> Sinh() => x.Apply(new SinhOperation<T>());
    }
}
