using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Restriction to an interval with slope 0 at its ends, element-wise: y = min(max(x, low), high), with dy/dx = 1 where low &lt; x &lt; high, else 0. Clamp has slope 1 at the ends.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
internal readonly record struct HardTanhOperation<T>(ExactNumber<T> Low, ExactNumber<T> High) : IUnaryOperation<HardTanhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "HardTanh";

    /// <inheritdoc/>
    public static Notation NotationOf(HardTanhOperation<T> operation) => Notation.Function("hardtanh").WithAttributes(Notation.Text(operation.Low.Value), Notation.Text(operation.High.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Min(L.Max(x, L.Create(Low)), L.Create(High));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.MaskedBy((x > Low.Value) * (x < High.Value));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x, but at least −1 and at most 1, element by element, with slope 0 at these bounds.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Elsewhere <c>torch.nn.Hardtanh</c>, <c>jax.nn.hard_tanh</c>.</remarks>
        /// <example><code>tape.Variable([-2.0, 0.5, 1], [3]).HardTanh()   // −1, 0.5, 1, with slopes 0, 1, 0</code></example>
        public Variable<T> HardTanh() => x.Apply(new HardTanhOperation<T>(-T.One, T.One));

        /// <summary>x, but at least <paramref name="low"/> and at most <paramref name="high"/>, element by element, with slope 0 at these bounds.</summary>
        /// <param name="low">The lower bound.</param>
        /// <param name="high">The upper bound, above the lower one.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The bounds are NaN, equal or the wrong way round.</exception>
        public Variable<T> HardTanh(T low, T high) => !(low < high)
            ? throw new ArgumentException($"HardTanh: low is {low} and high is {high}; low must be below high.", nameof(low))
            : x.Apply(new HardTanhOperation<T>(low, high));
    }
}
