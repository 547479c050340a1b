using System.Numerics;

namespace Autograd.Tests.Operations;

/// <content>Elementary and special functions, and activations.</content>
public partial class KinkTests
{
    [Fact]
    public void Logarithms_to_other_bases_are_exact_for_powers_and_NaN_below_0()
    {
        Check(x => x.Log2(), [0, 8, 0.125, -1, Inf, 5e-324], [-Inf, 3, -3, NaN, Inf, -1074], [Inf, 0.125 / Math.Log(2), 8 / Math.Log(2), NaN, 0, Inf]);
        Check(x => x.Log10(), [0, 1000, 1e22, -1, Inf], [-Inf, 3, 22, NaN, Inf], [Inf, 1e-3 / Math.Log(10), 1e-22 / Math.Log(10), NaN, 0]);
        Check(x => x.Exp2(), [-Inf, 3, -1074, 1024, NaN], [0, 8, 5e-324, Inf, NaN], [0, 8 * Math.Log(2), 5e-324, Inf, NaN]);
    }

    [Fact]
    public void Rsqrt_at_0_and_below() => Check(x => x.Rsqrt(), [0, 4, -1, Inf], [Inf, 0.5, NaN, 0], [-Inf, -0.0625, NaN, 0]);

    [Fact]
    public void Inverse_functions_at_the_ends_of_their_domains_and_beyond()
    {
        Check(x => x.Asin(), [1, -1, 0, -0.0, 1.5, Inf], [Math.PI / 2, -Math.PI / 2, 0, -0.0, NaN, NaN], [Inf, Inf, 1, 1, NaN, NaN]);
        Check(x => x.Acos(), [1, -1, 0, 1.5, Inf], [0, Math.PI, Math.PI / 2, NaN, NaN], [-Inf, -Inf, -1, NaN, NaN]);
        Check(x => x.Asinh(), [0, -0.0, Inf, -Inf, 1e300], [0, -0.0, Inf, -Inf, 691.4686750787736], [1, 1, 0, 0, 1e-300]);
        Check(x => x.Acosh(), [1, 0.5, -3, Inf, 1e300], [0, NaN, NaN, Inf, 691.4686750787736], [Inf, NaN, NaN, 0, 1e-300]);
        Check(x => x.Atanh(), [1, -1, 1.5, 0, -0.0, Inf], [Inf, -Inf, NaN, 0, -0.0, NaN], [Inf, Inf, NaN, 1, 1, NaN]);
        Check(x => x.Logit(), [0, 1, 0.5, -0.5, 1.5, NaN], [-Inf, Inf, 0, NaN, NaN, NaN], [Inf, Inf, 4, NaN, NaN, NaN]);
        Check(x => x.ErfInv(), [1, -1, 0, -0.0, 1.5], [Inf, -Inf, 0, -0.0, NaN], [Inf, Inf, Math.Sqrt(Math.PI) / 2, Math.Sqrt(Math.PI) / 2, NaN]);
        Check(x => x.NormalQuantile(), [0, 1, 0.5, -1, 2], [-Inf, Inf, 0, NaN, NaN], [Inf, Inf, Math.Sqrt(2 * Math.PI), NaN, NaN]);
    }

    [Fact]
    public void Hypot_and_the_angle_of_the_origin_have_gradient_0()
    {
        Check((a, b) => a.Hypot(b), [0, 3, Inf, -Inf, 3e200, 3e-320], [0, -4, 1, NaN, 4e200, 0], [0, 5, Inf, Inf, 5e200, 3e-320], [0, 0.6, 1, -1, 0.6, 1], [0, -0.8, 0, NaN, 0.8, 0]);
        Check((a, b) => a.Atan2(b), [0, 0, -0.0, 0, 1, 2, -2], [0, -0.0, -1, 1, 0, -2, 2], [0, Math.PI, -Math.PI, 0, Math.PI / 2, 3 * Math.PI / 4, -Math.PI / 4], [0, 0, -1, 1, 0, -0.25, 0.25], [0, 0, 0, 0, -1, -0.25, 0.25]);
        Check((a, b) => a.Atan2(b), [Inf, Inf, -1, 1e200], [Inf, -Inf, Inf, 1e200], [Math.PI / 4, 3 * Math.PI / 4, -0.0, Math.PI / 4], [0, -0.0, 0, 0.5e-200], [-0.0, -0.0, 0, -0.5e-200]);
    }

