using System.Numerics;

namespace Autograd.Tests.Kernels;

public class FourierTransformTests
{
    public static TheoryData<int, int, int> Lengths
    {
        get
        {
            TheoryData<int, int, int> lengths = new();
            for (int n = 1; n <= 40; n++) lengths.Add(1 + (n % 3), n, 1 + (n % 2 * 4));
            foreach (int n in (int[])[64, 97, 120, 128, 169, 210, 243, 256, 289, 343, 512, 1000, 1021]) lengths.Add(2, n, 1);
            lengths.Add(70, 12, 1);
            lengths.Add(1, 12, 70);
            lengths.Add(3, 17, 67);
            return lengths;
        }
    }

    /// <summary>Off by some roundings for each pass: of the norm of the line, which is the size of a result.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transforms_of_any_length_are_right_to_a_few_roundings_a_pass(int outer, int n, int inner)
    {
        Check<double>(outer, n, inner, Math.ScaleB(1, -53));
        Check<float>(outer, n, inner, Math.ScaleB(1, -24));
    }

    /// <summary>Real lines of an even length are transformed as complex ones of half of it, by passes and by Bluestein's algorithm; −0 alone stays what it is.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Real_lines_and_their_spectra_are_those_of_complex_ones(int outer, int n, int inner)
    {
        int lines = outer * inner, count = (n / 2) + 1;
        double[] real = Numbers<double>(n * lines, 1), none = new double[n * lines], whole = new double[n * lines], other = new double[n * lines];
        double[] half = new double[count * lines], otherHalf = new double[count * lines], back = new double[n * lines];
        new FourierTransform<double> { Outer = outer, Length = n, Inner = inner, Scale = 1 }.Run(real, none, whole, other, ParallelLoop.Serial);
        new FourierTransform<double> { Outer = outer, Length = n, Inner = inner, Scale = 1 }.Run(real, [], half, otherHalf, ParallelLoop.Serial);
        new FourierTransform<double> { Outer = outer, Length = n, Inner = inner, Scale = 1.0 / n, IsInverse = true, Pairs = FourierPairs.Read }.Run(half, otherHalf, back, [], ParallelLoop.Serial);
        double least = 64 * Math.ScaleB(1, -53) * Math.Sqrt(n);
        for (int o = 0; o < outer; o++)
        {
            for (int at = 0; at < count * inner; at++)
            {
                Assert.InRange(half[(o * count * inner) + at] - whole[(o * n * inner) + at], -least, least);
                Assert.InRange(otherHalf[(o * count * inner) + at] - other[(o * n * inner) + at], -least, least);
            }
        }

        for (int i = 0; i < back.Length; i++) Assert.InRange(back[i] - real[i], -least, least);
        Array.Fill(real, double.NegativeZero);
        new FourierTransform<double> { Outer = outer, Length = n, Inner = inner, Scale = 1 }.Run(real, [], half, otherHalf, ParallelLoop.Serial);
        Assert.All(half.Concat(otherHalf), y => Assert.True(y == 0 && double.IsNegative(y)));
    }

    [Theory]
    [InlineData(1 << 16)]
    [InlineData(65537)]
    public void Long_lines_are_right_at_single_frequencies(int n)
    {
        var (real, imaginary) = (Numbers<double>(n, 1), Numbers<double>(n, 2));
        double[] toReal = new double[n], toImaginary = new double[n];
        var lines = new FourierTransform<double> { Outer = 1, Length = n, Inner = 1, Scale = 1 };
        lines.Run(real, imaginary, toReal, toImaginary, ParallelLoop.Serial);
        foreach (int k in (int[])[0, 1, n / 3, n - 1])
        {
            var (x, y) = Direct(real, imaginary, 0, 1, n, k, -1);
            Assert.InRange(Math.Abs(toReal[k] - x) + Math.Abs(toImaginary[k] - y), 0, 64 * Math.ScaleB(1, -53) * Math.Sqrt(n));
        }
    }

