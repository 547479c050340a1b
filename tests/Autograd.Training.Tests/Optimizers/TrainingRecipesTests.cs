namespace Autograd.Training.Tests.Optimizers;

/// <summary>Schedules, limits and sums of gradients with an optimizer, as a user puts them together.</summary>
public class TrainingRecipesTests
{
    [Fact]
    public void Warming_up_and_decaying_gives_the_numbers_of_PyTorch()
    {
        Schedule schedule = new WarmUp(0.05, steps: 20, start: 0.005).Then(20, new CosineDecay(0.05, steps: 80, end: 0.001));
        var problem = new Problem<double>();
        var optimizer = new AdamW<double>(problem.Parameters, weightDecay: 0.1);
        using var tape = new Tape<double>();
        Compare("scheduled", problem, step =>
        {
            optimizer.LearningRate = schedule.RateAt(optimizer.StepCount);
            optimizer.Step(problem.Backward(tape, step));
        });
    }

    [Fact]
    public void Clipping_by_value_between_Backward_and_Step_gives_the_numbers_of_PyTorch()
    {
        var problem = new Problem<double>();
        var optimizer = new GradientDescent<double>(problem.Parameters, 0.05, momentum: 0.9);
        var buffer = new GradientBuffer<double>(problem.Parameters);
        using var tape = new Tape<double>();
        Compare("clipped by value", problem, step =>
        {
            buffer.Set(problem.Backward(tape, step));
            buffer.ClipByValue(0.2);
            optimizer.Step(buffer);
        });
    }

    /// <summary>In one line for one optimizer; by a buffer for the norm over several.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Clipping_by_norm_gives_the_expected_numbers(bool severalOptimizers)
    {
        var problem = new Problem<double>();
        Parameter<double>[] all = problem.Parameters;
        GradientDescent<double> one = new(all, 0.05, momentum: 0.9), first = new(all[..1], 0.05, momentum: 0.9), others = new(all[1..], 0.05, momentum: 0.9);
        var buffer = new GradientBuffer<double>(all);
        using var tape = new Tape<double>();
        Compare("clipped by norm", problem, step =>
        {
            Gradients<double> gradients = problem.Backward(tape, step);
            if (severalOptimizers)
            {
                buffer.Set(gradients);
                buffer.ClipByNorm(0.5);
                first.Step(buffer);
                others.Step(buffer);
            }
            else
            {
                one.Step(gradients, maxNorm: 0.5);
            }
        });
    }

    /// <summary>Three rows and one row, each with its share of the four: the gradients of all four, up to the order of sums.</summary>
    [Fact]
    public void Gradients_added_up_over_parts_train_as_one_large_batch()
    {
        Problem<double> whole = new(), parts = new();
        Adam<double> ofWhole = new(whole.Parameters, 0.05), ofParts = new(parts.Parameters, 0.05);
        var sum = new GradientBuffer<double>(parts.Parameters);
        using var tape = new Tape<double>();
        for (int step = 0; step < 50; step++)
        {
            ofWhole.Step(whole.Backward(tape, step));
            sum.Clear();
            foreach (var (first, count) in ((int, int)[])[(0, 3), (3, 1)])
            {
                tape.Reset();
                sum.Add(parts.Loss(tape, step, first, count).Backward(), count / 4.0);
            }

            ofParts.Step(sum);
        }

        for (int i = 0; i < whole.Values.Length; i++) Expected.Equal(whole.Values[i], parts.Values[i], $"element {i}");
    }

    private static void Compare(string name, Problem<double> problem, Action<long> step)
    {
        long steps = 0;
        foreach (double[] line in Expected.Of(name))
        {
            while (steps < line[0]) step(++steps);
            double[] values = problem.Values;
            for (int i = 0; i < values.Length; i++) Expected.Equal(line[i + 1], values[i], $"{name}, step {steps}, element {i}");
        }

        Assert.Equal(100, steps);
    }
}
