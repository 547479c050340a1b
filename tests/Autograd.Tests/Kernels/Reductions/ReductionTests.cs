using System.Numerics;

namespace Autograd.Tests;

public class ReductionTests
{
    private static readonly Lazy<float[]> s_tenths = new(() =>
    {
        var x = new float[1 << 25];
        Array.Fill(x, 0.1f);
        return x;
    });

    public static TheoryData<int[]> Shapes =>
    [
        [], [1], [2], [3], [7], [8], [9], [15], [16], [17], [33], [130], [515], [4100],
        [3, 5], [5, 3], [1, 9], [9, 1], [40, 3], [3, 40], [17, 19], [64, 70], [300, 9], [9, 300], [2, 1300], [1300, 2], [70, 18],
        [4, 5, 6], [3, 1, 20], [20, 17, 2], [2, 17, 20], [6, 35, 34], [3, 4, 5, 6], [2, 3, 2, 3, 2], [2, 1, 3, 1, 2, 3, 1, 2], [2, 2, 2, 2, 2, 2, 2, 5],
        [0], [0, 3], [3, 0], [2, 0, 3],
    ];

    [Theory, MemberData(nameof(Shapes))]
    public void Float_agrees_with_double_and_is_the_same_for_all_strides(int[] lengths) => Check<float>(ToShape(lengths), 1e-6);

    [Theory, MemberData(nameof(Shapes))]
    public void Double_agrees_with_decimal_and_is_the_same_for_all_strides(int[] lengths) => Check<double>(ToShape(lengths), 1e-15);

    private static void Check<T>(Shape shape, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = Views.Values<T>(shape.ElementCount);
        for (int bits = 0; bits < 1 << shape.Rank; bits++)
        {
            if (shape.Rank == 8 && bits % 7 != 0 && bits != 255) continue;
            Dimensions reduced = Views.Set(bits);
            int kept = shape.Reduce(reduced, keep: false).ElementCount;
            var sum = new decimal[kept];
            var magnitude = new decimal[kept];
            var max = new T[kept];
            var min = new T[kept];
            Array.Fill(max, T.NegativeInfinity);
            Array.Fill(min, T.PositiveInfinity);
            for (int i = 0; i < values.Length; i++)
            {
                int r = Views.ResultOf(shape, reduced, i);
                decimal value = Views.Exact(values[i]);
                sum[r] += value;
                magnitude[r] += Math.Abs(value);
                max[r] = T.Max(max[r], values[i]);
                min[r] = T.Min(min[r], values[i]);
            }

            T[]? first = null;
            foreach (string pattern in Views.Patterns)
            {
                View<T> view = Views.Lay<T>(pattern, shape, values);
                string what = $"{shape} over {reduced}, {view}";
                var result = new T[kept + 1];
                result[kept] = T.Pi;
                Reduction.Sum(view.Strided, reduced, result);
                Assert.Equal(T.Pi, result[kept]);
                for (int i = 0; i < kept; i++)
                {
                    Assert.True(
                        Math.Abs(double.CreateChecked(result[i]) - (double)sum[i]) <= tolerance * (double)magnitude[i],
                        $"Sum {what}: at {i} expected {sum[i]}, was {result[i]}.");
                }

                first ??= [.. result];
                Views.SameBits<T>(first, result, $"Sum {what}");
                Reduction.Max(view.Strided, reduced, result);
                Views.SameBits<T>(max, result.AsSpan(0, kept), $"Max {what}");
                Reduction.Min(view.Strided, reduced, result);
                Views.SameBits<T>(min, result.AsSpan(0, kept), $"Min {what}");
            }
        }
    }

