using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Power of 2, element-wise: y = 2ˣ, exact for whole x; dy/dx = y ln 2.</summary>
internal readonly record struct Exp2Operation<T> : IUnaryOperation<Exp2Operation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Exp2";

    /// <inheritdoc/>
    public static Notation NotationOf(Exp2Operation<T> operation) => Notation.Function("exp2").Explained("exp2(x)", "2 to the power x");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Pow(L.Create(T.CreateTruncating(2)), x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(y * T.CreateSaturating(Math.Log(2)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The power 2ˣ, element by element: exact for whole x.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>0 at −∞. Elsewhere <c>torch.exp2</c>, <c>jnp.exp2</c>.</remarks>
        /// <example><code>tape.Variable([3.0, -1, 0.5], [3]).Exp2()   // 8, 0.5, √2</code></example>
        public Variable<T> Exp2() => x.Apply(new Exp2Operation<T>());
    }
}
