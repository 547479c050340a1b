using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The smallest integer not below x, element-wise. Constant almost everywhere: no derivative, cotangents stop here.</summary>
internal readonly record struct CeilingOperation<T> : IUnaryOperation<CeilingOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Ceiling";

    /// <inheritdoc/>
    public static Notation NotationOf(CeilingOperation<T> operation) => Notation.Function("ceiling").ConstantIn(0);

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Ceiling(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The smallest integer not below x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-1.5, 1.5], [2]).Ceiling()   // −1, 2</code></example>
        public Variable<T> Ceiling() => x.Apply(new CeilingOperation<T>());
    }
}
