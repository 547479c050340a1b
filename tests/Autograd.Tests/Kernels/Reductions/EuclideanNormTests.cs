using System.Numerics;

namespace Autograd.Tests;

public class EuclideanNormTests
{
    [Fact]
    public void Agrees_with_the_root_of_the_sum_of_squares_for_all_strides()
    {
        foreach (Shape shape in (Shape[])[[], [6], [5, 40], [40, 5], [3, 70, 20], [2, 2, 2, 2, 2, 2, 3, 2], [0, 3], [3, 0]])
        {
            double[] values = Views.Values<double>(shape.ElementCount);
            for (int bits = 0; bits < Math.Min(8, 1 << shape.Rank); bits++)
            {
                Dimensions reduced = Views.Set(bits);
                var expected = new double[shape.Reduce(reduced, false).ElementCount];
                double[] squares = Array.ConvertAll(values, x => x * x), actual = new double[expected.Length];
                Reduction.Sum(Views.Lay<double>("contiguous", shape, squares).Strided, reduced, expected);
                for (int i = 0; i < expected.Length; i++) expected[i] = Math.Sqrt(expected[i]);
                foreach (string pattern in Views.Patterns)
                {
                    EuclideanNorm.Find(Views.Lay<double>(pattern, shape, values).Strided, reduced, actual);
                    Views.SameBits<double>(expected, actual, $"norm of {shape} over {reduced}, {pattern}");
                }
            }
        }
    }

    [Fact]
    public void Squares_may_overflow_and_underflow()
    {
        Check([3e200, 4e200], 5e200);
        Check([-3e-200, 4e-200], 5e-200);
        Check([double.Epsilon * 3, double.Epsilon * 4], double.Epsilon * 5);
        Check([double.MaxValue], double.MaxValue);
        Check([-double.MaxValue, double.MaxValue], double.PositiveInfinity);
        Check([3e-300, 4e-300, 0, 1e-310], 5e-300);
        Check([3e20f, -4e20f], 5e20f);
        Check([3e-30f, 4e-30f], 5e-30f);
        Check([float.Epsilon], float.Epsilon);
        Check([float.MaxValue], float.MaxValue);
    }

    [Fact]
    public void Nothing_and_zero_have_norm_0_and_what_is_not_finite_stays_so()
    {
        Check<double>([], 0);
        Check([0.0, -0.0], 0);
        Check([1, double.NegativeInfinity], double.PositiveInfinity);
        Check([double.PositiveInfinity, 1, double.NaN], double.NaN);
        Check([1e200, double.NaN], double.NaN);
    }

    [Fact]
    public void A_row_has_the_same_bits_whatever_the_others_are()
    {
        double[] row = Views.Values<double>(37), alone = new double[1], together = new double[3];
        double[] table = [.. row, .. row.Select(x => x * 1e-200), .. row.Select(x => x * 1e200)];
        EuclideanNorm.Find(new Strided<double>(in row[0], Layout.Contiguous([37])), Views.Set(1), alone);
        EuclideanNorm.Find(new Strided<double>(in table[0], Layout.Contiguous([3, 37])), Views.Set(2), together);
        Assert.Equal(alone[0], together[0]);
        Assert.Equal(1e-200, together[1] / alone[0], 1e-214);
        Assert.Equal(1, together[2] / alone[0] / 1e200, 1e-14);
    }

    private static void Check<T>(T[] x, T expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] elements = [.. x, T.Zero], result = new T[1];
        EuclideanNorm.Find(new Strided<T>(in elements[0], Layout.Contiguous([x.Length])), Views.Set(1), result);
        T tolerance = T.ScaleB(T.IsFinite(expected) ? expected : T.Zero, typeof(T) == typeof(float) ? -23 : -52);
        Assert.True(expected.Equals(result[0]) || T.Abs(expected - result[0]) <= tolerance, $"expected {expected}, got {result[0]}");
    }
}
