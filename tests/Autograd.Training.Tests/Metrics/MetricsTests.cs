namespace Autograd.Training.Tests.Metrics;

/// <summary>The numbers of the examples were worked out by hand.</summary>
public class MetricsTests
{
    [Fact]
    public void A_confusion_matrix_gives_accuracy_precision_recall_and_F1()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add<float>([0, 0, 0, 1, 1], [3, 1, 1, 1, 2, 0, 0, 5, 1, 0, 2, 1, 1, 4, 0]);
        matrix.Add(2, 2);
        Assert.Equal((1, 2, 0, 0, 2, 0, 0, 0, 1), (matrix[0, 0], matrix[0, 1], matrix[0, 2], matrix[1, 0], matrix[1, 1], matrix[1, 2], matrix[2, 0], matrix[2, 1], matrix[2, 2]));
        Assert.Equal((6, 4 / 6.0), (matrix.Count, matrix.Accuracy));
        Assert.Equal((1, 1 / 3.0), (matrix.Precision(0), matrix.Recall(0)));
        Assert.Equal((0.5, 1), (matrix.Precision(1), matrix.Recall(1)));
        Assert.Equal((1.0, 1.0, 1.0), (matrix.Precision(2), matrix.Recall(2), matrix.F1(2)));
        Assert.Equal(0.5, matrix.F1(0), 1e-15);
        Assert.Equal(2 / 3.0, matrix.F1(1), 1e-15);
        Assert.Equal(0.5 + (2 / 3.0) + 1, 3 * matrix.MeanF1, 1e-14);
        Assert.Equal(
            "class 0 1 2  precision  recall     F1\n    0 1 2 0      1.000   0.333  0.500\n    1 0 2 0      0.500   1.000  0.667\n    2 0 0 1      1.000   1.000  1.000\naccuracy 0.6667 of 6 examples\n",
            matrix.ToString());
        matrix.Clear();
        Assert.Equal((0, 0.0, 0.0), (matrix.Count, matrix.Accuracy, matrix.MeanF1));
    }

    [Fact]
    public void Scores_that_are_equal_or_no_numbers_have_one_meaning()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add<double>([0, 0, 0], [1, 1, 0, double.NaN, 0, 1, double.NaN, double.NaN, double.NaN]);
        Assert.Equal((2, 0, 1), (matrix[0, 0], matrix[0, 1], matrix[0, 2]));
    }

    [Fact]
    public void Classes_and_lengths_are_checked_before_anything_is_counted()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.Throws<ArgumentException>(() => matrix.Add<float>([0], [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add<float>([0, 2], [1, 2, 3, 4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Precision(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(int.MaxValue));
        Assert.Equal(0, matrix.Count);
    }

    [Fact]
    public void Regression_metrics_do_not_depend_on_the_batches()
    {
        var metrics = new RegressionMetrics();
        Assert.True(double.IsNaN(metrics.MeanAbsoluteError) && double.IsNaN(metrics.RSquared));
        metrics.Add<float>([3, -0.5f], [2.5f, 0]);
        metrics.Add<float>([2, 7], [2, 8]);
        Assert.Equal((4, 0.5, 0.375, Math.Sqrt(0.375)), (metrics.Count, metrics.MeanAbsoluteError, metrics.MeanSquaredError, metrics.RootMeanSquaredError));
        Assert.Equal(1 - (1.5 / 29.1875), metrics.RSquared, 1e-15);
        metrics.Clear();
        metrics.Add<double>([1e9 + 1, 1e9 + 2, 1e9 + 3], [1e9 + 2, 1e9 + 2, 1e9 + 2]);
        Assert.Equal(0, metrics.RSquared, 1e-15);
        metrics.Clear();
        metrics.Add<double>([5, 5], [5, 6]);
        Assert.True(double.IsNaN(metrics.RSquared));
        Assert.Throws<ArgumentException>(() => metrics.Add<double>([5, 5], [5]));
    }

    [Fact]
    public void A_training_that_gets_no_better_is_over()
    {
        var stopping = new EarlyStopping(patience: 2, least: 0.1);
        bool[] best = [.. ((double[])[1, 0.95, 0.8, double.NaN, 0.75]).Select(stopping.IsBest)];
        Assert.Equal([true, false, true, false, false], best);
        Assert.Equal((0.8, 2, true), (stopping.Best, stopping.Waited, stopping.IsOver));
        Assert.True(stopping.IsBest(0.5));
        Assert.False(stopping.IsOver);
        var blind = new EarlyStopping(1);
        Assert.False(blind.IsBest(double.NaN));
        Assert.True(blind.IsOver);
        Assert.True(blind.IsBest(double.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(1, double.NaN));
    }

    [Fact]
    public void What_it_waits_for_can_be_kept_where_a_training_goes_on_later()
    {
        double[] losses = [1, 0.95, 0.8, 0.9, 0.75, 0.7, 0.69, 0.68];
        for (int stop = 0; stop < losses.Length; stop++)
        {
            EarlyStopping original = new(patience: 2, least: 0.1), resumed = new(patience: 2, least: 0.1);
            foreach (double loss in losses[..stop]) original.IsBest(loss);
            (resumed.Best, resumed.Waited) = (original.Best, original.Waited);
            foreach (double loss in losses[stop..]) Assert.Equal((original.IsBest(loss), original.IsOver), (resumed.IsBest(loss), resumed.IsOver));
        }

        var stopping = new EarlyStopping(1);
        Assert.StartsWith("EarlyStopping: the best loss is NaN; a number is expected.", Assert.Throws<ArgumentOutOfRangeException>(() => stopping.Best = double.NaN).Message, StringComparison.Ordinal);
        Assert.StartsWith("EarlyStopping: the number of losses waited for is -1; it must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => stopping.Waited = -1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_keeps_its_curves()
    {
        var history = new History();
        history.Report(new TrainingStep(1, 4, 0.5));
        history.Report(new TrainingStep(2, 4, 0.25, Epoch: 1));
        history.Add("accuracy, \"test\"", 2, 1 / 3.0);
        Assert.Equal(["loss", "accuracy, \"test\""], history.Names);
        Assert.Equal([new HistoryPoint(1, 0.5), new HistoryPoint(2, 0.25)], history["loss"]);
        Assert.Empty(history["other"]);
        Assert.Equal("name,step,value\nloss,1,0.5\nloss,2,0.25\n\"accuracy, \"\"test\"\"\",2,0.3333333333333333\n", history.ToCsv());
        Assert.Contains(">accuracy, &quot;test&quot;<", history.ToChart("t").ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", history.ToChart("t", "loss").ToSvg(), StringComparison.Ordinal);
        Assert.Equal("step 2 of 4, epoch 1: loss 0.25", new TrainingStep(2, 4, 0.25, 1).ToString());
        Assert.Equal((0.5, 0, 1), (new TrainingStep(2, 4, 0).Fraction, new TrainingStep(2, 0, 0).Fraction, new TrainingStep(5, 4, 0).Fraction));
    }
}
