namespace Autograd.Tests.Operations;

/// <content>Elements chosen, written and moved.</content>
public partial class KinkTests
{
    [Fact]
    public void Of_several_writes_to_one_place_the_last_stays_and_takes_the_cotangent()
    {
        Check((a, b) => a.Scatter(0, [1, 1, 0], b), [1, 2, 3], [4, 5, 6], [6, 5, 3], [0, 0, 1], [0, 1, 1]);
        Check((a, b) => a.ScatterAlong(0, a.Tape.Indices([2, 2]), b), [1, 2, 3], [4, 5], [1, 2, 5], [1, 1, 0], [0, 1]);
        Check((a, b) => a.Reshape(2, 2).IndexPut([a.Tape.Indices([1, 1]), a.Tape.Indices([0, 0])], b).Flatten(), [1, 2, 3, 4], [5, 6], [1, 2, 6, 4], [1, 1, 0, 1], [0, 1]);
    }

    [Fact]
    public void What_was_overwritten_contributes_0_even_through_an_infinite_slope()
    {
        Check((a, b) => a.Sqrt().Scatter(0, [0, 0], b.Log()), [0, 4], [0, 1], [0, 2], [0, 0.25], [0, 1]);
        Check(x => x.Sqrt().MaskedFill(x.EqualTo(0.0), 7), [0, 4], [7, 2], [0, 0.25]);
        Check(x => x.Sqrt().MaskedSelect(x > 0.0), [0, 4], [2], [0, 0.25]);
        Check(x => x.Sqrt().Reshape(2, 2).Tril().Flatten(), [4, 0, 4, 4], [2, 0, 2, 2], [0.25, 0, 0.25, 0.25]);
        Check(x => x.Sqrt().Reshape(2, 2).Diagonal(), [4, 0, 0, 4], [2, 2], [0.25, 0, 0, 0.25]);
        Check(x => x.Sqrt().GatherAlong(0, x.Tape.Indices([1, 1])), [0, 4], [2, 2], [0, 0.5]);
        Check(x => x.Sqrt().Unfold(0, 2, 3), [4, 4, 0, 4, 4], [2, 2, 2, 2], [0.25, 0.25, 0, 0.25, 0.25]);
        Check(x => x.Sqrt().Split(0, 1, 1)[1], [0, 4], [2], [0, 0.25]);
    }

    [Fact]
    public void Segments_without_elements_are_0_or_minus_infinity_and_ties_share()
    {
        Check(x => x.SegmentSum(0, x.Tape.Indices([2, 0, 2]), 4), [1, 2, 3], [2, 0, 4, 0], [1, 1, 1]);
        Check(x => x.SegmentMean(0, x.Tape.Indices([2, 0, 2]), 4), [1, 2, 3], [2, 0, 2, 0], [0.5, 1, 0.5]);
        Check(x => x.SegmentMax(0, x.Tape.Indices([2, 0, 2]), 4), [3, 2, 3], [2, -Inf, 3, -Inf], [0.5, 1, 0.5]);
        Check(x => x.SegmentMax(0, x.Tape.Indices([0, 0, 1]), 2), [3, NaN, 4], [NaN, 4], [0, 1, 1]);
    }

