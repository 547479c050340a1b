namespace Autograd.Training.Tests.Optimizers;

public class MovingAverageTests
{
    /// <summary>θ = 1, 3, 7 with δ = 0.5, from 1: 2, 4.5. Debiased: (0.5·3) / 0.5 = 3, then (0.25·3 + 0.5·7) / 0.75.</summary>
    [Theory]
    [InlineData(false, 2, 4.5)]
    [InlineData(true, 3, 4.25 / 0.75)]
    public void Two_updates_worked_by_hand(bool debiased, double first, double second)
    {
        var parameter = new Parameter<double>("θ", [1], [1]);
        var average = new MovingAverage<double>([parameter], decay: 0.5, debiased);
        Assert.Equal(("θ.average", 1), (average.Averages[0].Name, average.Averages[0].Values[0]));
        Set(parameter, 3);
        average.Update();
        Assert.Equal(first, average.Averages[0].Values[0]);
        Set(parameter, 7);
        average.Update();
        Assert.Equal(second, average.Averages[0].Values[0], 1e-15);
        Assert.Equal("MovingAverage: decay 0.5, 1 parameters, 2 updates made", average.ToString());
    }

    /// <summary>Debiased it is Adam's mean over 1 − δᵗ.</summary>
    [Fact]
    public void Debiased_it_is_the_weighted_mean_of_all_that_was_seen()
    {
        const double decay = 0.9;
        var parameter = new Parameter<double>("θ", [1], [1e6]);
        var average = new MovingAverage<double>([parameter], decay, debiased: true);
        double mean = 0;
        for (int t = 1; t <= 50; t++)
        {
            Set(parameter, Math.Sin(t));
            average.Update();
            mean = (decay * mean) + ((1 - decay) * Math.Sin(t));
            Assert.Equal(mean / (1 - Math.Pow(decay, t)), average.Averages[0].Values[0], 1e-14);
        }
    }

    [Fact]
    public void Swapped_the_parameters_hold_the_averages_until_they_are_swapped_back()
    {
        var parameter = new Parameter<float>("θ", [2], [1, 2]);
        var average = new MovingAverage<float>([parameter], decay: 0.5f);
        parameter.Update().Fill(4);
        average.Update();
        using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var pending = tape.Watch(parameter) * 2;
        average.Swap();
        Assert.True(average.IsSwapped);
        Assert.Equal([2.5f, 3], parameter.Values.ToArray());
        Assert.Equal([4, 4], average.Averages[0].Values.ToArray());
        Assert.Throws<InvalidOperationException>(() => pending.ToArray());
        Assert.StartsWith("MovingAverage: the parameters hold the averages", Assert.Throws<InvalidOperationException>(average.Update).Message, StringComparison.Ordinal);
        average.Swap();
        Assert.Equal([4, 4], parameter.Values.ToArray());
        Assert.Equal([2.5f, 3], average.Averages[0].Values.ToArray());
        Assert.False(average.IsSwapped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_averaging_and_swapping_allocate_nothing(bool debiased)
    {
        var problem = new Problem<float>();
        var optimizer = new Adam<float>(problem.Parameters);
        var average = new MovingAverage<float>(problem.Parameters, 0.9, debiased);
        using var tape = new Tape<float>();
        Assert.Equal(0, Allocations.Least(10, () =>
        {
            optimizer.Step(problem.Backward(tape, 1));
            average.Update();
            average.Swap();
            average.Swap();
        }));
    }

    [Fact]
    public void Averages_and_the_count_are_all_that_there_is_to_keep()
    {
        Problem<double> problem = new();
        MovingAverage<double> original = new(problem.Parameters, 0.9, debiased: true), resumed = new(problem.Parameters, 0.9, debiased: true);
        for (int step = 0; step < 10; step++)
        {
            problem.Parameters[1].Update()[step % 3] += step;
            original.Update();
            if (step > 4) resumed.Update();
            if (step != 4) continue;
            for (int k = 0; k < 4; k++) original.Averages[k].Values.CopyTo(resumed.Averages[k].Update());
            resumed.UpdateCount = original.UpdateCount;
        }

        Assert.Equal(original.Averages.SelectMany(average => average.Values.ToArray()), resumed.Averages.SelectMany(average => average.Values.ToArray()));
        Assert.NotEqual(problem.Values, original.Averages.SelectMany(average => average.Values.ToArray()));
    }

    [Fact]
    public void What_is_given_is_checked()
    {
        var parameter = new Parameter<double>("θ", [1]);
        Assert.StartsWith("MovingAverage: no parameter was given", Assert.Throws<ArgumentException>(() => new MovingAverage<double>([])).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "MovingAverage: the decay is 1; it must be 0 or more and below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverage<double>([parameter], 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverage<double>([parameter]).UpdateCount = -1);
    }

    private static void Set(Parameter<double> parameter, double value) => parameter.Update()[0] = value;
}
