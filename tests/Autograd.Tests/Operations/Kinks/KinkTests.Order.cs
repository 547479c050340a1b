namespace Autograd.Tests.Operations;

/// <content>Sorted elements, products, norms of any order, running extrema.</content>
public partial class KinkTests
{
    [Fact]
    public void Sort_is_stable_and_puts_NaN_last()
    {
        Check(x => x.Sort(0) * x.Tape.Constant([1.0, 2, 3, 4]), [3, 1, 3, 1], [1, 2, 9, 12], [3, 1, 4, 2]);
        Check(x => x.Sort(0, descending: true) * x.Tape.Constant([1.0, 2, 3, 4]), [3, 1, 3, 1], [3, 6, 3, 4], [1, 3, 2, 4]);
        Check(x => x.Sort(0), [NaN, Inf, -Inf, NaN, 2], [-Inf, 2, Inf, NaN, NaN], [1, 1, 1, 1, 1]);
        Check(x => x.Sort(0, descending: true), [1, NaN, Inf], [NaN, Inf, 1], [1, 1, 1]);
        using var tape = new Tape<double>();
        Assert.Equal([0, 1, 2, 3], tape.Constant([0.0, -0.0, 0, -0.0]).ArgSort(0).Values.ToArray());
        Assert.Equal([1, 3, 0, 2], tape.Constant([2, NaN, 1, NaN]).ArgSort(0, descending: true).Values.ToArray());
    }

    /// <summary>Against the sort of the base library, which is stable in LINQ; many equal ones.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Orders_of_many_equal_elements_are_those_of_a_stable_sort(int length)
    {
        var random = new SplitMix64(5);
        double[] x = [.. Enumerable.Range(0, length).Select(_ => (double)(random.Next() % 7))];
        int[] ascending = [.. Enumerable.Range(0, length).OrderBy(i => x[i])], descending = [.. Enumerable.Range(0, length).OrderBy(i => -x[i])];
        using var tape = new Tape<double>();
        Variable<double> row = tape.Constant(x), column = row.Reshape(length, 1).BroadcastTo(length, 2);
        Assert.Equal(ascending, row.ArgSort(0).Values.ToArray());
        Assert.Equal(descending, row.ArgSort(0, descending: true).Values.ToArray());
        Assert.Equal(descending.SelectMany(i => (int[])[i, i]), column.ArgSort(0, descending: true).Values.ToArray());
        for (int count = 0; count <= Math.Min(length, 40); count++)
        {
            Assert.Equal(descending.Take(count), row.TopK(count, 0).Indices.Values.ToArray());
            Assert.Equal(ascending.Take(count), row.TopK(count, 0, largest: false).Indices.Values.ToArray());
        }
    }