    [Fact]
    public void What_is_scattered_to_one_place_is_reduced_with_what_is_there_or_without()
    {
        const double third = 1 / 3.0;
        Reduce(ScatterReduction.Sum, true, [7, 11, 3], [1, 1, 1], [1, 1, 1]);
        Reduce(ScatterReduction.Sum, false, [6, 9, 3], [0, 0, 1], [1, 1, 1]);
        Reduce(ScatterReduction.Mean, true, [3.5, 11 / 3.0, 3], [0.5, third, 1], [third, third, 0.5]);
        Reduce(ScatterReduction.Mean, false, [6, 4.5, 3], [0, 0, 1], [0.5, 0.5, 1]);
        Reduce(ScatterReduction.Product, true, [6, 40, 3], [6, 20, 1], [10, 8, 1]);
        Reduce(ScatterReduction.Product, false, [6, 20, 3], [0, 0, 1], [5, 4, 1]);
        Reduce(ScatterReduction.Maximum, true, [6, 5, 3], [0, 0, 1], [0, 1, 1]);
        Reduce(ScatterReduction.Maximum, false, [6, 5, 3], [0, 0, 1], [0, 1, 1]);
        Reduce(ScatterReduction.Minimum, true, [1, 2, 3], [1, 1, 1], [0, 0, 0]);
        Reduce(ScatterReduction.Minimum, false, [6, 4, 3], [0, 0, 1], [1, 0, 1]);

        static void Reduce(ScatterReduction reduction, bool own, double[] value, double[] gradient, double[] ofUpdates)
        {
            Check((a, b) => a.ScatterReduce(0, [1, 1, 0], b, reduction, own), [1, 2, 3], [4, 5, 6], value, gradient, ofUpdates);
            Check((a, b) => a.ScatterReduceAlong(0, a.Tape.Indices([1, 1, 0]), b, reduction, own), [1, 2, 3], [4, 5, 6], value, gradient, ofUpdates);
        }
    }

    [Fact]
    public void Scattered_extrema_share_ties_and_scattered_products_are_exact_with_zeros()
    {
        Check((a, b) => a.ScatterReduce(0, [0, 0], b, ScatterReduction.Maximum), [4], [4, 4], [4], [1 / 3.0], [1 / 3.0, 1 / 3.0]);
        Check((a, b) => a.ScatterReduce(0, [0, 0], b, ScatterReduction.Minimum, includeSelf: false), [-Inf], [4, 4], [4], [0], [0.5, 0.5]);
        Check((a, b) => a.ScatterReduce(0, [0, 0], b, ScatterReduction.Maximum, includeSelf: false), [NaN], [-Inf, -Inf], [-Inf], [0], [0.5, 0.5]);
        Check((a, b) => a.ScatterReduce(0, [0, 1], b, ScatterReduction.Minimum), [1, NaN], [NaN, 2], [NaN, NaN], [0, 1], [1, 0]);
        Check((a, b) => a.ScatterReduce(0, [0, 0, 1], b, ScatterReduction.Product), [5, 0], [0, 3, 0], [0, 0], [0, 0], [15, 0, 0]);
        Check((a, b) => a.ScatterReduce(0, [0, 1], b, ScatterReduction.Product), [Inf, 2], [3, 0], [Inf, 0], [3, 0], [Inf, 2]);
        CheckSecond(x => x.Tape.Ones(1).ScatterReduce(0, [0, 0, 0], x, ScatterReduction.Product), [0, 0, 3], [3, 3, 0]);
        CheckSecond(x => x.Tape.Ones(1).ScatterReduce(0, [0, 0, 0], x, ScatterReduction.Product), [2, 0, 3], [3, 5, 2]);
    }

    [Fact]
    public void What_a_scattered_value_replaced_or_beat_contributes_0_even_through_an_infinite_slope()
    {
        foreach (ScatterReduction reduction in Enum.GetValues<ScatterReduction>())
        {
            Check((a, b) => a.Sqrt().ScatterReduce(0, [0], b, reduction, includeSelf: false), [0, 4], [7], [7, 2], [0, 0.25], [1]);
        }

        Check((a, b) => a.Sqrt().ScatterReduce(0, [0], b, ScatterReduction.Maximum), [0, 4], [7], [7, 2], [0, 0.25], [1]);
        Check((a, b) => a.Sqrt().ScatterReduce(0, [0], b, ScatterReduction.Minimum), [4, 4], [-1], [-1, 2], [0, 0.25], [1]);
    }

