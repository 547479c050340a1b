using System.Runtime.Intrinsics;

namespace Autograd.Tests;

/// <summary>Multiplying and adding with one rounding gives the bits of the C library's fma, by whatever way it is computed.</summary>
public class FusedArithmeticTests
{
    /// <summary>
    /// Sums on the middle between two floats and one bit of a double, or less, beside it, where rounding in double and again to float goes
    /// wrong; at the ends of the range and below the normal floats; zeros, infinities, not-a-number.
    /// </summary>
    public static TheoryData<float, float, float> HardCases => new()
    {
        { 1 + MathF.ScaleB(1, -12), 1 + MathF.ScaleB(1, -12), MathF.ScaleB(1, -80) },
        { 1 + MathF.ScaleB(1, -12), 1 + MathF.ScaleB(1, -12), -MathF.ScaleB(1, -80) },
        { -1 - MathF.ScaleB(1, -12), 1 + MathF.ScaleB(1, -12), MathF.ScaleB(1, -80) },
        { MathF.ScaleB(1, -24), 1, 1 + MathF.ScaleB(1, -23) },
        { MathF.ScaleB(1, -24), 1 + MathF.ScaleB(1, -23), 1 },
        { MathF.ScaleB(1, -24) * (1 + MathF.ScaleB(1, -23)), 1 + MathF.ScaleB(1, -23), 1 },
        { MathF.ScaleB(1 + MathF.ScaleB(1, -12), -12), MathF.ScaleB(1 - MathF.ScaleB(1, -12), -12), 1 },
        { MathF.ScaleB(1, -75), MathF.ScaleB(1, -75), MathF.ScaleB(3, -149) },
        { MathF.ScaleB(1 + MathF.ScaleB(1, -23), -75), MathF.ScaleB(1, -75), float.Epsilon },
        { MathF.ScaleB(1 + MathF.ScaleB(1, -23), -75), MathF.ScaleB(1 - MathF.ScaleB(1, -23), -75), 2 * float.Epsilon },
        { MathF.ScaleB(1, -100), MathF.ScaleB(1, -120), MathF.ScaleB(1, -126) },
        { -MathF.ScaleB(1, -100), MathF.ScaleB(1, -120), MathF.ScaleB(1, -126) },
        { float.MaxValue, float.MaxValue, float.NegativeInfinity },
        { float.MaxValue, 1 + MathF.ScaleB(1, -23), -float.MaxValue },
        { MathF.ScaleB(1, 103), 1, float.MaxValue },
        { MathF.ScaleB(1, 103), 1 - MathF.ScaleB(1, -24), float.MaxValue },
        { 0f, -1f, 0f },
        { 0f, -1f, -0f },
        { 3f, 5f, -15f },
        { float.PositiveInfinity, 0f, 1f },
        { float.PositiveInfinity, 1f, float.NegativeInfinity },
        { float.NaN, 1f, 1f },
        { 1f, 1f, float.NaN },
    };

    [Theory]
    [MemberData(nameof(HardCases))]
    public void Floats_by_doubles_are_rounded_once(float a, float b, float c) => Check(a, b, c);

    [Fact]
    public void Floats_by_doubles_are_rounded_once_whatever_their_bits()
    {
        var random = new SplitMix64(5);
        for (int i = 0; i < 200_000; i++)
        {
            // Few bits set and near exponents, so that sums come to lie on middles; every fourth of any bits at all.
            float a = Number(i), b = Number(i), c = Number(i);
            if (i % 3 == 0) c = -MathF.ScaleB(MathF.Round(a * b), (int)(random.Next() % 5) - 30);
            Check(a, b, c);
        }

        float Number(int i)
        {
            uint bits = (uint)random.Next();
            if (i % 4 == 0) return BitConverter.UInt32BitsToSingle(bits);
            float value = 1 + MathF.ScaleB(bits >> 31, -(int)(bits >> 8 & 31)) + MathF.ScaleB(bits >> 30 & 1, -(int)(bits >> 13 & 31));
            return MathF.ScaleB((bits & 1) == 0 ? value : -value, (int)(bits >> 18 & 63) - 32 - (i % 2 == 0 ? 64 : 0));
        }
    }

    [Fact]
    public void Sums_on_the_middle_between_two_floats_are_among_them()
    {
        // Rounded in double first, these two lie on the middle and are rounded to the even float: the case that the whole effort is for.
        float a = 1 + MathF.ScaleB(1, -12), tiny = MathF.ScaleB(1, -80);
        Assert.NotEqual((float)(((double)a * a) + tiny), MathF.FusedMultiplyAdd(a, a, tiny));
        Assert.Equal((float)(((double)a * a) - tiny), MathF.FusedMultiplyAdd(a, a, -tiny));
    }

    private static void Check(float a, float b, float c)
    {
        float expected = MathF.FusedMultiplyAdd(a, b, c);
        Same(expected, FusedArithmetic.ByDoubles(a, b, c));
        Same(expected, FusedArithmetic.MultiplyAdd(a, b, c));
        for (int place = 0; place < 4; place++)
        {
            // Between others of which none is near a middle, so that it is this element that is looked at.
            Vector128<float> others = Vector128.Create(0.1f, 0.7f, 0.3f, 0.9f);
            Vector128<float> x = others.WithElement(place, a), y = others.WithElement(place, b), z = others.WithElement(place, c);
            Same(expected, FusedArithmetic.ByDoubles(x, y, z)[place]);
            Same(expected, FusedArithmetic.MultiplyAdd(x, y, z)[place]);
            Same(MathF.FusedMultiplyAdd(others[place ^ 1], others[place ^ 1], others[place ^ 1]), FusedArithmetic.ByDoubles(x, y, z)[place ^ 1]);
        }

        Same(Math.FusedMultiplyAdd((double)a, b, c), FusedArithmetic.MultiplyAdd((double)a, b, c));
        Same(Math.FusedMultiplyAdd((double)a, b, c), FusedArithmetic.MultiplyAdd(Vector128.Create((double)a), Vector128.Create((double)b), Vector128.Create((double)c))[1]);

        void Same(double wanted, double given)
        {
            if (double.IsNaN(wanted) ? !double.IsNaN(given) : BitConverter.DoubleToInt64Bits(wanted) != BitConverter.DoubleToInt64Bits(given))
            {
                Assert.Fail($"{a:R} · {b:R} + {c:R}: {given:R} instead of {wanted:R}");
            }
        }
    }
}