    /// <summary>Blocks are cut by the lengths alone, and an element's vector does not show.</summary>
    [Theory]
    [InlineData(48)]
    [InlineData(34)]
    public void A_line_has_the_same_bits_by_itself_among_others_and_on_several_threads(int n)
    {
        const int outer = 150;
        float[] real = Numbers<float>(outer * n, 1), imaginary = Numbers<float>(outer * n, 2), a = new float[outer * n], b = new float[outer * n], c = new float[outer * n], d = new float[outer * n];
        using ParallelLoop parallel = ParallelLoop.Of(3);
        var lines = new FourierTransform<float> { Outer = outer, Length = n, Inner = 1, Scale = 1 };
        lines.Run(real, imaginary, a, b, parallel);
        for (int k = 0; k < outer; k++)
        {
            var line = new FourierTransform<float> { Outer = 1, Length = n, Inner = 1, Scale = 1 };
            Range range = (k * n)..((k + 1) * n);
            line.Run(real.AsSpan(range), imaginary.AsSpan(range), c.AsSpan(range), d.AsSpan(range), ParallelLoop.Serial);
        }

        Assert.Equal(c, a);
        Assert.Equal(d, b);
    }

    private static void Check<T>(int outer, int n, int inner, double rounding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] real = Numbers<T>(outer * n * inner, 1), imaginary = Numbers<T>(outer * n * inner, 2);
        T[] toReal = new T[real.Length], toImaginary = new T[real.Length];
        foreach (bool isInverse in (bool[])[false, true])
        {
            var lines = new FourierTransform<T> { Outer = outer, Length = n, Inner = inner, Scale = T.One, IsInverse = isInverse };
            lines.Run(real, imaginary, toReal, toImaginary, ParallelLoop.Serial);
            double worst = 0;
            for (int line = 0; line < outer * inner; line += 1 + (outer * inner / 5))
            {
                int first = (line / inner * n * inner) + (line % inner);
                for (int k = 0; k < n; k += 1 + (n / 50))
                {
                    var (x, y) = Direct(real, imaginary, first, inner, n, k, isInverse ? 1 : -1);
                    worst = Math.Max(worst, Math.Abs(double.CreateChecked(toReal[first + (k * inner)]) - x));
                    worst = Math.Max(worst, Math.Abs(double.CreateChecked(toImaginary[first + (k * inner)]) - y));
                }
            }

            double passes = Math.Log2(FourierPasses<T>.Fits(n) ? n : 4 * n) + 1;
            Assert.True(worst <= (FourierPasses<T>.Fits(n) ? 1.5 : 4) * passes * rounding * Math.Sqrt(n), $"{n}: {worst / (passes * rounding * Math.Sqrt(n))}");
        }
    }

    /// <summary>Numbers from −1 to 1, whose complex pairs have a mean square below 1.</summary>
    private static T[] Numbers<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var numbers = new T[count];
        for (int i = 0; i < count; i++) numbers[i] = T.CreateTruncating((2 * random.NextDouble()) - 1);
        return numbers;
    }

    private static (double Real, double Imaginary) Direct<T>(T[] real, T[] imaginary, int first, int step, int n, int k, int sign)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        DoubleDouble x = 0, y = 0;
        for (int j = 0; j < n; j++)
        {
            var (cos, sin) = Root((long)j * k % n, n);
            DoubleDouble a = double.CreateChecked(real[first + (j * step)]), b = double.CreateChecked(imaginary[first + (j * step)]);
            if (sign < 0) sin = -sin;
            x += (a * cos) - (b * sin);
            y += (a * sin) + (b * cos);
        }

        return (x.High, y.High);
    }

    /// <summary>e^(2πi k/n) by Taylor's series of a 64th of the angle, doubled six times.</summary>
    private static (DoubleDouble Cos, DoubleDouble Sin) Root(long k, int n)
    {
        DoubleDouble angle = new DoubleDouble(6.283185307179586, 2.4492935982947064e-16) * (k / (DoubleDouble)n).Scale(-6), square = angle * angle;
        DoubleDouble less = 0, sin = 0;
        for (int term = 12; term > 0; term--)
        {
            less = (square / (((2.0 * term) - 1) * (2.0 * term))) * ((DoubleDouble)1 - less);
            sin = (square / ((2.0 * term) * ((2.0 * term) + 1))) * ((DoubleDouble)1 - sin);
        }

        // Of 1 − cos, which keeps its digits.
        sin = angle * ((DoubleDouble)1 - sin);
        for (int i = 0; i < 6; i++)
        {
            (less, sin) = (sin * sin * 2, sin * ((DoubleDouble)1 - less) * 2);
        }

        return ((DoubleDouble)1 - less, sin);
    }
}
