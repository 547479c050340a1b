using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>Contiguous rows have a path of their own; it gives the bits of the general reduction, step by step.</summary>
public class SoftmaxRowsTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 40), 63, 64, 65, 127, 128, 129, 511, 512, 513, 2047, 2048, 2049, 4096, 5003];

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
        // Ordinary rows, and rows with NaN, infinities, and nothing but −∞.
        const int Rows = 6;
        var random = new Random(length);
        var rows = new T[Rows, length];
        for (int r = 0; r < Rows; r++)
        {
            for (int i = 0; i < length; i++) rows[r, i] = r == 5 ? T.NegativeInfinity : T.CreateTruncating((random.NextDouble() * 60) - 40);
        }

        rows[2, random.Next(length)] = T.NaN;
        rows[3, random.Next(length)] = T.PositiveInfinity;
        rows[4, random.Next(length)] = T.NegativeInfinity;
        T[] x = [.. rows.Cast<T>()], maxima = new T[Rows], sums = new T[Rows], logarithms = new T[Rows * length];
        var view = new Strided<T>(in x[0], Layout.Contiguous([Rows, length]));
        var last = Dimensions.None.Add(1);
        Reduction.Max(view, last, maxima);

        // An infinite maximum is not taken out of a log-sum-exp, and −∞ not out of a log-softmax.
        T[] shifts = Array.ConvertAll(maxima, maximum => T.IsInfinity(maximum) ? T.Zero : maximum), expected = new T[Rows];
        Reduction.Run<T, SumReducer<T>, ExponentialMap<T>>(view, last, shifts, sums);
        for (int r = 0; r < Rows; r++) expected[r] = shifts[r] + ScalarLane<T>.Log(new(sums[r])).Value;
        RowKernels.LogSumExp(view, last, sums);
        AssertSame(expected, sums, $"log-sum-exp of {length}");

        T[] deviations = new T[Rows * length], none = new T[Rows];
        for (int i = 0; i < x.Length; i++)
        {
            T maximum = maxima[i / length];
            deviations[i] = x[i] - (maximum == T.NegativeInfinity ? T.Zero : maximum);
        }

        Reduction.Run<T, SumReducer<T>, ExponentialMap<T>>(new Strided<T>(in deviations[0], Layout.Contiguous([Rows, length])), last, none, sums);
        for (int i = 0; i < x.Length; i++)
        {
            T sum = sums[i / length];
            deviations[i] -= ScalarLane<T>.Log(new(sum == T.Zero ? T.One : sum)).Value;
        }

        RowKernels.LogSoftmax(view, last, logarithms);
        AssertSame(deviations, logarithms, $"log-softmax of {length}");
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
