using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Continuously differentiable exponential linear unit, element-wise: y = x where x > 0, else scale · (e^(x/scale) − 1); dy/dx = 1 where x > 0, else e^(x/scale). (Barron 2017.)</summary>
/// <param name="Scale">The limit towards −∞ is −Scale.</param>
internal readonly record struct CeluOperation<T>(ExactNumber<T> Scale) : IUnaryOperation<CeluOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Celu";

    /// <inheritdoc/>
    public static Notation NotationOf(CeluOperation<T> operation) => Notation.Function("celu").WithAttributes(Notation.Text(operation.Scale.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        // With the rounding error of the exponent, where that has one.
        L scale = L.Create(Scale), exponent = L.Max(x / scale, L.Create(T.CreateSaturating(-1e30)));
        L low = L.FusedMultiplyAdd(-exponent, scale, x) / scale, y = L.Expm1(exponent), corrected = L.FusedMultiplyAdd(low, L.One + y, y);
        y = L.Select(L.LessThan(L.Abs(low), L.Abs(exponent)), corrected, y);
        return L.Select(L.LessThan(L.Zero, x), x, scale * y);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new CeluSlopeOperation<T>(Scale)));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x where x > 0, else scale · (e^(x/scale) − 1), element by element: smooth at 0 for every scale.</summary>
        /// <param name="scale">The limit below 0 is −scale; usually 1.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The scale is not a positive number.</exception>
        /// <remarks>The slope at 0 is 1. Elsewhere <c>torch.nn.CELU</c>, <c>jax.nn.celu</c>.</remarks>
        /// <example><code>tape.Variable([-1e9, 0, 2], [3]).Celu(0.5)   // −0.5, 0, 2</code></example>
        public Variable<T> Celu(T scale) => !(scale > T.Zero)
            ? throw new ArgumentException($"Celu: scale is {scale}; it must be positive.", nameof(scale))
            : x.Apply(new CeluOperation<T>(scale));
    }
}
