using System.Numerics;

namespace Autograd.Training.Tests.Optimizers;

/// <summary>What holds for each optimizer.</summary>
public class OptimizerCasesTests
{
    public static TheoryData<string> Names => OptimizerCases.Names;

    /// <summary>The numbers of PyTorch, or of the formulas of the paper, to 1e-12 of each.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_hundred_steps_give_the_expected_numbers(string name)
    {
        var problem = new Problem<double>();
        Optimizer<double>[] optimizers = OptimizerCases.Make(name, problem.Parameters);
        using var tape = new Tape<double>();
        foreach (double[] line in Expected.Of(name))
        {
            while (optimizers[0].StepCount < line[0]) Step(problem, tape, optimizers);
            double[] values = problem.Values;
            for (int i = 0; i < values.Length; i++) Expected.Equal(line[i + 1], values[i], $"{name}, step {line[0]}, element {i}");
        }

        Assert.Equal(100, optimizers[0].StepCount);
    }

    /// <summary>In single precision the same up to rounding: 20 steps, before what was rounded grows.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Float_goes_the_same_way(string name)
    {
        double[] doubles = Train<double>(name, EvaluationMode.Eager, 20);
        float[] floats = Train<float>(name, EvaluationMode.Eager, 20);
        for (int i = 0; i < doubles.Length; i++) Assert.Equal(doubles[i], floats[i], 2e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Eager_and_deferred_give_the_same_bits(string name)
    {
        Assert.Equal(Train<float>(name, EvaluationMode.Eager, 30), Train<float>(name, EvaluationMode.Deferred, 30));
        Assert.Equal(Train<double>(name, EvaluationMode.Eager, 30), Train<double>(name, EvaluationMode.Deferred, 30));
    }

    /// <summary>Parameters, states and step counts are all that there is to keep.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_that_is_resumed_gives_the_bits_of_one_that_never_stopped(string name)
    {
        Problem<float> first = new(), second = new();
        Optimizer<float>[] original = OptimizerCases.Make(name, first.Parameters), resumed = OptimizerCases.Make(name, second.Parameters);
        using var tape = new Tape<float>();
        for (int step = 0; step < 7; step++) Step(first, tape, original);
        Copy(first.Parameters, second.Parameters);
        for (int k = 0; k < original.Length; k++)
        {
            Copy(original[k].States, resumed[k].States);
            resumed[k].StepCount = original[k].StepCount;
        }

        using var other = new Tape<float>();
        for (int step = 0; step < 7; step++)
        {
            Step(first, tape, original);
            Step(second, other, resumed);
        }

        Assert.Equal(first.Values, second.Values);
        for (int k = 0; k < original.Length; k++)
        {
            Assert.Equal(original[k].States.Select(state => state.ToString()), resumed[k].States.Select(state => state.ToString()));
            Assert.Equal(original[k].States.SelectMany(state => state.Values.ToArray()), resumed[k].States.SelectMany(state => state.Values.ToArray()));
        }

        static void Copy(IReadOnlyList<Parameter<float>> from, IReadOnlyList<Parameter<float>> to)
        {
            for (int k = 0; k < from.Count; k++) from[k].Values.CopyTo(to[k].Update());
        }
    }

    /// <summary>A rate that differs at each step; eager, deferred and by a buffer.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        foreach (EvaluationMode evaluation in (EvaluationMode[])[EvaluationMode.Eager, EvaluationMode.Deferred])
        {
            var problem = new Problem<float>();
            Optimizer<float>[] optimizers = OptimizerCases.Make(name, problem.Parameters);
            var buffer = new GradientBuffer<float>(problem.Parameters);
            var schedule = new ExponentialDecay(0.01, 0.999);
            using var tape = new Tape<float>(new TapeOptions { Evaluation = evaluation });
            Assert.Equal(0, Allocations.Least(10, () =>
            {
                foreach (Optimizer<float> optimizer in optimizers) optimizer.LearningRate = schedule.RateAt(optimizer.StepCount);
                Step(problem, tape, optimizers);
                buffer.Set(problem.Backward(tape, optimizers[0].StepCount + 1));
                foreach (Optimizer<float> optimizer in optimizers) optimizer.Step(buffer);
            }));
        }
    }

    /// <summary>Its gradient is zeros from the first step on: without decay it stays as it is, with decay it becomes smaller, whatever the optimizer.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_without_gradient_does_nothing_but_decay(string name)
    {
        var problem = new Problem<float>();
        Optimizer<float>[] optimizers = OptimizerCases.Make(name, problem.Parameters);
        using var tape = new Tape<float>();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            foreach (Parameter<float> parameter in problem.Parameters) tape.Watch(parameter);
            var gradients = tape.Watch(problem.Parameters[0]).Square().Sum().Backward();
            foreach (Optimizer<float> optimizer in optimizers) optimizer.Step(gradients);
        }

        Assert.All(problem.Values, value => Assert.True(float.IsFinite(value)));
        bool decays = name.Contains("decay", StringComparison.Ordinal) || name is "AdamW" or "AdamW amsGrad" or "groups" or "RmsProp centered momentum";
        float[] before = new Problem<float>().Values[1..], after = problem.Values[1..];
        if (decays) Assert.All(before.Zip(after).TakeLast(12), pair => Assert.True(Math.Abs(pair.Second) < Math.Abs(pair.First)));
        else Assert.Equal(before, after);
    }

    private static T[] Train<T>(string name, EvaluationMode evaluation, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var problem = new Problem<T>();
        Optimizer<T>[] optimizers = OptimizerCases.Make(name, problem.Parameters);
        using var tape = new Tape<T>(new TapeOptions { Evaluation = evaluation });
        for (int step = 0; step < steps; step++) Step(problem, tape, optimizers);
        return problem.Values;
    }

    private static void Step<T>(Problem<T> problem, Tape<T> tape, Optimizer<T>[] optimizers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Gradients<T> gradients = problem.Backward(tape, optimizers[0].StepCount + 1);
        foreach (Optimizer<T> optimizer in optimizers) optimizer.Step(gradients);
    }
}
