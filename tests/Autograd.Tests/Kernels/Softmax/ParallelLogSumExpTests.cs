using System.Numerics;

namespace Autograd.Tests;

/// <summary>Sums of exponentials on several threads: the bits of one thread.</summary>
public class ParallelLogSumExpTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Bits_are_those_of_one_thread(int degree)
    {
        using ParallelLoop loop = ParallelLoop.Of(degree);
        foreach (nint[] lengths in (nint[][])[[1, 16384], [16384, 1], [5001, 7], [7, 5001], [130, 129], [300, 3, 160], [160, 3, 300]])
        {
            Check<float>(new(lengths), loop);
            Check<double>(new(lengths), loop);
        }
    }

    private static void Check<T>(Shape shape, ParallelLoop loop)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = Views.Values<T>(shape.ElementCount);
        values[^1] = T.NaN;
        values[0] = T.NegativeInfinity;
        values[values.Length / 2] = T.PositiveInfinity;
        for (int bits = 1; bits < 1 << shape.Rank; bits++)
        {
            foreach (string pattern in Views.Patterns)
            {
                View<T> view = Views.Lay<T>(pattern, shape, values);
                T[] one = new T[shape.Reduce(Views.Set(bits), keep: false).ElementCount], several = new T[one.Length];
                SoftmaxFamily.LogSumExp(view.Strided, Views.Set(bits), one);
                SoftmaxFamily.LogSumExp(view.Strided, Views.Set(bits), several, loop);
                Views.SameBits<T>(one, several, $"{shape} over {Views.Set(bits)}, {pattern}");
            }
        }
    }
}
