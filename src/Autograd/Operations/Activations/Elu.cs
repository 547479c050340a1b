using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Exponential linear unit, element-wise: y = x where x > 0, else scale · (eˣ − 1); dy/dx = 1 where x > 0, else scale · eˣ (also at 0).</summary>
/// <param name="Scale">The limit towards −∞ is −Scale.</param>
internal readonly record struct EluOperation<T>(ExactNumber<T> Scale) : IUnaryOperation<EluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Elu";

    /// <inheritdoc/>
    public static Notation NotationOf(EluOperation<T> operation) => Notation.Function("elu").WithAttributes(Notation.Text(operation.Scale.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(L.Zero, x), x, L.Create(Scale) * L.Expm1(x));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new EluSlopeOperation<T>(Scale)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x where x > 0, else scale · (eˣ − 1), element by element.</summary>
        /// <param name="scale">The limit below 0 is −scale; usually 1.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-1.0, 2], [2]).Elu(1)   // 1/e − 1, 2</code></example>
        public Variable<T> Elu(T scale) => x.Apply(new EluOperation<T>(scale));
    }
}
