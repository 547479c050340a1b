using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What activations share with their slopes.</content>
internal static partial class VectorMath
{
    /// <summary>
    /// tanh(softplus x) as a quotient of sums of positive numbers, in e = e^−|x|: e (e + 2) / (e (e + 2) + 2) below 0, (1 + 2e) / (1 + 2e + 2e²) above.
    /// </summary>
    /// <returns>e.</returns>
    [MethodImpl(Inlined)]
    public static L MishParts<L, T>(L x, out L numerator, out L denominator)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L e = L.Exp(-L.Abs(x)), twice = e + e, above = L.LessThan(L.Zero, x);
        numerator = L.Select(above, L.One + twice, L.FusedMultiplyAdd(e, e, twice));
        denominator = L.Select(above, L.FusedMultiplyAdd(twice, e, L.One + twice), L.FusedMultiplyAdd(e, e, twice) + K<L, T>(2));
        return e;
    }
}
