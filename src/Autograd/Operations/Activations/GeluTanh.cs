using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Gaussian error linear unit in its approximation by tanh, element-wise: y = ½ x (1 + tanh u) = x σ(2u) with
/// u = √(2/π) (x + 0.044715 x³); dy/dx = σ(2u) + x σ(2u) (1 − σ(2u)) √(8/π) (1 + 0.134145 x²). (Hendrycks and Gimpel 2016.)
/// </summary>
internal readonly record struct GeluTanhOperation<T> : IUnaryOperation<GeluTanhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "GeluTanh";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluTanhOperation<T> operation) => Notation.Function("gelutanh");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.GeluTanh<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent.ScaledBy(x.Apply(new GeluTanhSlopeOperation<T>()));
}

/// <summary>Slope of that approximation, element-wise: y = σ(v) (1 + x v′ (1 − σ(v))) with v = 2u, v′ = √(8/π) (1 + 0.134145 x²) and v″ = √(8/π) 0.26829 x; dy/dx = σ(v) (1 − σ(v)) (2v′ + x v″ + x v′² (1 − 2 σ(v))).</summary>
internal readonly record struct GeluTanhSlopeOperation<T> : IUnaryOperation<GeluTanhSlopeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Scale = T.CreateSaturating(Math.Sqrt(8 / Math.PI));
    private static readonly T Cubic = T.CreateSaturating(0.044715);

    /// <inheritdoc/>
    public static string Name => "GeluTanhSlope";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluTanhSlopeOperation<T> operation) => Notation.Function("gelutanh′", @"\operatorname{gelutanh}'").Explained("gelutanh′(x)", "the slope of gelutanh(x), σ(v) (1 + x (1 − σ(v)) √(8/π) (1 + 0.134145 x²)) with v = √(8/π) (x + 0.044715 x³)");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => VectorMath.GeluTanhSlope<L, T>(x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        x = x.Limited();
        Variable<T> square = x.Square(), inner = (x + (x * square * Cubic)) * Scale, sigmoid = inner.Sigmoid();
        Variable<T> slope = (square * (T.CreateSaturating(3) * Cubic) + T.One) * Scale;
        Variable<T> bend = (slope + slope) + (square * (T.CreateSaturating(6) * Cubic * Scale)) + (x * slope.Square() * (T.One - (sigmoid + sigmoid)));
        return cotangent.ScaledBy(sigmoid.SigmoidSlope(inner) * bend);
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation of <c>Gelu</c>, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Loses digits where e^2u is no normal number; the slope where its digits cancel, about its zero at −0.75.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).GeluTanh()   // 0, 0.8412</code></example>
        public Variable<T> GeluTanh() => x.Apply(new GeluTanhOperation<T>());
    }
}
