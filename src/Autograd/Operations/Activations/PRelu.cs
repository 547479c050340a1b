using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Rectifier with a slope that is learned, element-wise with broadcasting: y = a where a > 0, else a b; dy/da = 1 where a > 0, else b (also at 0), and dy/db = 0 where a > 0, else a. (He et al. 2015.)</summary>
internal readonly record struct PReluOperation<T> : IBinaryOperation<PReluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "PRelu";

    /// <inheritdoc/>
    public static Notation NotationOf(PReluOperation<T> operation) => Notation.Function("prelu").Explained("prelu(x, a)", "x where x > 0, else a x");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.LessThan(L.Zero, a), a, a * b);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) =>
        (cotangent.ScaledBy(a.Tape.Where(a > T.Zero, T.One, b)), cotangent.MaskedBy(a <= T.Zero).ScaledBy(a));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x where x > 0, else slope · x, element by element, with a slope that is learned.</summary>
        /// <param name="slope">The slope below 0; lengths that broadcast to this node's: one for all, or one for each channel.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>The slope at 0 is that below. Elsewhere <c>torch.nn.PReLU</c>; with a fixed slope <see cref="LeakyRelu"/>.</remarks>
        /// <example><code>tape.Variable([-2.0, 3], [2]).PRelu(tape.Watch(slope))   // −0.5, 3 for a slope of 0.25</code></example>
        public Variable<T> PRelu(Variable<T> slope) => x.Apply(new PReluOperation<T>(), slope);
    }
}
