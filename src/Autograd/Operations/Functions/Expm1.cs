using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Exponential function less 1, element-wise: y = eˣ − 1, with all its digits near 0; dy/dx = eˣ.</summary>
internal readonly record struct Expm1Operation<T> : IUnaryOperation<Expm1Operation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Expm1";

    /// <inheritdoc/>
    public static Notation NotationOf(Expm1Operation<T> operation) => Notation.Function("expm1").Explained("expm1(x)", "exp(x) − 1");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Expm1(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Exp());
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>eˣ − 1, with all its digits near 0, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.0, 1e-20], [2]).Expm1()   // 0, 1e−20</code></example>
        public Variable<T> Expm1() => x.Apply(new Expm1Operation<T>());
    }
}
