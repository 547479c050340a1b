namespace Autograd.Tests.Operations;

public class DropoutTests
{
    [Fact]
    public void A_share_is_dropped_and_the_rest_is_scaled_by_the_same_mask_in_both_directions()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([.. Enumerable.Range(1, 10_000).Select(i => (double)i)], [100, 100], "x");
        var y = x.Dropout(0.25, 42);
        double[] values = y.ToArray(), slopes = y.Sum().Backward()[x].ToArray();
        for (int i = 0; i < values.Length; i++) Assert.Equal((i + 1) * slopes[i], values[i]);
        Assert.All(slopes, slope => Assert.True(slope == 0 || slope == 1 / 0.75));
        Assert.InRange(slopes.Count(slope => slope == 0), 2350, 2650);
    }

    [Fact]
    public void Equal_seeds_give_equal_masks_and_others_others()
    {
        using var tape = new Tape<double>();
        var x = tape.Ones(64, 64);
        double[] first = x.Dropout(0.5, 1).ToArray();
        Assert.Equal(first, x.Dropout(0.5, 1).ToArray());
        Assert.InRange(first.Zip(x.Dropout(0.5, 2).ToArray(), (a, b) => a == b).Count(same => same), 1900, 2200);
        Assert.InRange(first.Zip(x.Dropout(0.5, 1UL << 40).ToArray(), (a, b) => a == b).Count(same => same), 1900, 2200);
        var random = new RandomGenerator(8);
        Assert.NotEqual(x.Dropout(0.5, random).ToArray(), x.Dropout(0.5, random).ToArray());
        Assert.Equal(x.Dropout(0.5, new RandomGenerator(8)).ToArray(), x.Dropout(0.5, new RandomGenerator(8)).ToArray());
    }

    /// <summary>The seed is data: a step with another one repeats the recording, and allocates nothing.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Steps_with_other_seeds_repeat_the_recording(EvaluationMode evaluation)
    {
        using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
        var parameter = new Parameter<float>("p", [64]);
        parameter.Update().Fill(1);
        ulong seed = 0;
        for (int i = 0; i < 4; i++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        float a = Step(), b = Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(a, b);

        float Step()
        {
            tape.Reset();
            var weights = tape.Arange(64f);
            return (tape.Watch(parameter).Dropout(0.5f, ++seed) * weights).Sum().Backward()[parameter].Sum().Scalar;
        }
    }

    [Fact]
    public void What_is_computed_again_is_dropped_in_the_same_places()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([.. Enumerable.Range(1, 100).Select(i => (double)i)], [100], "x");
        var y = tape.Checkpoint(h => (h * h).Dropout(0.5, 3), x);
        double[] values = y.ToArray(), slopes = y.Sum().Backward()[x].ToArray();
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i] * 2, slopes[i] * (i + 1));
    }
}
