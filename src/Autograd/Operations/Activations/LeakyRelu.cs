using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Leaky rectifier, element-wise: y = x where x > 0, else slope · x; dy/dx = 1 where x > 0, else the slope (also at 0).</summary>
/// <param name="Slope">The slope below 0.</param>
internal readonly record struct LeakyReluOperation<T>(ExactNumber<T> Slope) : IUnaryOperation<LeakyReluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LeakyRelu";

    /// <inheritdoc/>
    public static Notation NotationOf(LeakyReluOperation<T> operation) => Notation.Function("leakyrelu").WithAttributes(Notation.Text(operation.Slope.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(L.Zero, x), x, x * L.Create(Slope));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Tape.Where(x > T.Zero, T.One, Slope.Value));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x where x > 0, else slope · x, element by element.</summary>
        /// <param name="slope">The slope below 0, usually 0.01.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-2.0, 3], [2]).LeakyRelu(0.5)   // −1, 3</code></example>
        public Variable<T> LeakyRelu(T slope) => x.Apply(new LeakyReluOperation<T>(slope));
    }
}