    /// <summary>Small matrices are summed without vectors: the same tree, so the same bits.</summary>
    [Fact]
    public void Few_rows_give_the_bits_of_many_columns()
    {
        for (int rows = 1; rows <= 9; rows++)
        {
            for (int columns = 1; columns <= 40; columns++)
            {
                float[] values = Views.Values<float>(rows * columns, (uint)(rows + columns)), few = new float[columns], many = new float[columns];
                var x = new Strided<float>(in values[0], Layout.Contiguous([rows, columns]));
                Reduction.Sum(x, Dimensions.All(1), few);
                Reduction.Run<float, SumReducer<float>, IdentityMap<float>, Chunk256<float>>(x, Dimensions.All(1), default, many);
                Assert.Equal(many, few);
            }
        }
    }

    [Fact]
    public void Broadcast_operands_count_every_repetition()
    {
        float[] row = Views.Values<float>(37);
        Shape shape = [5, 37, 3];
        var strides = new DimensionValues();
        strides[1] = 1;
        var x = new Strided<float>(in row[0], new Layout(shape, new Strides(strides)));
        var copy = new float[shape.ElementCount];
        for (int i = 0; i < copy.Length; i++) copy[i] = row[i / 3 % 37];
        for (int bits = 0; bits < 8; bits++)
        {
            Dimensions reduced = Views.Set(bits);
            var expected = new float[shape.Reduce(reduced, false).ElementCount];
            var actual = new float[expected.Length];
            Reduction.Sum(new Strided<float>(in copy[0], Layout.Contiguous(shape)), reduced, expected);
            Reduction.Sum(x, reduced, actual);
            Views.SameBits<float>(expected, actual, $"over {reduced}");
        }
    }

    [Fact]
    public void Position_and_neighbours_do_not_matter()
    {
        float[] row = Views.Values<float>(77);
        var rows = new float[9 * 77];
        for (int i = 0; i < 9; i++) row.CopyTo(rows, i * 77);
        var result = new float[9];
        Reduction.Sum(Of(rows, [9, 77]), Views.Set(2), result);
        Assert.All(result, value => Assert.Equal(result[0], value));
        var columns = new float[77 * 23];
        for (int i = 0; i < columns.Length; i++) columns[i] = row[i / 23];
        var sums = new float[23];
        Reduction.Sum(Of(columns, [77, 23]), Views.Set(1), sums);
        Assert.All(sums, value => Assert.Equal(sums[0], value));
    }

    [Theory]
    [InlineData(1 << 25, 1, 1)]
    [InlineData(1, 1 << 25, 1)]
    [InlineData(1, 1 << 23, 4)]
    [InlineData(1 << 12, 1 << 13, 0)]
    public void Long_sums_of_a_tenth_stay_within_a_millionth(int outer, int middle, int kept)
    {
        Shape shape = [outer, middle, Math.Max(kept, 1)];
        float[] x = s_tenths.Value;
        Layout layout = Layout.Contiguous(shape);
        if (kept == 0)
        {
            var strides = new DimensionValues();
            strides[0] = 1;
            strides[1] = outer;
            layout = new Layout(shape, new Strides(strides));
        }

        var result = new float[Math.Max(kept, 1)];
        Reduction.Sum(new Strided<float>(in x[0], layout), Views.Set(kept > 1 ? 3 : 7), result);
        double expected = (double)0.1f * outer * middle;
        Assert.All(result, value => Assert.InRange(value / expected, 1 - 1e-6, 1 + 1e-6));
    }

