using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Restriction to an interval, element-wise: y = min(max(x, low), high), with dy/dx = 1 where low ≤ x ≤ high (also at the bounds), else 0; 0 everywhere if low = high.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
internal readonly record struct ClampOperation<T>(ExactNumber<T> Low, ExactNumber<T> High) : IUnaryOperation<ClampOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Clamp";

    /// <inheritdoc/>
    public static Notation NotationOf(ClampOperation<T> operation) => Notation.Function("clamp").WithAttributes(Notation.Text(operation.Low.Value), Notation.Text(operation.High.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Min(L.Max(x, L.Create(Low)), L.Create(High));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        Low.Value == High.Value ? default : cotangent.MaskedBy((x >= Low.Value) * (x <= High.Value));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x, but at least <paramref name="low"/> and at most <paramref name="high"/>, element by element.</summary>
        /// <param name="low">The lower bound.</param>
        /// <param name="high">The upper bound, not below the lower one.</param>
        /// <exception cref="ArgumentException">The bounds are NaN or the wrong way round.</exception>
        /// <returns>A node with the lengths of this one.</returns>
        /// <example><code>tape.Variable([-2.0, 0.5, 3], [3]).Clamp(-1, 1)   // −1, 0.5, 1</code></example>
        public Variable<T> Clamp(T low, T high) => !(low <= high)
            ? throw new ArgumentException($"Clamp: low is {low} and high is {high}; low must not be above high.", nameof(low))
            : x.Apply(new ClampOperation<T>(low, high));
    }
}
