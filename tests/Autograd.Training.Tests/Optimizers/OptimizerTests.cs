using System.Numerics;

namespace Autograd.Training.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void Its_text_says_what_it_updates_and_how_often_it_has()
    {
        var a = new Parameter<double>("a", [2, 3]);
        var optimizer = new GradientDescent<double>([a, new Parameter<double>("b", [1])], learningRate: 0.5);
        Assert.Equal("GradientDescent: learning rate 0.5, 2 parameters of 7 elements, 0 steps made", optimizer.ToString());
    }

    /// <summary>Adafactor keeps two states of a matrix and one of a vector, so that places say nothing.</summary>
    [Fact]
    public void The_states_of_a_parameter_are_those_that_bear_its_name()
    {
        Parameter<double> a = new("a", [2, 3]), b = new("b", [4]), c = new("c", [3, 5]);
        var optimizer = new Adafactor<double>([a, b, c]);
        string[] Names(Parameter<double> parameter) => [.. optimizer.StatesOf(parameter).ToArray().Select(state => state.Name)];
        Assert.All(new[] { a, b, c }, parameter => Assert.All(Names(parameter), name => Assert.StartsWith($"{parameter.Name}.", name, StringComparison.Ordinal)));
        Assert.Equal(optimizer.States.Select(state => state.Name), [.. Names(a), .. Names(b), .. Names(c)]);
        Assert.NotEqual(Names(a).Length, Names(b).Length);
        Assert.Contains("parameter d is none of those", Assert.Throws<ArgumentException>(() => Names(new Parameter<double>("d", [1]))).Message, StringComparison.Ordinal);
    }

    /// <summary>A buffer may take another's place at any step, and each is read where it lies.</summary>
    [Fact]
    public void Gradients_of_a_buffer_are_not_copied()
    {
        var w = new Parameter<float>("w", [100_000]);
        GradientBuffer<float>[] buffers = [new([w]), new([w])];
        buffers[0][w].Fill(1);
        buffers[1][w].Fill(10);
        var optimizer = new GradientDescent<float>([w], learningRate: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (int k in (int[])[0, 1, 0, 0, 1]) optimizer.Step(buffers[k]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 * 100_000);
        Assert.Equal([-23f, -23], [w.Values[0], w.Values[^1]]);
    }

    /// <summary>J = a b: each gradient is the other parameter, which must be read as it was.</summary>
    [Fact]
    public void Every_gradient_is_read_before_a_parameter_changes()
    {
        var a = new Parameter<double>("a", [1], [3]);
        var b = new Parameter<double>("b", [1], [5]);
        using var tape = new Tape<double>();
        var gradients = (tape.Watch(a) * tape.Watch(b)).Sum().Backward();
        new GradientDescent<double>([a, b], learningRate: 1).Step(gradients);
        Assert.Equal(3 - 5, a.Values[0]);
        Assert.Equal(5 - 3, b.Values[0]);
    }

    /// <summary>The cotangent of a + b is b itself: the gradient of both is the memory of the parameter that is updated first.</summary>
    [Fact]
    public void A_gradient_may_be_a_parameter()
    {
        var a = new Parameter<double>("a", [1], [3]);
        var b = new Parameter<double>("b", [1], [5]);
        using var tape = new Tape<double>();
        var gradients = (tape.Watch(a) + tape.Watch(b)).Backward(tape.Watch(b));
        new GradientDescent<double>([b, a], learningRate: 1).Step(gradients);
        Assert.Equal(0, b.Values[0]);
        Assert.Equal(-2, a.Values[0]);
    }

    [Fact]
    public void A_parameter_without_influence_has_a_gradient_of_zeros()
    {
        var used = new Parameter<double>("used", [1], [3]);
        var unused = new Parameter<double>("unused", [2], [5, 6]);
        using var tape = new Tape<double>();
        tape.Watch(unused);
        new GradientDescent<double>([unused, used], learningRate: 1).Step(tape.Watch(used).Sum().Backward());
        Assert.Equal([5, 6], unused.Values.ToArray());
        Assert.Equal(2, used.Values[0]);
    }

    [Fact]
    public void A_step_that_throws_changes_nothing()
    {
        var watched = new Parameter<double>("watched", [1], [3]);
        var forgotten = new Parameter<double>("forgotten", [1], [5]);
        using var tape = new Tape<double>();
        var gradients = tape.Watch(watched).Sum().Backward();
        var optimizer = new GradientDescent<double>([watched, forgotten], learningRate: 1, momentum: 0.5);
        Assert.Contains("forgotten", Assert.Throws<ArgumentException>(() => optimizer.Step(gradients)).Message, StringComparison.Ordinal);
        Assert.Equal((3, 5, 0), (watched.Values[0], forgotten.Values[0], optimizer.StepCount));

        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(gradients));
        tape.Watch(forgotten);
        optimizer.Step(tape.Watch(watched).Sum().Backward());
        Assert.Equal(2, watched.Values[0]); // no momentum of the steps that failed
    }

    /// <summary>J = Σ a b: the gradient of each group is computed from the parameter of the other, which must be read as it was.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Groups_of_parameters_have_optimizers_of_their_own_on_one_backward(EvaluationMode evaluation)
    {
        var a = new Parameter<double>("a", [1], [3]);
        var b = new Parameter<double>("b", [1], [5]);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        GradientDescent<double> ofA = new([a], learningRate: 0.5, weightDecay: 0.1), ofB = new([b], learningRate: 1);
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            double oldA = a.Values[0], oldB = b.Values[0];
            var gradients = (tape.Watch(a) * tape.Watch(b)).Sum().Backward();
            ofA.Step(gradients);
            ofB.Step(gradients);
            Assert.Equal(oldA - (0.5 * (oldB + (0.1 * oldA))), a.Values[0], 1e-15);
            Assert.Equal(oldB - oldA, b.Values[0], 1e-15);
        }

        tape.Reset();
        var last = (tape.Watch(a) * tape.Watch(b)).Sum().Backward();
        double valueOfA = a.Values[0], valueOfB = b.Values[0];
        Assert.Equal(Math.Abs(valueOfB), ofA.Step(last, maxNorm: 100));
        ofB.Step(last);
        Assert.Equal(valueOfB - valueOfA, b.Values[0], 1e-15);
    }

    [Fact]
    public void Several_results_of_backward_can_be_taken_if_they_were_evaluated()
    {
        var a = new Parameter<double>("a", [1], [3]);
        var b = new Parameter<double>("b", [1], [5]);
        using var tape = new Tape<double>();
        var product = tape.Watch(a) * tape.Watch(b);
        Gradients<double> first = product.Sum().Backward(), second = (product * 2).Sum().Backward(), third = (product * 3).Sum().Backward();
        second.Evaluate();
        new GradientDescent<double>([a], 1).Step(first);
        new GradientDescent<double>([b], 1).Step(second);
        Assert.Equal((3 - 5, 5 - 6), (a.Values[0], b.Values[0]));
        Assert.Throws<InvalidOperationException>(() => new GradientDescent<double>([b], 1).Step(third));
    }

    [Fact]
    public void A_step_with_a_buffer_is_the_step_with_its_gradients()
    {
        Parameter<float>[] direct = Make(), buffered = Make();
        Adam<float> first = new(direct, 0.1, weightDecay: 0.1), second = new(buffered, 0.1, weightDecay: 0.1);
        var buffer = new GradientBuffer<float>(buffered);
        using var tape = new Tape<float>();
        for (int step = 0; step < 5; step++)
        {
            first.Step(Record(direct));
            buffer.Set(Record(buffered));
            second.Step(buffer);
        }

        for (int k = 0; k < direct.Length; k++) Assert.Equal(direct[k].Values.ToArray(), buffered[k].Values.ToArray());
        Assert.Equal(5, second.StepCount);

        Gradients<float> Record(Parameter<float>[] parameters)
        {
            tape.Reset();
            return ((tape.Watch(parameters[0]) * 3).Sin() + tape.Watch(parameters[1])).Square().Sum().Backward();
        }

        static Parameter<float>[] Make() => [new("w", [23], [.. Enumerable.Range(0, 23).Select(i => MathF.Sin(i))]), new("b", [])];
    }

    /// <summary>The gradient (3, 4) has the norm 5.</summary>
    /// <summary>A clipped step is a step: running statistics change with it as with any other.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Updates_that_wait_are_made_with_a_clipped_step(EvaluationMode evaluation)
    {
        Assert.Equal(Means(null), Means(1e9));
        Assert.NotEqual([0, 0], Means(1e-3));

        double[] Means(double? maxNorm)
        {
            var norm = new BatchNorm<double>("norm", 2);
            var optimizer = new GradientDescent<double>(norm.Parameters, 0.1);
            using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
            for (int step = 0; step < 3; step++)
            {
                tape.Reset();
                Gradients<double> gradients = norm.Forward(tape.Constant([1, 2, 3, 4, 5, 7.5 + step], [3, 2]), Pass.Training(1)).Exp().Mean().Backward();
                if (maxNorm is { } most) optimizer.Step(gradients, most);
                else optimizer.Step(gradients);
            }

            return norm.Mean.Values.ToArray();
        }
    }

    [Fact]
    public void Gradients_are_clipped_in_one_line()
    {
        var parameter = new Parameter<double>("θ", [2]);
        var optimizer = new GradientDescent<double>([parameter], learningRate: 1);
        using var tape = new Tape<double>();
        Assert.Equal(5, optimizer.Step(Recording.Gradient(tape, parameter, 3, 4), maxNorm: 2.5));
        Assert.Equal([-1.5, -2], parameter.Values.ToArray());
        Assert.Equal(5, optimizer.Step(Recording.Gradient(tape, parameter, 3, 4), maxNorm: 6));
        Assert.Equal([-4.5, -6], parameter.Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(Recording.Gradient(tape, parameter, 3, 4), maxNorm: 0));
        Assert.Equal((2, -4.5), (optimizer.StepCount, parameter.Values[0]));
    }

    [Fact]
    public void A_buffer_must_hold_all_parameters_and_may_hold_more()
    {
        Parameter<double> a = new("a", [1], [1]), b = new("b", [1], [1]);
        GradientBuffer<double> buffer = new([b, a]), ofA = new([a]);
        buffer[a].Fill(2);
        buffer[b].Fill(3);
        var optimizer = new GradientDescent<double>([a, b], 1);
        Assert.Contains("parameter b", Assert.Throws<ArgumentException>(() => optimizer.Step(ofA)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => optimizer.Step((GradientBuffer<double>)null!));
        Assert.Equal((1, 0), (a.Values[0], optimizer.StepCount));
        optimizer.Step(buffer);
        Assert.Equal((-1, -2), (a.Values[0], b.Values[0]));
        new GradientDescent<double>([b], 1).Step(buffer);
        Assert.Equal((-1, -5), (a.Values[0], b.Values[0]));
    }

    /// <summary>Of one's own: rows of a matrix have the sum of their gradients' squares, vectors all of them.</summary>
    [Fact]
    public void States_may_have_lengths_of_their_own()
    {
        Parameter<double> matrix = new("W", [2, 2], [1, 1, 1, 1]), vector = new("b", [2]);
        var optimizer = new RowScaled([matrix, vector]);
        Assert.Equal(["W.rows [2, 1]", "b.all [2]", "b.count []"], optimizer.States.Select(state => state.ToString()));
        using var tape = new Tape<double>();
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            var loss = (tape.Watch(matrix) * tape.Constant([3, 4, 6, 8], [2, 2])).Sum() + (tape.Watch(vector) * tape.Constant([-2, 5], [2])).Sum();
            optimizer.Step(loss.Backward());
        }

        Assert.Equal([50, 200], optimizer.States[0].Values.ToArray());
        Assert.Equal([8, 50], optimizer.States[1].Values.ToArray());
        Assert.Equal([2], optimizer.States[2].Values.ToArray());
        double once = 1 / 5.0, twice = 1 / Math.Sqrt(50);
        Assert.Equal(1 - (3 * (once + twice)), matrix.Values[0], 1e-15);
        Assert.Equal(1 + Math.Sqrt(0.5), vector.Values[0], 1e-15);
    }

    [Fact]
    public void Parameters_are_checked()
    {
        var parameter = new Parameter<double>("θ", [1]);
        Assert.StartsWith(
            "Adam: no parameter was given",
            Assert.Throws<ArgumentException>(() => new Adam<double>([])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "GradientDescent: parameter θ is given twice",
            Assert.Throws<ArgumentException>(() => new GradientDescent<double>([parameter, parameter], 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Adam<double>([null!]));
        Assert.Throws<ArgumentNullException>(() => new Adam<double>(null!));
    }

    [Fact]
    public void Float_elements_get_the_same_bits_alone_and_among_others() => CheckLanes<float>();

    [Fact]
    public void Double_elements_get_the_same_bits_alone_and_among_others() => CheckLanes<double>();

    /// <summary>19 elements at once fill vectors and leave a rest; each must come out as if it were alone.</summary>
    private static void CheckLanes<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int count = 19, steps = 3;
        var random = new RandomGenerator(8);
        T[] start = [.. Enumerable.Range(0, count).Select(_ => T.CreateSaturating(random.NextNormal()))];
        T[][] gradients = [.. Enumerable.Range(0, steps).Select(_ => Enumerable.Range(0, count).Select(_ => T.CreateSaturating(random.NextNormal())).ToArray())];
        Func<Parameter<T>, Optimizer<T>>[] kinds =
        [
            parameter => new Adam<T>([parameter], 0.1, weightDecay: 0.1),
            parameter => new AdamW<T>([parameter], 0.1, weightDecay: 0.1, amsGrad: true),
            parameter => new GradientDescent<T>([parameter], 0.1, 0.9, 0.1),
            parameter => new GradientDescent<T>([parameter], 0.1, 0.9, nesterov: true),
            parameter => new RmsProp<T>([parameter], 0.1, weightDecay: 0.1, momentum: 0.9, centered: true),
            parameter => new Adagrad<T>([parameter], 0.1),
            parameter => new Adadelta<T>([parameter]),
            parameter => new Lion<T>([parameter], 0.1, weightDecay: 0.1),
        ];
        using var tape = new Tape<T>();
        foreach (var kind in kinds)
        {
            var together = new Parameter<T>("all", [count], start);
            Optimizer<T> optimizer = kind(together);
            foreach (T[] gradient in gradients) optimizer.Step(Recording.Gradient(tape, together, gradient));
            for (int i = 0; i < count; i++)
            {
                var alone = new Parameter<T>("one", [1], [start[i]]);
                optimizer = kind(alone);
                foreach (T[] gradient in gradients) optimizer.Step(Recording.Gradient(tape, alone, gradient[i]));
                Assert.Equal(alone.Values[0], together.Values[i]);
            }
        }
    }

    private sealed class RowScaled(IEnumerable<Parameter<double>> parameters) : Optimizer<double>(
        parameters,
        learningRate: 1,
        shape => shape.Rank == 2 ? [("rows", [shape[0], 1])] : [("all", shape), ("count", [])])
    {
        protected override Variable<double> Update(in ParameterUpdate<double> update)
        {
            bool isMatrix = update.StateCount == 1;
            Variable<double> square = update.Gradient.Square(), sum = update.State(0) + (isMatrix ? square.Sum(-1, keep: true) : square);
            update.SetState(0, sum);
            if (!isMatrix) update.SetState(1, update.State(1) + 1);
            return update.Value - (update.Rate * update.Gradient / sum.Sqrt());
        }
    }
}