    [Fact]
    public void The_longest_view_can_be_summed()
    {
        var result = new float[1];
        Reduction.Sum(new Strided<float>(in s_tenths.Value[0], new Layout([int.MaxValue], default)), Views.Set(1), result);
        Assert.Equal(1, result[0] / ((double)0.1f * int.MaxValue), 1e-6);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(700)]
    public void Not_a_number_and_infinities_propagate(int n)
    {
        foreach (string pattern in Views.Patterns)
        {
            for (int at = 0; at < n; at += 1 + (n / 7))
            {
                for (int reduced = 1; reduced <= 2; reduced++)
                {
                    // One bad column (or row) of three; the others must not see it.
                    Shape shape = reduced == 1 ? [n, 3] : [3, n];
                    float[] values = Views.Values<float>(3 * n);
                    int bad = reduced == 1 ? (at * 3) + 1 : n + at;
                    var result = new float[3];
                    foreach (float special in (float[])[float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                    {
                        values[bad] = special;
                        View<float> view = Views.Lay<float>(pattern, shape, values);
                        Reduction.Sum(view.Strided, Views.Set(reduced), result);
                        Assert.Equal(Views.Bits(float.IsNaN(special) ? float.NaN : special), Views.Bits(result[1]));
                        Assert.True(float.IsFinite(result[0]) && float.IsFinite(result[2]));
                        Reduction.Max(view.Strided, Views.Set(reduced), result);
                        Assert.True(float.IsNaN(special) ? float.IsNaN(result[1]) : special < 0 ? float.IsFinite(result[1]) : result[1] == special);
                        Reduction.Min(view.Strided, Views.Set(reduced), result);
                        Assert.True(float.IsNaN(special) ? float.IsNaN(result[1]) : special > 0 ? float.IsFinite(result[1]) : result[1] == special);
                        Assert.True(float.IsFinite(result[0]) && float.IsFinite(result[2]));
                    }
                }
            }
        }
    }

    [Fact]
    public void Zeros_keep_their_sign()
    {
        foreach (int n in (int[])[2, 8, 9, 40, 700])
        {
            var x = new double[n];
            Array.Fill(x, -0.0);
            var result = new double[1];
            Reduction.Sum(Of(x, [n]), Views.Set(1), result);
            Assert.True(double.IsNegative(result[0]));
            x[n / 2] = 0.0;
            Reduction.Max(Of(x, [n]), Views.Set(1), result);
            Assert.False(double.IsNegative(result[0]));
            Reduction.Min(Of(x, [n]), Views.Set(1), result);
            Assert.True(double.IsNegative(result[0]));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Sums_of_minus_0_are_minus_0_for_all_strides(int[] lengths)
    {
        CheckSigns<float>(ToShape(lengths));
        CheckSigns<double>(ToShape(lengths));
    }

    private static void CheckSigns<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[shape.ElementCount];
        for (int bits = 0; bits < 1 << shape.Rank; bits++)
        {
            Dimensions reduced = Views.Set(bits);
            int kept = shape.Reduce(reduced, keep: false).ElementCount;
            foreach (int zeroAt in (int[])[-1, 0, values.Length / 2, values.Length - 1])
            {
                Array.Fill(values, T.NegativeZero);
                var expected = new T[kept];
                if (values.Length > 0) Array.Fill(expected, T.NegativeZero);
                if (zeroAt >= 0 && values.Length > 0) expected[Views.ResultOf(shape, reduced, zeroAt)] = values[zeroAt] = T.Zero;
                foreach (string pattern in Views.Patterns)
                {
                    T[] one = new T[kept], two = new T[kept];
                    View<T> view = Views.Lay<T>(pattern, shape, values);
                    Reduction.Sum(view.Strided, reduced, one);
                    Views.SameBits<T>(expected, one, $"Sum {shape} over {reduced}, {pattern}");
                    Reduction.Run<T, SumReducer<T>, IdentityMap<T>, Chunk256<T>>(view.Strided, reduced, default, two);
                    Views.SameBits<T>(expected, two, $"Sum in narrow chunks {shape} over {reduced}, {pattern}");
                }
            }
        }
    }

    [Fact]
    public void Of_nothing_the_neutral_element_results()
    {
        var result = new float[2];
        var x = new Strided<float>(in result[0], Layout.Contiguous([2, 0]));
        Reduction.Sum(x, Views.Set(2), result);
        Assert.Equal([0f, 0f], result);
        Assert.False(float.IsNegative(result[0]));
        Reduction.Max(x, Views.Set(2), result);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], result);
        Reduction.Min(x, Views.Set(2), result);
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity], result);
        Reduction.Product(x, Views.Set(2), result);
        Assert.Equal([1f, 1f], result);
    }

    [Fact]
    public void Products_multiply()
    {
        foreach (string pattern in Views.Patterns)
        {
            Shape shape = [3, 21, 2];
            var values = new double[shape.ElementCount];
            for (int i = 0; i < values.Length; i++) values[i] = (i % 5) switch { 0 => 2, 1 => -1, 2 => 0.5, 3 => -3, _ => 1.0 / 3 };
            var expected = new double[6];
            Array.Fill(expected, 1);
            for (int i = 0; i < values.Length; i++) expected[Views.ResultOf(shape, Views.Set(2), i)] *= values[i];
            var actual = new double[6];
            Reduction.Product(Views.Lay<double>(pattern, shape, values).Strided, Views.Set(2), actual);
            for (int i = 0; i < 6; i++) Assert.Equal(1, actual[i] / expected[i], 1e-14);
        }
    }

    [Fact]
    public void Bits_are_the_same_on_every_vector_width()
    {
        // Constants from one run; run with DOTNET_EnableAVX512F=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 to compare.
        Assert.Equal((4586315268164196390UL, 12462441109946129562UL), (Golden<float>(), Golden<double>()));
    }

    [Fact]
    public void Bits_are_the_same_in_one_wide_register_and_in_two()
    {
        foreach (Shape shape in (Shape[])[[6, 35, 34], [1300, 3], [3, 1300], [9, 2], [64, 130]])
        {
            for (int bits = 1; bits < 1 << shape.Rank; bits++)
            {
                foreach (string pattern in Views.Patterns)
                {
                    View<float> view = Views.Lay<float>(pattern, shape, Views.Values<float>(shape.ElementCount, 7));
                    var one = new float[shape.Reduce(Views.Set(bits), false).ElementCount];
                    var two = new float[one.Length];
                    Reduction.Run<float, SumReducer<float>, IdentityMap<float>, Chunk512<float>>(view.Strided, Views.Set(bits), default, one);
                    Reduction.Run<float, SumReducer<float>, IdentityMap<float>, Chunk256<float>>(view.Strided, Views.Set(bits), default, two);
                    Views.SameBits<float>(one, two, $"{shape} {bits} {pattern}");
                    Reduction.Run<float, MaxReducer<float>, IdentityMap<float>, Chunk512<float>>(view.Strided, Views.Set(bits), default, one);
                    Reduction.Run<float, MaxReducer<float>, IdentityMap<float>, Chunk256<float>>(view.Strided, Views.Set(bits), default, two);
                    Views.SameBits<float>(one, two, $"{shape} {bits} {pattern}");
                }
            }
        }
    }

    private static ulong Golden<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var results = new List<T>();
        foreach (Shape shape in (Shape[])[[6, 35, 34], [1300, 3], [3, 1300], [20011], [2, 9], [9, 2], [64, 130]])
        {
            for (int bits = 0; bits < 1 << shape.Rank; bits++)
            {
                foreach (string pattern in Views.Patterns)
                {
                    View<T> view = Views.Lay<T>(pattern, shape, Views.Values<T>(shape.ElementCount, 7));
                    var result = new T[shape.Reduce(Views.Set(bits), false).ElementCount];
                    Reduction.Sum(view.Strided, Views.Set(bits), result);
                    results.AddRange(result);
                    Reduction.Variance(view.Strided, Views.Set(bits), 1, result);
                    results.AddRange(result);
                }
            }
        }

        return Views.Hash<T>([.. results]);
    }

    private static Shape ToShape(int[] lengths) => new(Array.ConvertAll(lengths, length => (nint)length));

    private static Strided<T> Of<T>(T[] x, Shape shape)
        where T : unmanaged => new(in x[0], Layout.Contiguous(shape));
}
