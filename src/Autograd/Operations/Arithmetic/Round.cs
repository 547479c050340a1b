using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The nearest integer, halves to even, element-wise. Constant almost everywhere: no derivative, cotangents stop here.</summary>
internal readonly record struct RoundOperation<T> : IUnaryOperation<RoundOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Round";

    /// <inheritdoc/>
    public static Notation NotationOf(RoundOperation<T> operation) => Notation.Function("round").ConstantIn(0);

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Round(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The nearest integer, halves to even, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([0.5, 1.5, 2.5], [3]).Round()   // 0, 2, 2</code></example>
        public Variable<T> Round() => x.Apply(new RoundOperation<T>());
    }
}
