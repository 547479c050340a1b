using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Gaussian error linear unit in its approximation by tanh, element-wise: y = ½ x (1 + tanh u) with u = √(2/π) (x + 0.044715 x³);
/// dy/dx = ½ (1 + tanh u) + ½ x (1 − tanh² u) √(2/π) (1 + 0.134145 x²). (Hendrycks and Gimpel 2016.)
/// </summary>
internal readonly record struct GeluTanhOperation<T> : IUnaryOperation<GeluTanhOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Half = T.CreateSaturating(0.5);
    private static readonly T Scale = T.CreateSaturating(Math.Sqrt(2 / Math.PI));
    private static readonly T Cubic = T.CreateSaturating(0.044715);

    /// <inheritdoc/>
    public static string Name => "GeluTanh";

    /// <inheritdoc/>
    public static Notation NotationOf(GeluTanhOperation<T> operation) => Notation.Function("gelutanh");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        // The constants are not read from fields, which a loop would have to initialize; −∞ times 0 would be NaN.
        L u = L.Create(T.CreateSaturating(0.79788456080286541)) * (x + (L.Create(T.CreateSaturating(0.044715)) * (x * x * x)));
        L lowest = L.Create(T.CreateSaturating(-1e30));
        return L.Create(T.CreateSaturating(0.5)) * L.Select(L.LessThan(x, lowest), lowest, x) * (L.One + L.Tanh(u));
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Variable<T> square = x.Square();
        Variable<T> tanh = ((x + (x * square * Cubic)) * Scale).Tanh();
        Variable<T> inner = (square * (T.CreateSaturating(3) * Cubic) + T.One) * Scale;
        Variable<T> slope = (tanh + T.One) + (x * inner).MaskedBy(T.One - tanh.Square());
        return cotangent.ScaledBy(slope * Half);
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation of <c>Gelu</c>, element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        public Variable<T> GeluTanh() => x.Apply(new GeluTanhOperation<T>());
    }
}
