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
    private static readonly T Scale = T.CreateSaturating(Math.Sqrt(8 / Math.PI));
    private static readonly T Cubic = T.CreateSaturating(0.044715);

    /// <summary>What rounding takes off 0.044715.</summary>
    private static T CubicLow => T.CreateSaturating(typeof(T) == typeof(float) ? 1.5461444854736329e-09 : 2.1960211427085595e-18);

    /// <summary>What rounding takes off √(8/π).</summary>
    private static T ScaleLow => T.CreateSaturating(typeof(T) == typeof(float) ? -4.534068042105272e-08 : -9.96930880911092e-17);

    /// <inheritdoc/>
    public static string Name => "GeluTanh";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluTanhOperation<T> operation) => Notation.Function("gelutanh");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        // The constants are not read from fields, which a loop would have to initialize. Beyond ±23 σ is 0 or 1; −∞ times 0 would be NaN.
        L cubic = L.Create(T.CreateSaturating(0.044715)), scale = L.Create(T.CreateSaturating(1.5957691216057308));
        L least = L.Max(x, L.Create(T.CreateSaturating(-23))), limited = L.Min(least, L.Create(T.CreateSaturating(23)));

        // 2u = scale · x · (1 + cubic · x²) in two parts: what rounding loses of it counts many units in the last place of e^2u.
        L square = limited * limited, squareLow = L.FusedMultiplyAdd(limited, limited, -square);
        L part = cubic * square, partLow = L.FusedMultiplyAdd(cubic, square, -part) + (cubic * squareLow);
        L sum = L.One + part, added = sum - L.One;
        L sumLow = (L.One - (sum - added)) + (part - added) + L.FusedMultiplyAdd(square, L.Create(CubicLow), partLow);
        L factor = scale * limited, factorLow = L.FusedMultiplyAdd(scale, limited, -factor) + (L.Create(ScaleLow) * limited);
        L u = factor * sum, low = L.FusedMultiplyAdd(factor, sum, -u) + L.FusedMultiplyAdd(factor, sumLow, factorLow * sum);
        L y = L.Sigmoid(u);
        return least * L.FusedMultiplyAdd(low, y * (L.One - y), y);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        x = x.Limited();
        Variable<T> square = x.Square();
        Variable<T> inner = (x + (x * square * Cubic)) * Scale, sigmoid = inner.Sigmoid();
        Variable<T> slope = (square * (T.CreateSaturating(3) * Cubic) + T.One) * Scale;
        return cotangent.ScaledBy(sigmoid + (x * slope * sigmoid.SigmoidSlope(inner)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation of <c>Gelu</c>, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Within 6 units in the last place; the slope loses some five times as many as the exponent 2u is large.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).GeluTanh()   // 0, 0.8412</code></example>
        public Variable<T> GeluTanh() => x.Apply(new GeluTanhOperation<T>());
    }
}
