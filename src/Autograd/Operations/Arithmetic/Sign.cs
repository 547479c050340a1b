using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The sign: −1, 0 or 1, NaN for NaN, element-wise. Constant almost everywhere: no derivative, cotangents stop here.</summary>
internal readonly record struct SignOperation<T> : IUnaryOperation<SignOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Sign";

    /// <inheritdoc/>
    public static Notation NotationOf(SignOperation<T> operation) => Notation.Function("sign").ConstantIn(0);

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(L.Zero, x), L.One, L.Select(L.LessThan(x, L.Zero), -L.One, x));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The sign: −1, 0 or 1, NaN for NaN, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-2.0, 0, 3], [3]).Sign()   // −1, 0, 1</code></example>
        public Variable<T> Sign() => x.Apply(new SignOperation<T>());
    }
}
