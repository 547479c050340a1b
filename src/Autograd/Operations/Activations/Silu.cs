using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Sigmoid linear unit (swish), element-wise: y = x σ(x), with dy/dx = σ(x) (1 + x (1 − σ(x))).</summary>
internal readonly record struct SiluOperation<T> : IUnaryOperation<SiluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Silu";

    /// <inheritdoc/>
    public static Notation NotationOf(SiluOperation<T> operation) => Notation.Function("silu");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Max(x, L.Create(T.CreateSaturating(-1e30))) * L.Sigmoid(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> sigmoid = x.Sigmoid();
        return cotangent.ScaledBy(sigmoid + (x.Limited() * sigmoid.SigmoidSlope(x)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x σ(x), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Within 3 units in the last place, the slope within 8, but for where its digits cancel about its zero at −1.28.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).Silu()   // 0, 0.7311</code></example>
        public Variable<T> Silu() => x.Apply(new SiluOperation<T>());
    }
}
