using System.Numerics;

namespace Autograd.Tests.Kernels;

public sealed unsafe class MatrixProductTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100];

    private delegate void Driver<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
        where T : unmanaged;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryWidthHasTheBitsOfTheSumInIncreasingK(int width)
    {
        CheckSampledShapes(DriverOf<float>(width), 700, seed: 1);
        CheckSampledShapes(DriverOf<double>(width), 700, seed: 2);
    }

    public static TheoryData<int> Widths => [0, 1, 128, 256, 512];

    private static Driver<T> DriverOf<T>(int width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
    {
        1 => MatrixDriver<RegisterScalar<T>, T>.Multiply,
        128 => MatrixDriver<Register128<T>, T>.Multiply,
        256 => MatrixDriver<Register256<T>, T>.Multiply,
        512 => MatrixDriver<Register512<T>, T>.Multiply,
        _ => MatrixProduct.Multiply,
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
    private static void Check<T>(Driver<T> driver, int m, int n, int k, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = new RandomMatrix<T>(m, k, random);
        var b = new RandomMatrix<T>(k, n, random);
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
                for (int p = 0; p < k; p++) sum = T.FusedMultiplyAdd(a[i, p], b[p, j], sum);
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
