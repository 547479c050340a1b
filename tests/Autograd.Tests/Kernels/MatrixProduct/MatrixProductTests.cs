using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Tests.Kernels;

public sealed unsafe partial class MatrixProductTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100];

    private delegate void Driver<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
        where T : unmanaged;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryWidthHasTheBitsOfTheSumInIncreasingK(int width)
    {
        CheckSampledShapes(DriverOf<float>(width), 400, seed: 1);
        CheckSampledShapes(DriverOf<double>(width), 400, seed: 2);
    }

    /// <summary>Lengths beyond the blocks of rows, columns and k, and vectors beside long lengths.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void BlocksContinueTheSums(int width)
    {
        (int M, int K, int N)[] shapes = [(40, 900, 70), (40, 400, 340), (1, 1100, 90), (90, 1100, 1), (2, 600, 150), (150, 500, 2), (37, 40, 41)];
        var random = new Random(3);
        foreach ((int m, int k, int n) in shapes)
        {
            for (int layout = 0; layout < 2; layout++)
            {
                Check(DriverOf<float>(width), m, n, k, random);
                Check(DriverOf<double>(width), m, n, k, random);
            }
        }
    }

    /// <summary>More terms than one chain takes: the sums of chains are added up in order, what is rounded off each time being carried along.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void LongSumsAreCompensatedSumsOfChains(int width)
    {
        (int M, int K, int N)[] shapes =
            [(1, 2049, 1), (1, 2100, 45), (45, 2100, 1), (3, 2200, 37), (70, 2100, 5), (5, 2100, 70), (50, 2060, 20), (13, 2060, 150)];
        var random = new Random(9);
        foreach ((int m, int k, int n) in shapes)
        {
            for (int layout = 0; layout < 2; layout++)
            {
                Check(ChainsOf<float>(width), m, n, k, random, MatrixChains.Length<float>());
                Check(ChainsOf<double>(width), m, n, k, random, MatrixChains.Length<double>());
            }
        }
    }

    /// <summary>Terms of one size, of which one accumulator loses the more the longer it is, and products with infinities.</summary>
    [Theory]
    [InlineData(1, 20_000_000, 1, 1)]
    [InlineData(3, 1_000_000, 5, 1)]
    [InlineData(1, 300_000, 40, 1)]
    [InlineData(50, 30_000, 45, 3)]
    public void LongSumsStayWithinAMillionth(int m, int k, int n, int degree)
    {
        float[] a = new float[m * k], b = new float[n * k], c = new float[m * n];
        using ParallelLoop parallel = ParallelLoop.Of(degree);
        foreach ((float x, float y) in ((float, float)[])[(1, 1), (0.1f, 0.1f), (0.3f, 0.7f), (1, 0.57f)])
        {
            Array.Fill(a, x);
            Array.Fill(b, y);
            foreach (int form in (int[])[0, 1, 2, 3])
            {
                Layout left = new([m, k], Strides(form % 2 == 0, m, k)), right = new([k, n], Strides(form < 2, k, n));
                MatrixProduct.Multiply(new Strided<float>(in a[0], left), new Strided<float>(in b[0], right), c.AsSpan(), parallel);
                Assert.All(c, sum => Assert.InRange(sum / ((double)x * y * k), 1 - 1e-6, 1 + 1e-6));
            }
        }

        a[k / 2] = float.PositiveInfinity;
        MatrixProduct.Multiply(
            new Strided<float>(in a[0], Layout.Contiguous([m, k])), new Strided<float>(in b[0], Layout.Contiguous([k, n])), c.AsSpan(), parallel);
        Assert.Equal(float.PositiveInfinity, c[0]);
        Assert.True(m == 1 || float.IsFinite(c[^1]));

        static Strides Strides(bool isRowMajor, int rows, int columns)
        {
            var strides = new DimensionValues();
            (strides[0], strides[1]) = isRowMajor ? (columns, 1) : (1, rows);
            return new Strides(strides);
        }
    }

    /// <summary>Many rows, whose last block has one, two or five: heights that other products give narrower or wider tiles.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void LowLastBlocksOfRowsHaveTheSameBits(int width)
    {
        var random = new Random(7);
        foreach (int m in (int[])[2881, 2885])
        {
            Check(DriverOf<float>(width), m, 25, 165, random);
            Check(DriverOf<double>(width), m, 13, 165, random);
        }
    }

    /// <summary>Columns beyond a block of them, with rows that are far apart.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void BlocksOfColumnsHaveTheSameBits(int width)
    {
        var random = new Random(8);
        for (int layout = 0; layout < 2; layout++)
        {
            Check(DriverOf<float>(width), 26, 2100, 520, random);
            Check(DriverOf<double>(width), 26, 2060, 260, random);
        }
    }

    /// <summary>More rows than are copied at once where columns lie far apart: groups of strips, the last of them shorter.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void StripsThatAreCopiedTogetherHaveTheSameBits(int width)
    {
        var random = new Random(10);
        for (int layout = 0; layout < 8; layout++)
        {
            Check(DriverOf<float>(width), 205, 140, 410, random);
            Check(DriverOf<double>(width), 101, 140, 200, random);
        }
    }

    /// <summary>Shapes with a short side, which some layouts make worth computing transposed.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void NarrowShapesHaveTheSameBits(int width)
    {
        (int M, int K, int N)[] shapes = [(70, 20, 2), (70, 19, 5), (70, 21, 9), (71, 20, 18), (2, 20, 70), (4, 19, 70), (8, 21, 70), (16, 20, 71), (33, 40, 10), (16, 16, 16), (33, 40, 34)];
        var random = new Random(6);
        foreach ((int m, int k, int n) in shapes)
        {
            for (int layout = 0; layout < 8; layout++)
            {
                Check(DriverOf<float>(width), m, n, k, random);
                Check(DriverOf<double>(width), m, n, k, random);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void InfinitiesAndNaNsPropagate(int width)
    {
        CheckSpecialValues(DriverOf<float>(width));
        CheckSpecialValues(DriverOf<double>(width));
    }

    private static void CheckSpecialValues<T>(Driver<T> driver)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(4);
        foreach (int size in (int[])[2, 9, 33])
        {
            var a = new RandomMatrix<T>(size, size, random);
            var b = new RandomMatrix<T>(size, size, random);
            Array.Fill(b.Elements, T.Zero);
            T[] special = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.NegativeZero, T.Epsilon, T.One];
            for (int i = 0; i < a.Elements.Length; i += 3) a.Elements[i] = special[random.Next(special.Length)];
            for (int i = 0; i < b.Elements.Length; i += 5) b.Elements[i] = special[random.Next(special.Length)];
            CheckProduct(driver, a, b, size, size, size, random);
        }
    }

    private static T[] RandomElements<T>(int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var elements = new T[count];
        for (int i = 0; i < count; i++) elements[i] = T.CreateChecked(random.NextDouble() - 0.5);
        return elements;
    }

    public static TheoryData<int> Widths => [0, 1, 128, 256, 512];

    private static Driver<T> DriverOf<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
        {
            1 => MatrixDriver<RegisterScalar<T>, T, T>.Multiply,
            128 => MatrixDriver<Register128<T>, Vector128<T>, T>.Multiply,
            256 => MatrixDriver<Register256<T>, Vector256<T>, T>.Multiply,
            512 => MatrixDriver<Register512<T>, Vector512<T>, T>.Multiply,
            _ => MatrixProduct.Multiply,
        };

    /// <summary>Products in chains, beginning with what c holds; beyond the longest single chain <see cref="MatrixProduct"/> takes them itself.</summary>
    private static Driver<T> ChainsOf<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T> => width == 0
        ? MatrixProduct.Multiply
        : (m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate) =>
    {
        for (nint i = 0; i < m && !accumulate; i++) new Span<T>(c + (i * cRow), (int)n).Clear();
        nint eRow = n == 1 ? 1 : n + 3;
        fixed (T* e = new T[m * eRow])
        {
            switch (width)
            {
                case 1: MatrixDriver<RegisterScalar<T>, T, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow); break;
                case 128: MatrixDriver<Register128<T>, Vector128<T>, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow); break;
                case 256: MatrixDriver<Register256<T>, Vector256<T>, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow); break;
                default: MatrixDriver<Register512<T>, Vector512<T>, T>.AddChains(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow); break;
            }
        }
    };

    private static void CheckSampledShapes<T>(Driver<T> driver, int samples, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        for (int sample = 0; sample < samples; sample++)
        {
            int m = Lengths[random.Next(Lengths.Length)], n = Lengths[random.Next(Lengths.Length)], k = Lengths[random.Next(Lengths.Length)];
            Check(driver, m, n, k, random);
        }
    }

    /// <summary>Random layouts of both operands and of the destination; what surrounds the destination must stay as it is.</summary>
    private static void Check<T>(Driver<T> driver, int m, int n, int k, Random random, int chain = int.MaxValue)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = new RandomMatrix<T>(m, k, random);
        var b = new RandomMatrix<T>(k, n, random);
        CheckProduct(driver, a, b, m, n, k, random, chain);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckProduct<T>(Driver<T> driver, RandomMatrix<T> a, RandomMatrix<T> b, int m, int n, int k, Random random, int chain = int.MaxValue)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int cRow = n + (random.Next(3) * random.Next(5)), margin = 40;
        bool accumulate = random.Next(4) == 0;
        var c = new T[(m * cRow) + (2 * margin)];
        for (int i = 0; i < c.Length; i++) c[i] = T.CreateChecked(random.NextDouble());
        T[] expected = [.. c];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                ref T sum = ref expected[margin + (i * cRow) + j];
                if (!accumulate) sum = T.Zero;
                if (k <= chain)
                {
                    for (int p = 0; p < k; p++) sum = T.FusedMultiplyAdd(a[i, p], b[p, j], sum);
                    continue;
                }

                T excess = T.Zero;
                for (int p = 0; p < k;)
                {
                    T term = T.Zero;
                    for (int end = Math.Min(p + chain, k); p < end; p++) term = T.FusedMultiplyAdd(a[i, p], b[p, j], term);
                    term -= excess;
                    T before = sum;
                    sum += term;
                    excess = sum - before - term;
                }
            }
        }

        fixed (T* aStart = a.Elements, bStart = b.Elements, cStart = c)
        {
            driver(m, n, k, aStart + a.Origin, a.Row, a.Column, bStart + b.Origin, b.Row, b.Column, cStart + margin, cRow, accumulate);
        }

        AssertSameBits(expected, c, $"{typeof(T).Name} {m} x {k} x {n}, a {a}, b {b}, c {cRow}, accumulate {accumulate}");
    }

    private static void AssertSameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] == actual[i] && expected[i] != T.Zero) continue;
            bool same = T.IsNaN(expected[i]) ? T.IsNaN(actual[i]) : SameBits(expected[i], actual[i]);
            Assert.True(same, $"{what}: element {i} is {actual[i]}, not {expected[i]}.");
        }
    }

    private static bool SameBits<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => x == y && T.IsNegative(x) == T.IsNegative(y);

    /// <summary>A matrix in one of the layouts a view can have, among elements that are not its own.</summary>
    private sealed class RandomMatrix<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public RandomMatrix(int rows, int columns, Random random)
        {
            int gap = random.Next(2) * random.Next(1, 4), step = 1 + (random.Next(4) == 0 ? random.Next(1, 3) : 0);
            bool transposed = random.Next(2) == 0;
            int inner = transposed ? rows : columns, outer = transposed ? columns : rows;
            int innerStride = step, outerStride = (inner * step) + gap;
            Elements = new T[Math.Max(1, (outerStride * outer) + 1)];
            for (int i = 0; i < Elements.Length; i++)
            {
                Elements[i] = T.CreateChecked((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-3, 4)));
            }

            if (random.Next(6) == 0) innerStride = -innerStride;
            if (random.Next(6) == 0) outerStride = -outerStride;
            if (random.Next(8) == 0) innerStride = 0;
            if (random.Next(8) == 0) outerStride = 0;
            Origin = Math.Max(0, -innerStride * (inner - 1)) + Math.Max(0, -outerStride * (outer - 1));
            (Row, Column) = transposed ? (innerStride, outerStride) : (outerStride, innerStride);
        }

        public T[] Elements { get; }

        public int Origin { get; }

        public int Row { get; }

        public int Column { get; }

        public T this[int i, int j] => Elements[Origin + (i * Row) + (j * Column)];

        public override string ToString() => $"({Row}, {Column})";
    }
}
