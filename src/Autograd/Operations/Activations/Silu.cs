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
        where L : struct, ILane<L, T> => L.Silu(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new SiluSlopeOperation<T>()));
}

/// <summary>Slope of the sigmoid linear unit, element-wise: y = σ(x) (1 + x (1 − σ(x))), with dy/dx = σ(x) (1 − σ(x)) (2 + x (1 − 2 σ(x))).</summary>
internal readonly record struct SiluSlopeOperation<T> : IUnaryOperation<SiluSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SiluSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(SiluSlopeOperation<T> operation) => Notation.SiluSlope;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.SiluSlope<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> sigmoid = x.Sigmoid();
        return cotangent.ScaledBy(sigmoid.SigmoidSlope(x) * (T.CreateSaturating(2) + (x.Limited() * (T.One - (sigmoid + sigmoid)))));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x σ(x), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Loses digits where eˣ is no normal number, below −708 (−87 for float); the slope where its digits cancel, about its zero at −1.28.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).Silu()   // 0, 0.7311</code></example>
        public Variable<T> Silu() => x.Apply(new SiluOperation<T>());
    }
}
