using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>Contiguous rows have a path of their own; it gives the bits of the general reduction, step by step.</summary>
public class ContiguousSoftmaxTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 40), 63, 64, 65, 127, 128, 129, 159, 160, 255, 256, 257, 511, 512, 513, 2047, 2048, 2049, 4096, 5003];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_give_the_bits_of_the_general_reduction(int length)
    {
        Check<float>(length);
        Check<double>(length);
    }

    private static void Check<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Ordinary rows, and rows with NaN, infinities, nothing but −∞, and large maxima.
        const int Rows = 8;
        var random = new Random(length);
        var rows = new T[Rows, length];
        for (int r = 0; r < Rows; r++)
        {
            for (int i = 0; i < length; i++) rows[r, i] = r == 5 ? T.NegativeInfinity : T.CreateTruncating((random.NextDouble() * 60) - 40);
        }

        rows[2, random.Next(length)] = T.NaN;
        rows[3, random.Next(length)] = T.PositiveInfinity;
        rows[4, random.Next(length)] = T.NegativeInfinity;
        rows[6, random.Next(length)] = T.CreateTruncating(22);
        rows[7, random.Next(length)] = T.CreateTruncating(35);
        T[] x = [.. rows.Cast<T>()], maxima = new T[Rows], sums = new T[Rows], logarithms = new T[Rows * length];
        var view = new Strided<T>(in x[0], Layout.Contiguous([Rows, length]));
        var last = Dimensions.None.Add(1);
        Reduction.Max(view, last, maxima);

        // An infinite maximum is not taken out of a log-sum-exp, and −∞ not out of a log-softmax.
        T[] shifts = Array.ConvertAll(maxima, maximum => T.IsInfinity(maximum) ? T.Zero : maximum), others = new T[Rows], expected = new T[Rows];
        Reduction.Run<T, SumReducer<T>, ExponentialMap<T>>(view, last, shifts, sums);
        Reduction.Run<T, SumReducer<T>, OtherExponentialMap<T>>(view, last, shifts, others);
        for (int r = 0; r < Rows; r++) expected[r] = shifts[r] + Logarithm(r);
        SoftmaxFamily.LogSumExp(view, last, logarithms);
        AssertSame(expected, logarithms[..Rows], $"log-sum-exp of {length}");

        shifts = Array.ConvertAll(maxima, maximum => maximum == T.NegativeInfinity ? T.Zero : maximum);
        Reduction.Run<T, SumReducer<T>, ExponentialMap<T>>(view, last, shifts, sums);
        Reduction.Run<T, SumReducer<T>, OtherExponentialMap<T>>(view, last, shifts, others);
        expected = new T[Rows * length];
        for (int i = 0; i < x.Length; i++)
        {
            int r = i / length;
            T logarithm = sums[r] == T.Zero ? T.Zero : Logarithm(r);
            expected[i] = T.IsPositiveInfinity(maxima[r]) ? (T.IsPositiveInfinity(x[i]) ? T.Zero : T.NegativeInfinity) : x[i] - shifts[r] - logarithm;
        }

        SoftmaxFamily.LogSoftmax(view, last, logarithms);
        AssertSame(expected, logarithms, $"log-softmax of {length}");

        T Logarithm(int r) => sums[r] >= T.One && sums[r] < T.CreateChecked(2) ? VectorMath.Log1p<ScalarLane<T>, T>(new(others[r])).Value : VectorMath.Log<ScalarLane<T>, T>(new(sums[r])).Value;
    }

    private static void AssertSame<T>(T[] expected, T[] actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = T.IsNaN(expected[i]) ? T.IsNaN(actual[i]) : expected[i] == actual[i] && T.IsNegative(expected[i]) == T.IsNegative(actual[i]);
            Assert.True(same, $"{what}, {typeof(T).Name}, element {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
