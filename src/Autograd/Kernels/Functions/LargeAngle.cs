namespace Autograd;

/// <summary>
/// Reduction of an angle of any size by multiples of π/2 (Payne and Hanek, 1983): of the product of the angle with 2/π only those
/// bits are formed that matter, those below a multiple of four.
/// </summary>
internal static class LargeAngle
{
    /// <summary>high + low = x − n π/2 with |high| ≤ π/4; for an infinite or NaN x, NaN.</summary>
    /// <returns>n modulo 4.</returns>
    public static int Reduce(double x, out double high, out double low)
    {
        if (!double.IsFinite(x))
        {
            high = low = double.NaN;
            return 0;
        }

        // |x| = significand · 2^exponent.
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52 & 0x7FF) - 1075;
        ulong significand = ((ulong)bits & 0x000F_FFFF_FFFF_FFFF) | 0x0010_0000_0000_0000;

        // 192 bits of 2/π from the one that contributes a 2 to the product's units; the table has 64 zeros before the point.
        int offset = exponent - 2 + 64;
        ReadOnlySpan<ulong> table = TwoOverPi;
        int word = offset >> 6, shift = offset & 63;
        ulong w0 = Window(table, word, shift), w1 = Window(table, word + 1, shift), w2 = Window(table, word + 2, shift);

        // Product modulo 2^192, a fraction of 4 quadrants.
        ulong carry = Math.BigMul(significand, w2, out ulong p2);
        ulong upper = Math.BigMul(significand, w1, out ulong p1);
        p1 += carry;
        if (p1 < carry) upper++;
        ulong p0 = (significand * w0) + upper;

        int n = (int)(p0 >> 62);
        ulong f0 = p0 << 2 | p1 >> 62, f1 = p1 << 2 | p2 >> 62, f2 = p2 << 2;
        bool negative = (long)f0 < 0;
        if (negative)
        {
            n++;
            f2 = ~f2 + 1;
            f1 = ~f1 + (f2 == 0 ? 1UL : 0);
            f0 = ~f0 + (f2 == 0 && f1 == 0 ? 1UL : 0);
        }

        int leading = f0 == 0 ? 64 + System.Numerics.BitOperations.LeadingZeroCount(f1) : System.Numerics.BitOperations.LeadingZeroCount(f0);
        if (leading >= 64)
        {
            (f0, f1, f2) = (f1, f2, 0);
        }

        int left = leading & 63;
        if (left != 0)
        {
            f0 = f0 << left | f1 >> (64 - left);
            f1 = f1 << left | f2 >> (64 - left);
        }

        // The fraction as a sum of two doubles, times π/2.
        double unit = Math.ScaleB(1, -64 - leading);
        double first = (f0 & ~0x7FFUL) * unit;
        double second = (((f0 & 0x7FF) << 53) | (f1 >> 11)) * (unit * Math.ScaleB(1, -53));
        const double HalfPi = 1.5707963267948966, HalfPiLow = 6.123233995736766e-17;
        double product = first * HalfPi;
        double rest = Math.FusedMultiplyAdd(first, HalfPi, -product) + Math.FusedMultiplyAdd(first, HalfPiLow, second * HalfPi);
        high = product + rest;
        low = (product - high) + rest;
        if (negative != (bits < 0)) (high, low) = (-high, -low);
        return (bits < 0 ? -n : n) & 3;
    }

    private static ulong Window(ReadOnlySpan<ulong> table, int word, int shift) =>
        shift == 0 ? table[word] : table[word] << shift | table[word + 1] >> (64 - shift);

    /// <summary>64 zeros, then the first 1280 bits of 2/π.</summary>
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0,
        0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0,
        0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4,
        0x9C845F8BBDF9283B, 0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
        0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];
}
