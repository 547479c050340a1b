using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Authoring;

namespace Autograd.Tests.Kernels;

public class ShortSoftmaxTests
{
    /// <summary>Rows of all lengths that fit, with everything that is special, one behind the other and apart.</summary>
    [Fact]
    public void Rows_that_fit_into_a_vector_have_the_bits_of_any_row()
    {
        Check<Lane512<float>, Chunk256<float>, float>();
        Check<Lane256<float>, Chunk256<float>, float>();
        Check<Lane128<float>, Chunk256<float>, float>();
        Check<Lane512<double>, Chunk256<double>, double>();
        Check<Lane256<double>, Chunk256<double>, double>();
        Check<Lane128<double>, Chunk256<double>, double>();
    }

    private static void Check<L, TChunk, T>()
        where L : struct, ILaneBits<L, T>
        where TChunk : struct, IChunk<TChunk, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        for (int length = 1; length <= L.Width; length++)
        {
            Assert.True(ShortRows<L, T>.Fit(length));
            for (int round = 0; round < 40; round++)
            {
                const int rows = 37;
                int stride = length + (round % 3);
                var x = new T[rows * stride];
                for (int i = 0; i < x.Length; i++) x[i] = Some<T>(random, round);
                T[] expected = new T[rows * length], actual = new T[rows * length], shares = new T[rows * length];
                ContiguousSoftmax<L, TChunk, T>.Run(ref x[0], stride, ref shares[0], rows, length);
                ShortSoftmax<L, TChunk, T>.Run(ref x[0], stride, ref actual[0], rows, length);
                AssertSame<T>(shares, actual);
                ContiguousSoftmax<L, TChunk, T>.RunLogarithm(ref x[0], stride, ref expected[0], rows, length);
                ShortSoftmax<L, TChunk, T>.RunLogarithm(ref x[0], stride, ref actual[0], rows, length);
                AssertSame<T>(expected, actual);

                // Fewer rows than are turned into columns, so that each goes the way of any row; a cotangent is cut off here and there.
                for (int i = 0; i < rows * length; i++) expected[i] = random.Next(3) == 0 ? T.NegativeZero : T.CreateSaturating(random.NextDouble() - 0.5);
                if (round % 4 == 0) expected.AsSpan(0, length).Fill(T.NegativeZero);
                T[] products = new T[rows * length], parameters = new T[3];
                for (int row = 0; row < rows; row++)
                {
                    int at = row * length;
                    var slab = new SoftmaxJacobianSlab<L, T>(
                        ref expected[at], ref shares[at], ref products[at], Layout.Contiguous([length]), Dimensions.None.Add(0), default, parameters);
                    slab.Multiply(SoftmaxJacobian.LogarithmTransposed);
                }

                ShortSoftmaxJacobian<L, T>.RunLogarithmTransposed(ref expected[0], ref shares[0], ref actual[0], rows, length);
                AssertSame<T>(products, actual);
            }
        }
    }

    private static T Some<T>(Random random, int round)
        where T : unmanaged, IFloatingPointIeee754<T> => (round % 8 < 4 ? 100 : random.Next(12)) switch
        {
            0 => T.Zero,
            1 => T.NegativeZero,
            2 => T.NegativeInfinity,
            3 => round % 16 < 8 ? T.PositiveInfinity : T.One,
            4 => round % 32 < 16 ? T.NaN : T.One,
            5 => T.CreateSaturating(40),
            _ => T.CreateSaturating((random.NextDouble() - 0.5) * (round % 2 == 0 ? 4 : 60)),
        };

    /// <summary>The same bits, and NaN for NaN.</summary>
    private static void AssertSame<T>(T[] expected, T[] actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = MemoryMarshal.AsBytes(expected.AsSpan(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan(i, 1))) || (T.IsNaN(expected[i]) && T.IsNaN(actual[i]));
            Assert.True(same, $"element {i} is {actual[i]}, not {expected[i]}");
        }
    }
}