    [Fact]
    public void Sums_of_exponentials_at_infinity() => Check(
        (a, b) => a.LogAddExp(b), [-Inf, -Inf, Inf, Inf, 1000, 0], [-Inf, 3, 1, Inf, 1000, -1000], [-Inf, 3, Inf, Inf, 1000 + Math.Log(2), 0], [0, 0, 1, 0.5, 0.5, 1], [0, 1, 0, 0.5, 0.5, 0]);

    [Fact]
    public void A_remainder_is_exact_and_has_the_sign_of_the_divisor()
    {
        Check((a, b) => a.Remainder(b), [7, -7, 7, -7, 0, 6], [3, 3, -3, -3, 2, -2], [1, 2, -2, -1, 0, 0], [1, 1, 1, 1, 1, 1], [-2, 3, 3, -2, 0, 3]);
        using var tape = new Tape<double>();
        Assert.Equal([NaN, NaN, 5, Inf, 1e300 % 3, 2], tape.Variable([1, Inf, 5, -5, 1e300, 1e17], [6], "a").Remainder(tape.Variable([0, 2, Inf, Inf, 3, 7], [6], "b")).ToArray().Select((r, i) => i == 5 ? r - (1e17 % 7) + 2 : r));
    }

    /// <summary>As many bits as there are, of quotients up to 2⁸⁰.</summary>
    [Fact]
    public void A_remainder_is_that_of_the_processor_rounded_down()
    {
        var random = new SplitMix64(11);
        double[] a = new double[4000], b = new double[4000];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = Math.ScaleB((random.NextDouble() * 2) - 1, (int)(random.Next() % 80));
            b[i] = (random.NextDouble() * 2) - 1;
        }

