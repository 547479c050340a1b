using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Tests.Kernels;

/// <content>Many products at once, and lengths of 0.</content>
public sealed unsafe partial class MatrixProductTests
{
    [Fact]
    public void BatchesBroadcast()
    {
        var random = new Random(5);
        for (int sample = 0; sample < 400; sample++)
        {
            CheckBatches<float>(random);
            CheckBatches<double>(random);
        }
    }

    [Fact]
    public void EmptyInnerLengthGivesZeros()
    {
        double[] c = [1, 2, 3, 4, 5, 6];
        MatrixProduct.Multiply(
            new Strided<double>(in c[0], Layout.Contiguous([2, 0])), new Strided<double>(in c[0], Layout.Contiguous([0, 3])), c.AsSpan(), ParallelLoop.Serial);
        Assert.All(c, x => Assert.Equal(0, x));
    }

    [Fact]
    public void MemoryThatIsNotAsLongAsTheLengthsSayIsRefused()
    {
        double[] x = new double[1000], c = new double[1000];
        foreach ((Shape a, Shape b, int length) in ((Shape, Shape, int)[])
            [([10, 1], [1, 10], 1), ([10, 10], [10, 10], 99), ([10, 10], [10, 10], 101), ([3, 5, 4], [3, 4, 6], 89), ([2, 3], [4, 2], 4), ([20, 30], [31, 2], 40)])
        {
            Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(
                new Strided<double>(in x[0], Layout.Contiguous(a)), new Strided<double>(in x[0], Layout.Contiguous(b)), c.AsSpan(0, length), ParallelLoop.Serial));
        }
    }

    [Fact]
    public void EmptyResultsTouchNothing()
    {
        double[] x = [1, 2, 3];
        foreach ((Shape a, Shape b) in ((Shape, Shape)[])[([0, 3], [3, 2]), ([2, 3], [3, 0]), ([0, 2, 3], [0, 3, 4])])
        {
            MatrixProduct.Multiply(
                new Strided<double>(in x[0], Layout.Contiguous(a)), new Strided<double>(in x[0], Layout.Contiguous(b)), Span<double>.Empty, ParallelLoop.Serial);
        }

        Assert.Equal([1, 2, 3], x);
    }

    /// <summary>Every batch dimension is stretched in one operand, in the other, or in none; some have length 1 or are laid out apart.</summary>
    private static void CheckBatches<T>(Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = random.Next(0, 4);
        int m = random.Next(1, 6), k = random.Next(1, 9), n = random.Next(1, 6);
        nint[] batch = [.. Enumerable.Range(0, rank).Select(_ => (nint)random.Next(1, 4))];
        nint[] aLengths = [.. batch.Select(x => random.Next(3) == 0 ? 1 : x), m, k], bLengths = [.. batch.Select(x => random.Next(3) == 0 ? 1 : x), k, n];
        nint[] aFull = [.. batch, m, k], bFull = [.. batch, k, n];
        T[] aElements = RandomElements<T>(new Shape(aLengths).ElementCount, random), bElements = RandomElements<T>(new Shape(bLengths).ElementCount, random);
        Layout a = Layout.Contiguous(aLengths).BroadcastTo(aFull), b = Layout.Contiguous(bLengths).BroadcastTo(bFull);
        int batches = (int)batch.Aggregate((nint)1, (x, y) => x * y);
        var c = new T[batches * m * n];
        MatrixProduct.Multiply(new Strided<T>(in aElements[0], a), new Strided<T>(in bElements[0], b), c.AsSpan(), ParallelLoop.Serial);

        var expected = new T[c.Length];
        for (int e = 0; e < c.Length; e++)
        {
            int j = e % n, i = e / n % m, rest = e / (n * m), aAt = i * a.Strides[rank], bAt = j * b.Strides[rank + 1];
            for (int d = rank - 1; d >= 0; d--)
            {
                int index = rest % (int)batch[d];
                rest /= (int)batch[d];
                aAt += index * a.Strides[d];
                bAt += index * b.Strides[d];
            }

            for (int p = 0; p < k; p++)
            {
                expected[e] = T.FusedMultiplyAdd(aElements[aAt + (p * a.Strides[rank + 1])], bElements[bAt + (p * b.Strides[rank])], expected[e]);
            }
        }

        AssertSameBits<T>(expected, c, $"{typeof(T).Name} [{string.Join(", ", aLengths)}] · [{string.Join(", ", bLengths)}]");
    }
}
