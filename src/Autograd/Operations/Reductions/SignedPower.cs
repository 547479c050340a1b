using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A power with the sign of its base, element-wise: y = sign x · |x|^q, with dy/dx = q |x|^(q − 1), which is infinite at 0 where q &lt; 1: a zero that was
/// computed and meets it is undetermined, NaN. For a negative q, y is +∞ at 0.
/// </summary>
/// <param name="Exponent">q.</param>
internal readonly record struct SignedPowerOperation<T>(ExactNumber<T> Exponent) : IUnaryOperation<SignedPowerOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SignedPower";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(SignedPowerOperation<T> operation) => Notation.Function("signedpower").WithAttributes(Notation.Text(operation.Exponent.Value))
        .Explained("signedpower(x, q)", "sign(x) ⊙ |x|^q");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        L power = L.Pow(L.Abs(x), L.Create(Exponent));
        return L.Select(L.LessThan(x, L.Zero), -power, power);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        cotangent.ScaledBy(x.Abs().Pow(Exponent.Value - T.One) * Exponent.Value);
}