    /// <summary>Long rows are sorted by the bits of their elements: numbers of every size and sign, infinite ones, NaN of either sign.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    public void Numbers_of_every_size_are_in_order(int length)
    {
        Ordered<float>();
        Ordered<double>();

        void Ordered<T>()
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var random = new SplitMix64(11);
            T[] x = [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, (40 * random.NextDouble()) - 20)))];
            (x[1], x[5], x[9], x[13], x[17], x[21], x[25]) = (T.PositiveInfinity, T.NegativeInfinity, T.NaN, -T.NaN, T.Zero, T.NegativeZero, T.Epsilon);
            int[] expected = [.. Enumerable.Range(0, length).OrderBy(i => T.IsNaN(x[i])).ThenBy(i => x[i])];
            using var tape = new Tape<T>();
            Assert.Equal(expected, tape.Constant(x).ArgSort(0).Values.ToArray());
            int[] down = [.. Enumerable.Range(0, length).OrderByDescending(i => T.IsNaN(x[i])).ThenByDescending(i => x[i])];
            Assert.Equal(down, tape.Constant(x).ArgSort(0, descending: true).Values.ToArray());
        }
    }

    [Fact]
    public void TopK_and_KthLargest_give_ties_to_the_first_and_count_NaN_as_the_largest()
    {
        Check(x => x.TopK(2, 0).Values, [1, 3, 3, 3], [3, 3], [0, 1, 1, 0]);
        Check(x => x.TopK(2, 0).Values, [1, NaN, 3, 3], [NaN, 3], [0, 1, 1, 0]);
        Check(x => x.TopK(2, 0, largest: false).Values, [1, NaN, 1, 3], [1, 1], [1, 0, 1, 0]);
        Check(x => x.KthLargest(1, 0), [1, NaN, 3], [NaN], [0, 1, 0]);
        Check(x => x.KthLargest(2, 0), [3, 3, 3], [3], [0, 1, 0]);
        Check(x => x.Sqrt().TopK(1, 0).Values, [0, 4], [2], [0, 0.25]);
    }

    [Fact]
    public void Median_and_Quantile_between_two_and_with_NaN()
    {
        Check(x => x.Median(), [4, 1, 3, 2], [2.5], [0, 0, 0.5, 0.5]);
        Check(x => x.Median(), [4, 1, 3], [3], [0, 0, 1]);
        Check(x => x.Median(), [2, 2, 2], [2], [0, 1, 0]);
        Check(x => x.Median(), [4, NaN, 3], [NaN], [0, 1, 0]);
        Check(x => x.Median(), [Inf, 1, Inf], [Inf], [1, 0, 0]);
        Check(x => x.Quantile(0.75), [0, 10, 20, 30], [22.5], [0, 0, 0.75, 0.25]);
        Check(x => x.Quantile(1), [0, Inf, 20], [Inf], [0, 1, 0]);
        Check(x => x.Quantile(0), [3, 1, 1], [1], [0, 1, 0]);
    }

    [Fact]
    public void Product_with_zeros_is_exact_in_every_order()
    {
        Check(x => x.Product(), [2, 0, 3, 4], [0], [0, 24, 0, 0]);
        Check(x => x.Product(), [2, 0, 0, 4], [0], [0, 0, 0, 0]);
        Check(x => x.Product(), [0], [0], [1]);
        Check(x => x.Product(), [], [1], []);
        Check(x => x.Reshape(2, 2).Product(1), [0, 3, 2, 5], [0, 10], [3, 0, 5, 2]);
        Check(x => x.Reshape(2, 2).Product([0, 1], keep: true).Flatten(), [0, 3, 2, 5], [0], [30, 0, 0, 0]);
        CheckSecond(x => x.Product(), [2, 0, 0, 4], [0, 8, 8, 0]);
        GradientReport report = GradientCheck.Check(x => x.Product(), [2, 0, 0, 4, 0.5, 0], [6], new GradientCheckOptions { Order = 3 });
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void Sums_and_means_without_NaN()
    {
        Check(x => x.NanSum(), [1, NaN, 3], [4], [1, 0, 1]);
        Check(x => x.NanSum(), [NaN], [0], [0]);
        Check(x => x.NanMean(), [1, NaN, 3], [2], [0.5, 0, 0.5]);
        Check(x => x.NanMean(), [NaN], [NaN], [0]);
        Check(x => x.Sqrt().NanSum(), [-1, 4], [2], [0, 0.25]);
    }

    [Fact]
    public void Norms_of_any_order()
    {
        Check(x => x.PNorm(3), [0, 0], [0], [0, 0]);
        Check(x => x.PNorm(1), [0, -2], [2], [0, -1]);
        Check(x => x.PNorm(2), [3, -4], [5], [0.6, -0.8]);
        Check(x => x.PNorm(Inf), [3, -4, 4], [4], [0, -0.5, 0.5]);
        Check(x => x.PNorm(3), [], [0], []);
        Check(x => x.PNorm(Inf), [], [0], []);
        Check(x => x.PNorm(3), [0, -2], [2], [0, -1], 1e-15);
        Check(x => x.PNorm(3), [1, -Inf], [Inf], [0, -1]);
        Check(x => x.PNorm(3), [1, NaN], [NaN], [NaN, NaN]);
        Check(x => x.PNorm(3) / 1e200, [1e200, 0], [1], [1e-200, 0], 1e-14);
        Check(x => x.PNorm(3) * 1e300, [1e-310, 0], [1e-10], [1e300, 0], 1e-10);
        Check(x => x.PNorm(0.5), [4, 9], [25], [2.5, 5 / 3.0]);
        CheckSecond(x => x.PNorm(3), [0, 0], [NaN, NaN]);
        CheckSecond(x => x.PNorm(3), [0, 2], [0, 0]);
        CheckSecond(x => x.PNorm(1.5), [0, 2], [NaN, NaN]);
    }

    [Fact]
    public void Running_extrema_give_ties_to_the_first_and_keep_NaN()
    {
        Check(x => x.CumulativeMax(0), [1, 3, 3, 2, 4], [1, 3, 3, 3, 4], [1, 3, 0, 0, 1]);
        Check(x => x.CumulativeMin(0), [3, 1, 1, 2, 0], [3, 1, 1, 1, 0], [1, 3, 0, 0, 1]);
        Check(x => x.CumulativeMax(0), [1, NaN, 3, NaN], [1, NaN, NaN, NaN], [1, 3, 0, 0]);
        Check(x => x.CumulativeMin(0), [-Inf, NaN, 3], [-Inf, NaN, NaN], [1, 2, 0]);
    }

    [Fact]
    public void LogCumulativeSumExp_of_minus_infinity_and_of_infinity()
    {
        double half = Math.Log(2);
        Check(x => x.LogCumulativeSumExp(0), [-Inf, -Inf], [-Inf, -Inf], [0, 0]);
        Check(x => x.LogCumulativeSumExp(0), [-Inf, 3, 3], [-Inf, 3, 3 + half], [0, 1.5, 0.5]);
        Check(x => x.LogCumulativeSumExp(0), [1000, 1000], [1000, 1000 + half], [1.5, 0.5], 1e-12);
        Check(x => x.LogCumulativeSumExp(0), [1, Inf, 2], [1, Inf, Inf], [NaN, NaN, 0]);
        Check(x => x.LogCumulativeSumExp(0), [1, NaN], [1, NaN], [NaN, NaN]);
        CheckSecond(x => x.LogCumulativeSumExp(0), [-Inf, -Inf], [0, 0]);
    }

    [Fact]
    public void Differences_and_integrals()
    {
        Check(x => x.Difference(0), [1, 4, 9], [3, 5], [-1, 0, 1]);
        Check(x => x.Difference(0, 2), [1, 4, 9], [2], [1, -2, 1]);
        Check(x => x.Difference(0, 3), [1, 4, 9], [], [0, 0, 0]);
        Check(x => x.Trapezoid(0, 2), [1, 4, 9], [18], [1, 2, 1]);
        Check((y, p) => y.Trapezoid(0, p), [1, 4, 9], [0, 1, 3], [15.5], [0.5, 1.5, 1], [-2.5, -4, 6.5]);
        Check(x => x.Trapezoid(0, 2), [1], [0], [0]);
    }
}