    /// <summary>Indices that are computed are looked at when they are read.</summary>
    [Fact]
    public void Reductions_take_computed_indices()
    {
        foreach (EvaluationMode evaluation in Enum.GetValues<EvaluationMode>())
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
            Variable<double> x = tape.Variable([1.0, 2, 3], [3], "x"), u = tape.Variable([3.0, 1, 2, 5], [2, 2], "u");
            var y = x.ScatterReduce(0, u.ArgMax(1), u.Max([1]), ScatterReduction.Product);
            Assert.Equal([3.0, 10, 3], y.ToArray());
            Assert.Equal([1.0, 0, 0, 2], y.Sum().Backward()[u].ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => tape.Variable([1.0], [1], "s").ScatterReduce(0, u.ArgMax(1), u.Max([1]), ScatterReduction.Product).ToArray());
        }
    }

    /// <summary>What no element comes to is 0 in a value; −0, to which nothing came, is for cotangents.</summary>
    [Fact]
    public void Zeros_of_values_are_positive()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 2], [2], "x"), negative = tape.Variable([-0.0, -0.0], [2], "n");
        Variable<double>[] results =
        [
            x.SegmentSum(0, tape.Indices([0, 0]), 2), negative.SegmentSum(0, tape.Indices([0, 0]), 2), x.SegmentMean(0, tape.Indices([0, 0]), 2), x.DiagonalMatrix(), x.Reshape(1, 2).Tril(), x.Reshape(1, 2).Triu(1),
            x.Reshape(2, 1).Fold(0, 3), tape.Indices([1]).OneHot(2), x.MaskedFill(x, 0),
        ];
        foreach (Variable<double> result in results) Assert.DoesNotContain(result.ToArray(), value => value == 0 && double.IsNegative(value));
    }

    /// <summary>A long sum in float keeps its digits.</summary>
    [Fact]
    public void Long_scattered_sums_and_overlapping_windows_are_compensated()
    {
        const int count = 1 << 16;
        using var tape = new Tape<float>();
        var updates = tape.Full([count], 0.1f);
        double exact = count * (double)0.1f;
        Assert.Equal(1, tape.Zeros(1).ScatterAddAlong(0, tape.Indices(new int[count]), updates).Scalar / exact, 1e-6);
        Assert.Equal(1, tape.Zeros(1, 2).ScatterAddAlong(0, tape.Indices(new int[count], [count / 2, 2]), updates.Reshape(count / 2, 2))[0, 1].Scalar / exact * 2, 1e-6);
        Assert.Equal(1, updates.SegmentSum(0, tape.Indices(new int[count]), 1).Scalar / exact, 1e-6);
        Assert.Equal(1, tape.Full([4096, 4096], 0.1f).Fold(0, 8191)[4095].Scalar / (4096 * (double)0.1f), 1e-6);
    }

    [Fact]
    public void A_mask_is_read_when_its_elements_are_selected()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        double[] numbers = [1, -2, 3];
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Variable(numbers, [3], "x");
            var chosen = x.MaskedSelect(x > 0.0);
            int count = numbers.Count(n => n > 0);
            Assert.Equal(new Shape(count), chosen.Shape);
            Assert.Equal(numbers.Where(n => n > 0), chosen.ToArray());
            Assert.Equal(count, chosen.Sum().Backward()[x].ToArray().Sum());
            numbers[step] = -numbers[step];
        }
    }

    /// <summary>A mask of as many places elsewhere is no other recording, and each example has its own.</summary>
    [Fact]
    public void Each_example_is_selected_by_its_own_mask()
    {
        using var tape = new Tape<double>();
        var batch = tape.Variable([1.0, -2, 3, -4, 5, 6], [2, 3], "x");
        Assert.Equal([1, 3, 5, 6], Differentiate.Vectorize(x => x.MaskedSelect(x > 0.0), batch).ToArray());
        batch = tape.Variable([1.0, -2, 3, 4, 5, 6], [2, 3], "x");
        Assert.Throws<ArgumentException>(() => Differentiate.Vectorize(x => x.MaskedSelect(x > 0.0), batch));
        Assert.Equal([1.0], tape.Variable([1.0, -1], [2]).MaskedSelect(tape.Constant([double.NaN, 0], [2])).ToArray());
    }

    [Fact]
    public void Whole_rows_and_columns_are_moved()
    {
        Check(x => x.Reshape(2, 2).Tile(1, 2).Flatten(), [1, 2, 3, 4], [1, 2, 1, 2, 3, 4, 3, 4], [2, 2, 2, 2]);
        Check(x => x.Reshape(2, 2).Repeat(1, 2).Flatten(), [1, 2, 3, 4], [1, 1, 2, 2, 3, 3, 4, 4], [2, 2, 2, 2]);
        Check(x => x.Roll(0, 1), [1, 2, 3], [3, 1, 2], [1, 1, 1]);
        Check(x => x.Roll(0, int.MinValue), [1, 2, 3], [3, 1, 2], [1, 1, 1]);
        Check(x => x.Chunk(0, 2)[0], [1, 2, 3], [1, 2], [1, 1, 0]);
        Check(x => x.Reshape(4, 1, 1).PixelShuffle(2).Flatten(), [1, 2, 3, 4], [1, 2, 3, 4], [1, 1, 1, 1]);
        Check(x => x.Reshape(1, 2, 4).PixelUnshuffle(2).Flatten(), [1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 2, 4, 5, 7, 6, 8], [1, 1, 1, 1, 1, 1, 1, 1]);
        Check(x => x.Unfold(0, 2).Flatten(), [1, 2, 3], [1, 2, 2, 3], [1, 2, 1]);
        Check(x => x.Reshape(2, 2).Fold(0, 3), [1, 2, 3, 4], [1, 5, 4], [1, 1, 1, 1]);
        Check(x => x.DiagonalMatrix(-1).Flatten(), [1, 2], [0, 0, 0, 1, 0, 0, 0, 2, 0], [1, 1]);
        Check(x => x.Reshape(2, 3).Diagonal(1), [1, 2, 3, 4, 5, 6], [2, 6], [0, 1, 0, 0, 0, 1]);
        Check(x => x.Reshape(2, 3).Triu().Flatten(), [1, 2, 3, 4, 5, 6], [1, 2, 3, 0, 5, 6], [1, 1, 1, 0, 1, 1]);
        Check(x => x.Reshape(2, 3).Tril(1).Flatten(), [1, 2, 3, 4, 5, 6], [1, 2, 0, 4, 5, 6], [1, 1, 0, 1, 1, 1]);
    }

    /// <summary>Numbers as PyTorch's functions of these names give them.</summary>
    [Fact]
    public void Images_are_interpolated_and_sampled()
    {
        Check(x => x.Interpolate([6]), [1, 2, 3], [1, 1, 2, 2, 3, 3], [2, 2, 2]);
        Check(x => x.Interpolate([2]), [1, 2, 3, 4], [2, 4], [0, 1, 0, 1]);
        Check(x => x.Interpolate([4], Interpolation.Linear), [1, 3], [1, 1.5, 2.5, 3], [2, 2]);
        Check(x => x.Interpolate([5], Interpolation.Linear, alignCorners: true), [1, 2, 3], [1, 1.5, 2, 2.5, 3], [1.5, 2, 1.5]);
        Check(x => x.Interpolate([2], Interpolation.Linear), [1, 2, 3, 4], [1.5, 3.5], [0.5, 0.5, 0.5, 0.5]);
        Check(
            (x, points) => x.Reshape(1, 1, 2, 2).GridSample(points.Reshape(1, 1, 3, 2)).Flatten(), [1, 2, 3, 4], [0, 0, -1, -1, 0.5, -0.25], [2.5, 0.25, 2.5], [0.5, 1, 0.25, 0.5], [1, 2, 0.5, 0.5, -2.5, 2]);
        Check((x, points) => x.Reshape(1, 1, 2, 2).GridSample(points.Reshape(1, 1, 1, 2)).Flatten(), [Inf, 2, 3, 4], [5, 5], [0], [0, 0, 0, 0], [0, 0]);
    }
}