        using var tape = new Tape<double>();
        double[] found = tape.Variable(a, [a.Length], "a").Remainder(tape.Variable(b, [b.Length], "b")).ToArray();
        for (int i = 0; i < a.Length; i++)
        {
            double rest = a[i] % b[i];
            Assert.Equal(rest != 0 && double.IsNegative(rest) != double.IsNegative(b[i]) ? rest + b[i] : rest, found[i]);
        }
    }

    [Fact]
    public void A_truncated_remainder_is_exact_and_has_the_sign_of_the_dividend()
    {
        Check((a, b) => a.Fmod(b), [7, -7, 7, -7, 0, 6], [3, 3, -3, -3, 2, -2], [1, -1, 1, -1, 0, 0], [1, 1, 1, 1, 1, 1], [-2, 2, 2, -2, 0, 3]);
        Check((a, b) => a.Fmod(b), [5, -5], [Inf, -Inf], [5, -5], [1, 1], [0, 0]);
        Check((a, b) => a.Fmod(b), [1, Inf, NaN, 1], [0, 2, 2, NaN], [NaN, NaN, NaN, NaN], [1, 1, 1, 1], [NaN, NaN, NaN, NaN]);
    }

    /// <summary>As many bits as there are, zeros with their signs, quotients of up to 2⁸⁰ and beyond all, of either type.</summary>
    [Fact]
    public void A_truncated_remainder_is_that_of_the_processor()
    {
        double[] edges = [0, -0.0, 1, -1, 3, -3, 6, 0.1, double.Epsilon, -double.Epsilon, 2.2250738585072014E-308, 1e300, -1e300, double.MaxValue, Inf, -Inf, NaN];
        var random = new SplitMix64(12);
        List<double> a = [], b = [];
        foreach (double x in edges) foreach (double y in edges) Add(x, y);
        for (int i = 0; i < 4000; i++)
        {
            double divisor = (random.NextDouble() * 2) - 1;
            Add(Math.ScaleB((random.NextDouble() * 2) - 1, (int)(random.Next() % 80)), divisor);

            // Dividends beside a multiple of the divisor, where the quotient is rounded up to a whole number.
            Add(Math.BitDecrement(divisor * (random.Next() % 1000)), divisor);
        }

        Compare<double>([.. a], [.. b]);
        Compare<float>([.. a.Select(x => (float)x)], [.. b.Select(x => (float)x)]);

        void Add(double x, double y)
        {
            a.Add(x);
            b.Add(y);
        }

        static void Compare<T>(T[] a, T[] b)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var tape = new Tape<T>();
            T[] found = tape.Variable(a, [a.Length], "a").Fmod(tape.Variable(b, [b.Length], "b")).ToArray();
            for (int i = 0; i < a.Length; i++)
            {
                T expected = a[i] % b[i];
                Assert.True(expected.Equals(found[i]) && T.IsNegative(expected) == T.IsNegative(found[i]) || (T.IsNaN(expected) && T.IsNaN(found[i])), $"{a[i]:R} % {b[i]:R} is {expected}, not {found[i]}");
            }
        }
    }

    /// <summary>The kinks of e^|x| and of the scaled Bessel function cancel, but the second derivative of each lacks its jump at 0.</summary>
    [Fact]
    public void A_Bessel_function_unscaled_has_its_second_derivative_beside_0_alone()
    {
        Check(x => x.Abs().Exp() * x.BesselI0e(), [0], [1], [0]);
        CheckSecond(x => x.Abs().Exp() * x.BesselI0e(), [0, 1e-9, -1e-9], [0, 0.5, 0.5]);
    }

    [Fact]
    public void An_interpolation_ends_exactly() => Check(x => x.Lerp(x.Tape.Constant(0.3), 1), [0.1, 1e17], [0.3, 0.3], [0, 0]);

    [Fact]
    public void Sinc_is_1_at_0_and_0_at_whole_numbers()
    {
        Check(x => x.Sinc(), [0, 1, -2, Inf, 0.5, 1e17], [1, 0, 0, 0, 2 / Math.PI, 0], [0, -1, -0.5, 0, -4 / Math.PI, 1e-17]);
        CheckSecond(x => x.Sinc(), [0, 1e-9], [-Math.PI * Math.PI / 3, -Math.PI * Math.PI / 3]);
    }

    [Fact]
    public void The_gamma_functions_at_their_poles()
    {
        Check(x => x.LogGamma(), [1, 2, 0, -1, Inf, -Inf], [0, 0, Inf, Inf, Inf, Inf], [-0.5772156649015329, 0.4227843350984671, -Inf, NaN, Inf, NaN]);
        Check(x => x.Digamma(), [1, 0, -0.0, -2, Inf], [-0.5772156649015329, -Inf, Inf, NaN, Inf], [Math.PI * Math.PI / 6, Inf, Inf, Inf, 0]);
        Check(x => x.Trigamma(), [1, 0, -1, Inf, -Inf, NaN], [Math.PI * Math.PI / 6, Inf, Inf, 0, NaN, NaN], [-2.4041138063191886, -Inf, NaN, 0, NaN, NaN]);
    }

    [Fact]
    public void Scaled_Bessel_functions_at_0_and_far_out()
    {
        Check(x => x.BesselI0e(), [0, Inf, -Inf, NaN], [1, 0, 0, NaN], [0, 0, 0, NaN]);
        Check(x => x.BesselI1e(), [0, Inf, -Inf, NaN], [0, 0, -0.0, NaN], [0.5, 0, 0, NaN]);
    }

    /// <summary>Expected: the series ½a − ½a² + 5a³/16 − 7a⁴/48 near 0, elsewhere numbers of 18 digits.</summary>
    [Fact]
    public void The_second_and_third_derivative_of_a_scaled_Bessel_function_keep_their_digits_near_0()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1e-12, 1e-8, -1e-8, 0.3, -0.3, 1.5], [6]);
        Variable<double> second = x.BesselI1e().Sum().Backward()[x].Sum().Backward()[x];
        Same([-1 + 1.875e-12, -1 + 1.875e-8, 1 - 1.875e-8, -0.569212016765234556, 0.569212016765234556, -0.0549899883671805113], second.ToArray(), 1e-14);
        Same([1.875 - 3.5e-12, 1.875 - 3.5e-8, 1.875 - 3.5e-8, 1.07171804279716592, 1.07171804279716592, 0.114715903439592127], second.Sum().Backward()[x].ToArray(), 1e-13);
    }

    [Fact]
    public void Activations_at_their_kinks()
    {
        Check(x => x.HardTanh(), [-1, 1, -2, 2, 0.5, NaN], [-1, 1, -1, 1, 0.5, NaN], [0, 0, 0, 0, 1, 0]);
        Check(x => x.HardTanh(0, 2), [0, 2, 1], [0, 2, 1], [0, 0, 1]);
        Check(x => x.Relu6(), [0, 6, 7, 3], [0, 6, 6, 3], [0, 0, 0, 1]);
        Check(x => x.HardSigmoid(), [-3, 3, 0, Inf, -Inf], [0, 1, 0.5, 1, 0], [0, 0, 1 / 6.0, 0, 0]);
        Check(x => x.HardSwish(), [-3, 3, 0, 1e30, -Inf], [0, 3, 0, 1e30, 0], [0, 1, 0.5, 1, 0]);
        Check(x => x.Threshold(1, -2), [1, 2, 0, NaN], [-2, 2, -2, NaN], [0, 1, 0, 1]);
        Check(x => Autograd.Operations.Softsign(x), [0, Inf, -Inf], [0, 1, -1], [1, 0, 0]);
        Check(x => x.Celu(2), [0, -1000, Inf, -Inf], [0, -2, Inf, -2], [1, 0, 1, 0]);
        Check(x => x.Selu(), [0, -1000, 1], [0, -1.7580993408473766, 1.0507009873554805], [1.7580993408473766, 0, 1.0507009873554805]);
        Check((x, slope) => x.PRelu(slope), [0, -2, 3], [0.25, 0.25, 0.25], [0, -0.5, 3], [0.25, 0.25, 1], [0, -2, 0]);
    }

    [Fact]
    public void Mish_and_its_slopes_end_in_0_and_in_x()
    {
        Check(x => x.Mish(), [-Inf, -1000, 1000, Inf, 0, NaN], [-0.0, -0.0, 1000, Inf, 0, NaN], [0, 0, 1, 1, 0.6, NaN]);
        CheckSecond(x => x.Mish(), [-Inf, Inf, 0], [0, 0, 0.64]);
    }

    [Fact]
    public void A_masked_function_with_an_infinite_slope_contributes_0_not_NaN()
    {
        Check(x => x.Tape.Where(x < 1.0, x.Asin() + x.Acos() + x.Atanh() + x.ErfInv(), 0), [1, 2], [0, 0], [0, 0]);
        Check(x => x.Tape.Where(x > 0.0, x.Log2() + x.Log10() + x.Rsqrt() + x.Logit() + x.NormalQuantile() + x.LogGamma() + x.Digamma(), 0), [0, -1], [0, 0], [0, 0]);
    }

    /// <summary>The slope b aᵇ⁻¹ is 0 where b = 0, but changes with b there: by 1/a. The third derivative of xˣ at 1, which meets such a power, is 3.</summary>
    [Fact]
    public void A_power_of_0_has_the_second_derivatives_of_any_other()
    {
        double log2 = Math.Log(2);
        Same([0, 0.5, 0.5, log2 * log2], Differentiate.Hessian<double>(x => x[0].Pow(x[1]), [2.0, 0]).ToArray());
        Check((a, b) => a.Pow(b), [0, 3, Inf, NaN], [0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0], [0, Math.Log(3), Inf, NaN]);

        using var tape = new Tape<double>();
        var x = tape.Variable(1.0);
        Same([3], x.Pow(x).Backward()[x].Backward()[x].Backward()[x].ToArray());
    }
}
