using System.Numerics;
using Autograd.Tests.Tape;

namespace Autograd.Tests;

public class SoftmaxJacobianTests
{
    /// <summary>Rows and columns, short ones and ones with a rest, several slabs with a rest of one row, more columns than a slab has, with a rest of one column.</summary>
    private static readonly Shape[] Shapes =
    [
        [], [1], [7], [40], [5, 3], [3, 5], [9, 16], [9, 17], [3, 1, 20], [20, 17, 2], [2, 17, 20], [4, 3, 5, 2], [410, 10], [2049, 2], [5003], [2, 90, 100], [70, 70], [16, 1025], [2, 70, 65],
    ];

    [Fact]
    public void Agrees_with_the_plain_formulas_for_all_dimensions()
    {
        Agrees<float>(2e-6);
        Agrees<double>(4e-15);
    }

    /// <summary>However many rows are computed together, and whether they are turned into columns for it.</summary>
    [Fact]
    public void A_row_has_the_same_bits_alone_and_among_others()
    {
        foreach (int length in (int[])[.. Enumerable.Range(1, 40), 63, 64, 65, 1000, 5003]) foreach (int rows in (int[])[7, 8, 9, 411])
        {
            if (rows * length > 50_000) continue;
            Same<float>(rows, length);
            Same<double>(rows, length);
        }
    }

    [Fact]
    public void Threads_do_not_show_in_the_bits()
    {
        using ParallelLoop three = ParallelLoop.Of(3);
        foreach (Shape shape in (Shape[])[[1639, 10], [410, 50], [31, 70, 9], [3, 90, 100]])
        {
            foreach (SoftmaxJacobian jacobian in Enum.GetValues<SoftmaxJacobian>())
            {
                (float[] x, float[] p) = Operands<float>(shape, Views.Set(2));
                Views.SameBits<float>(Multiply(jacobian, x, p, shape, Views.Set(2)), Multiply(jacobian, x, p, shape, Views.Set(2), three), $"{jacobian} of {shape}");
            }
        }
    }

    /// <summary>A row that was cut off is −0 and stays so, whatever p is; all other zeros were computed.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(40)]
    public void What_was_cut_off_stays_so_and_other_zeros_are_positive(int n)
    {
        foreach (bool columns in (bool[])[false, true]) foreach (int rows in (int[])[5, 20])
        {
            // Rows: cut off; cut off where p is NaN; partly cut off; the same number throughout; masked off altogether, p being 0.
            Shape shape = columns ? [n, rows] : [rows, n];
            double[] x = new double[rows * n], p = new double[rows * n];
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < n; i++)
                {
                    x[At(r, i)] = (r % 5) switch { 0 or 1 => -0.0, 2 => i == 0 ? -0.0 : 0.0, 3 => -3, _ => -1 - i };
                    p[At(r, i)] = (r % 5) switch { 1 => double.NaN, 4 => 0, _ when r % 2 == 0 => i == 1 ? 1 : 0, _ => 1.0 / n };
                }
            }

