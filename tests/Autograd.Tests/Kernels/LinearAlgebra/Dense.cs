using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>Matrices as arrays, in row-major order, and plain arithmetic on them in double.</summary>
internal static class Dense
{
    public static T[] Random<T>(int rows, int columns, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => T.CreateTruncating((2 * random.NextUniform()) - 1))];
    }

    public static T[] Identity<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. Enumerable.Range(0, n * n).Select(i => i % (n + 1) == 0 ? T.One : T.Zero)];

    public static T[] Transpose<T>(T[] a, int rows, int columns) => [.. Enumerable.Range(0, a.Length).Select(i => a[(i % rows * columns) + (i / rows)])];

    public static T[] Multiply<T>(T[] a, T[] b, int m, int k, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var c = new T[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++) sum += double.CreateTruncating(a[(i * k) + p]) * double.CreateTruncating(b[(p * n) + j]);
                c[(i * n) + j] = T.CreateTruncating(sum);
            }
        }

        return c;
    }

    /// <summary>The largest difference of two elements.</summary>
    public static double Difference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(a.Length, b.Length);
        double worst = 0;
        for (int i = 0; i < a.Length; i++) worst = Math.Max(worst, Math.Abs(double.CreateTruncating(a[i]) - double.CreateTruncating(b[i])));
        return worst;
    }

    public static Strided<T> Strided<T>(T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = [rows, columns];
        return new Strided<T>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(a), in shape, shape.ContiguousStrides);
    }
}
