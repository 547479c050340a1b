using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The largest integer not above x, element-wise. Constant almost everywhere: no derivative, cotangents stop here.</summary>
internal readonly record struct FloorOperation<T> : IUnaryOperation<FloorOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Floor";

    /// <inheritdoc/>
    public static Notation NotationOf(FloorOperation<T> operation) => Notation.Function("floor").ConstantIn(0);

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Floor(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The largest integer not above x, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-1.5, 1.5], [2]).Floor()   // −2, 1</code></example>
        public Variable<T> Floor() => x.Apply(new FloorOperation<T>());
    }
}
