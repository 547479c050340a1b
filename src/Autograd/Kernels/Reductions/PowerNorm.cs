using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The p-th root of a sum of p-th powers, right also where the powers overflow or underflow.</summary>
internal static class PowerNorm
{
    /// <summary>(Σ |x|ᵖ)^(1/p) over the reduced dimensions; 0 of no elements, NaN if there is one, else +∞ if there is an infinite element.</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="order">p, finite and above 0.</param>
    /// <param name="reduced">The dimensions that disappear.</param>
    /// <param name="destination">Row-major over the other dimensions; must not overlap x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(scoped in Strided<T> x, double order, Dimensions reduced, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kept = new DimensionWalk();
        var inner = new DimensionWalk();
        for (int d = 0; d < x.Shape.Rank; d++)
        {
            if (reduced.Contains(d)) inner.Add(x.Shape[d], x.Strides[d], 0);
            else kept.Add(x.Shape[d], x.Strides[d], 0);
        }

        for (int i = 0; i < kept.Count; i++, kept.Next())
        {
            ref T row = ref Unsafe.Add(ref Unsafe.AsRef(in x.Origin), kept.First);
            double largest = 0;
            for (int k = 0; k < inner.Count; k++, inner.Next()) largest = Math.Max(largest, Magnitude(ref row, inner.First));
            double sum = 0, excess = 0;
            bool isProper = largest > 0 && double.IsFinite(largest);
            for (int k = 0; isProper && k < inner.Count; k++, inner.Next())
            {
                CompensatedSum.Add(Math.Pow(Magnitude(ref row, inner.First) / largest, order), ref sum, ref excess);
            }

            destination[i] = T.CreateTruncating(isProper ? largest * Math.Pow(sum, 1 / order) : largest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Magnitude<T>(ref T row, nint at)
        where T : unmanaged, IFloatingPointIeee754<T> => Math.Abs(double.CreateTruncating(Unsafe.Add(ref row, at)));
}