            foreach (SoftmaxJacobian jacobian in Enum.GetValues<SoftmaxJacobian>())
            {
                double[] y = Multiply(jacobian, x, p, shape, Views.Set(columns ? 1 : 2));
                for (int r = 0; r < rows; r++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        double value = y[At(r, i)];
                        bool isZero = r % 5 < 3 || jacobian == SoftmaxJacobian.Softmax;
                        Assert.True(!isZero || Math.Abs(value) < 1e-15, $"{jacobian}, row {r}, {i}: {value}");
                        Assert.True(value != 0 || double.IsNegative(value) == r % 5 < 2, $"{jacobian}, row {r}, {i}: {value}");
                    }
                }
            }

            int At(int r, int i) => columns ? (i * rows) + r : (r * n) + i;
        }
    }

    [Fact]
    public void An_infinite_vector_gives_what_the_formulas_give()
    {
        double[] x = [double.PositiveInfinity, 1, 2], p = [0.8, 0.2, 0];
        Assert.Equal([double.NaN, double.NegativeInfinity, double.NaN], Multiply(SoftmaxJacobian.Softmax, x, p, [3], Views.Set(1)));
        Assert.Equal([double.NaN, double.NegativeInfinity, double.NegativeInfinity], Multiply(SoftmaxJacobian.Logarithm, x, p, [3], Views.Set(1)));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        foreach (Shape shape in Shapes)
        {
            var reduced = Views.Set(shape.Rank == 3 ? 2 : 1 << Math.Max(0, shape.Rank - 1));
            (float[] x, float[] p) = Operands<float>(shape, reduced);
            var y = new float[x.Length];
            long bytes = Allocations.Of(() =>
                ParallelSoftmaxJacobian<float>.Run(SoftmaxJacobian.Softmax, View(x, shape), View(p, shape), reduced, y, ParallelLoop.Serial));
            Assert.True(bytes == 0, $"{shape}: {bytes}");
        }
    }

    private static void Agrees<T>(double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Shape shape in Shapes)
        {
            for (int bits = 0; bits < 1 << shape.Rank; bits++)
            {
                Dimensions reduced = Views.Set(bits);
                (T[] x, T[] p) = Operands<T>(shape, reduced);
                int[] results = [.. Enumerable.Range(0, x.Length).Select(i => Views.ResultOf(shape, reduced, i))];
                double[] means = new double[shape.Reduce(reduced, false).ElementCount], sums = new double[means.Length], scales = new double[means.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    means[results[i]] += double.CreateChecked(x[i]) * double.CreateChecked(p[i]);
                    sums[results[i]] += double.CreateChecked(x[i]);
                    scales[results[i]] += Math.Abs(double.CreateChecked(x[i]));
                }

                foreach (SoftmaxJacobian jacobian in Enum.GetValues<SoftmaxJacobian>())
                {
                    T[] y = Multiply(jacobian, x, p, shape, reduced);
                    for (int i = 0; i < y.Length; i++)
                    {
                        double own = double.CreateChecked(x[i]), weight = double.CreateChecked(p[i]);
                        double expected = jacobian switch
                        {
                            SoftmaxJacobian.Softmax => weight * (own - means[results[i]]),
                            SoftmaxJacobian.Logarithm => own - means[results[i]],
                            _ => own - (weight * sums[results[i]]),
                        };
                        double difference = Math.Abs(expected - double.CreateChecked(y[i]));
                        Assert.True(difference <= tolerance * (1 + scales[results[i]]), $"{jacobian} of {shape} over {reduced}, {typeof(T).Name}, element {i}: {y[i]} instead of {expected}");
                    }
                }
            }
        }
    }

    private static void Same<T>(int rows, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = [rows, length], alone = [1, length];
        (T[] x, T[] p) = Operands<T>(shape, Views.Set(2));
        foreach (SoftmaxJacobian jacobian in Enum.GetValues<SoftmaxJacobian>())
        {
            T[] together = Multiply(jacobian, x, p, shape, Views.Set(2));
            foreach (int row in (int[])[0, 1, rows / 2, rows - 1])
            {
                T[] single = Multiply(jacobian, x[(row * length)..((row + 1) * length)], p[(row * length)..((row + 1) * length)], alone, Views.Set(2));
                Views.SameBits<T>(together.AsSpan(row * length, length), single, $"{jacobian} of {shape}, row {row}");
            }
        }
    }

    private static T[] Multiply<T>(SoftmaxJacobian jacobian, T[] x, T[] p, Shape shape, Dimensions reduced, ParallelLoop? parallel = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // What is read or written beyond the end would show.
        T[] longX = [.. x, T.NaN], longP = [.. p, T.NaN], y = [.. new T[x.Length], T.One];
        ParallelSoftmaxJacobian<T>.Run(jacobian, View(longX, shape), View(longP, shape), reduced, y.AsSpan(0, x.Length), parallel ?? ParallelLoop.Serial);
        Assert.Equal(T.One, y[^1]);
        return y[..x.Length];
    }

    private static Strided<T> View<T>(T[] values, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => new(in values[0], Layout.Contiguous(shape));

    /// <summary>A vector and a softmax, in every other sum of which an element dominates.</summary>
    private static (T[] X, T[] P) Operands<T>(Shape shape, Dimensions reduced)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Views.Values<T>(shape.ElementCount), logits = Views.Values<T>(shape.ElementCount, 2), p = new T[x.Length];
        HashSet<int> seen = [];
        for (int i = x.Length - 1; i >= 0; i--)
        {
            if (Views.ResultOf(shape, reduced, i) is var sum && sum % 2 == 0 && seen.Add(sum)) logits[i] += T.CreateChecked(9 + (sum % 7));
        }

        SoftmaxFamily.Softmax(View(logits, shape), reduced, p);
        return (x, p);
    }
}
