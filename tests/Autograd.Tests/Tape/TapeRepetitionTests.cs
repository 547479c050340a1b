namespace Autograd.Tests.Tape;

/// <summary>
/// A recording that takes over nodes, memory and reverse walks of the one before gives what a new tape gives, bit for bit, whatever
/// is the same and whatever differs; and it forgets nothing that it should not, nor keeps what it should not.
/// </summary>
public class TapeRepetitionTests
{
    [Theory]
    [InlineData(EvaluationMode.Eager, false)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, true)]
    public void A_tape_that_is_used_again_agrees_with_a_new_one_bit_for_bit(EvaluationMode evaluation, bool poisons)
    {
        var options = new TapeOptions { Evaluation = evaluation, PoisonOnReset = poisons };
        using var used = new Tape<double>(options);
        Parameter<double>[] parameters = [new("p", [3, 4]), new("q", [4]), new("r", [])];
        var random = new Random(11);
        int[] recipe = NewRecipe(random);
        for (int round = 0; round < 1500; round++)
        {
            recipe = Changed(recipe, random);
            foreach (Parameter<double> parameter in parameters)
            {
                foreach (ref double value in parameter.Update()) value = random.NextDouble() - 0.5;
            }

            int seed = random.Next();
            used.Reset();
            double[] again = Run(used, recipe, parameters, seed);
            using var fresh = new Tape<double>(options);
            double[] anew = Run(fresh, recipe, parameters, seed);
            Assert.Equal(anew.Select(BitConverter.DoubleToInt64Bits), again.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(fresh.ToText(), used.ToText());
        }
    }

    [Fact]
    public void A_recording_that_repeats_takes_over_the_nodes_and_one_that_differs_records_from_there_on()
    {
        using var tape = new Tape<double>();
        Record(1);
        int known = tape.Program.Known;
        tape.Reset();
        Assert.Equal((0, known), (tape.NodeCount, tape.Program.Known));
        var x = tape.Variable([1.0, 2], [2]);
        Assert.Equal(known, tape.Program.Known);
        x.Exp();
        Assert.Equal(2, tape.Program.Known);
        Assert.Equal(2, tape.NodeCount);

        double Record(double value)
        {
            tape.Reset();
            var v = tape.Variable([value, 2], [2]);
            return (v * v).Sum().Backward()[v].Span[0];
        }
    }

    [Fact]
    public void Rules_are_asked_once_while_recordings_repeat_though_indices_are_verified_each_time()
    {
        using var tape = new Tape<double>();
        var counted = new CountedCopy();
        for (int round = 0; round < 4; round++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2, 3, 4], [2, 2]);
            var y = tape.Record(counted, [x]).Gather(0, tape.Indices([1, 0, 1]));
            Gradients<double> gradients = y.CrossEntropy(tape.Indices([round % 2, 1, 0])).Backward();
            Assert.Equal(0, gradients[x].ToArray().Sum(), 1e-12);
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Gather(0, tape.Indices([2])));
        }

        Assert.Equal(1, counted.Asked);
    }

    [Fact]
    public void A_rule_of_somebody_else_is_asked_each_time_since_it_may_depend_on_anything()
    {
        using var tape = new Tape<double>();
        double[] factor = [0];
        for (int round = 1; round < 4; round++)
        {
            tape.Reset();
            factor[0] = round;
            var x = tape.Variable(5.0);
            Assert.Equal(round, x.Apply(new FactorOperation(factor)).Backward()[x].Scalar);
        }
    }

    [Fact]
    public void A_rule_that_looks_at_values_is_asked_again_each_time()
    {
        using var tape = new Tape<double>();
        foreach (double value in (double[])[1, -2, 3, -4])
        {
            tape.Reset();
            var x = tape.Variable([value], [1]);
            Assert.Equal(value > 0 ? 2 : -1, x.Apply(new SteeredOperation()).Sum().Backward()[x].Span[0]);
        }
    }

    [Fact]
    public void A_rule_that_brings_in_data_is_asked_again_each_time()
    {
        using var tape = new Tape<double>();
        double[] weights = [1, 1];
        for (int round = 1; round < 4; round++)
        {
            tape.Reset();
            weights[0] = round;
            var x = tape.Variable([3.0, 4], [2]);
            Assert.Equal([round, 1], x.Apply(new WeightedOperation(weights)).Sum().Backward()[x].ToArray());
        }
    }

    [Fact]
    public void Names_belong_to_one_recording()
    {
        using var tape = new Tape<double>();
        for (int round = 0; round < 3; round++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2], "x");
            var y = x.Exp();
            Gradients<double> gradients = y.Sum().Backward();
            Assert.Null(y.Name);
            Assert.Null(gradients[y].Name);
            Assert.Equal("x", x.Name);
            if (round > 0) continue;
            y.Named("y");
            gradients[y].Named("cotangent of y");
        }
    }

    [Fact]
    public void The_same_walk_with_another_cotangent_or_output_is_another_walk()
    {
        using var tape = new Tape<double>();
        for (int round = 0; round < 6; round++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2]);
            var a = x.Square();
            var b = x.Square();
            var one = tape.Constant([1.0, 1], [2]);
            var two = tape.Constant([2.0, 2], [2]);
            Variable<double> output = round % 2 == 0 ? a : b, cotangent = round % 3 == 0 ? one : two;
            Gradients<double> gradients = output.Backward(cotangent);
            Assert.Equal(round % 3 == 0 ? [2, 4] : [4, 8], gradients[x].ToArray());
            Assert.Equal(round % 2 == 0, gradients.IsConnected(a));
            Assert.Equal([2, 2], tape.Backward([a, b], [one, one])[x].ToArray().Zip([1.0, 2], (g, v) => g / v / 2));
        }
    }

    [Fact]
    public void Indices_and_parameters_are_compared_too()
    {
        using var tape = new Tape<double>();
        Parameter<double> p = new("p", [2], [1, 2]), q = new("q", [2], [10, 20]);
        for (int round = 0; round < 6; round++)
        {
            tape.Reset();
            Parameter<double> first = round % 3 == 0 ? p : q, second = round % 3 == 0 ? q : p;
            var picked = tape.Watch(first).Gather(0, tape.Indices(round % 2 == 0 ? [1, 1] : [0, 1]));
            Gradients<double> gradients = (picked.Sum() + tape.Watch(second).Sum()).Backward();
            Assert.Equal(round % 2 == 0 ? [0, 2] : [1, 1], gradients[first].ToArray());
            Assert.Equal([1.0, 1], gradients[second].ToArray());
            Assert.Throws<ArgumentException>(() => gradients[new Parameter<double>("never", [2])]);
        }

        tape.Reset();
        var alone = tape.Watch(p).Sum().Backward();
        Assert.Throws<ArgumentException>(() => alone[q]);
    }

    [Fact]
    public void What_a_failed_call_computed_is_not_taken_for_the_value_of_the_next_one()
    {
        using var tape = new Tape<double>();
        double[] expected = [3, 3.5, 4, 5];
        for (int round = 0; round < 3; round++)
        {
            tape.Reset();
            using (new Attempt<double>(tape)) Read(2);
            Assert.Equal(expected, Read(3).Select(v => Math.Round(v, 12)));
            tape.Constant(1.0);
        }

        double[] Read(double value)
        {
            var x = tape.Constant([value, value + 1, value, value + 1], [2, 2]).Transpose();
            return [x.Sqrt().Square().Span[0], x.Reshape(4).Span[1] + 0.5, x.Span[1] + 1, x.Square().Span[0] - 4];
        }
    }

    [Fact]
    public void Recordings_that_take_turns_and_calls_that_fail_do_not_pile_up_memory()
    {
        using var tape = new Tape<double>();
        for (int round = 0; round < 4; round++) Round(round);
        long reserved = tape.ReservedElements;
        for (int round = 0; round < 400; round++) Round(round);
        Assert.Equal(reserved, tape.ReservedElements);

        void Round(int round)
        {
            tape.Reset();
            var x = tape.Variable(new double[1000], [10, 100]);
            var y = (round % 2 == 0 ? x.Exp() : x.Sin() * x.Cos()).Transpose();
            var z = y.Reshape(1000).Square();
            Assert.Throws<ArgumentOutOfRangeException>(() => z.Gather(0, tape.Indices([round % 3 == 0 ? 5000 : -1])));
            z.Sum().Backward()[x].ToArray();
        }
    }

    [Fact]
    public void Recordings_that_begin_alike_and_grow_hold_at_most_twice_what_they_need()
    {
        using var tape = new Tape<float>();
        var values = new float[1_000_000];
        for (int length = 1000; length <= values.Length; length += length / 10)
        {
            tape.Reset();
            tape.Variable(values.AsSpan(0, 100), [100], "w");
            tape.Constant(values.AsSpan(0, length), [length]);
            Assert.InRange(tape.ReservedElements, length, (2.2 * length) + 20_000);
        }
    }

    [Fact]
    public void Recordings_that_take_turns_allocate_0_bytes()
    {
        using var tape = new Tape<float>();
        var p = new Parameter<float>("p", [64, 64]);
        var q = new Parameter<float>("q", [64]);
        float sum = 0;
        for (int k = 0; k < 40; k++) Round(k);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int k = 0; k < 40; k++) Round(k);
        }));

        void Round(int round)
        {
            tape.Reset();
            Variable<float> x = tape.Watch(p), y = x.Transpose();
            for (int i = 0; i < 3 + (round % 4); i++) y = round % 3 == 0 ? (y + tape.Watch(q)).Tanh() : y.MatMul(x).Sigmoid();
            sum += y.Square().Mean().Backward()[p].Span[0];
        }
    }

    private static int[] NewRecipe(Random random) => [.. Enumerable.Range(0, random.Next(3, 25)).Select(_ => random.Next())];

    private static int[] Changed(int[] recipe, Random random)
    {
        switch (random.Next(8))
        {
            case < 3: return recipe;
            case < 5:
                int[] changed = [.. recipe];
                changed[random.Next(changed.Length)] = random.Next();
                return changed;
            case 5: return recipe[..random.Next(1, recipe.Length + 1)];
            case 6: return [.. recipe, random.Next(), random.Next()];
            default: return NewRecipe(random);
        }
    }

    /// <summary>Records what the recipe says, on values from the seed, reads some of it in an order of the seed, and returns all of it.</summary>
    private static double[] Run(Tape<double> tape, int[] recipe, Parameter<double>[] parameters, int seed)
    {
        var random = new Random(seed);
        var nodes = new List<Variable<double>> { tape.Variable(Values(12), [3, 4], "x"), tape.Constant(Values(4), [4], "c") };
        var gradients = new List<Gradients<double>>();
        foreach (int step in recipe)
        {
            Variable<double> a = nodes[step / 32 % nodes.Count], b = nodes[step / 1024 % nodes.Count];
            switch (step % 16)
            {
                case 0: nodes.Add(tape.Watch(parameters[step / 32 % 3])); break;
                case 1: nodes.Add((a * b.Sum()).Tanh()); break;
                case 2: nodes.Add(a.Rank == 2 ? a.Transpose() : a.Sin()); break;
                case 3: nodes.Add(a.Reshape([-1])); break;
                case 4: nodes.Add(tape.Constant(Values(4), [4], null)); break;
                case 5: nodes.Add(a.Sum([], keep: step / 16 % 2 == 0)); break;
                case 6: nodes.Add(a.Rank == 2 ? a.MatMul(a.Transpose()).Tanh() : a.Sigmoid()); break;
                case 7: nodes.Add(a.Rank > 0 && a.Shape[0] > 1 ? a.Slice(0, 1, a.Shape[0] - 1) : a + 1); break;
                case 8: nodes.Add(a.Rank > 0 ? a.LogSoftmax(-1) : a.Cos()); break;
                case 9: nodes.Add(a.Shape == b.Shape ? a.Maximum(b) : -a); break;
                case 10: nodes.Add(a.Square().Mean()); break;
                case 11: nodes.Add(a.Rank > 0 && a.Shape[0] > 0 ? a.Gather(0, tape.Indices([random.Next(a.Shape[0]), 0])) : a * 2); break;
                case 12: Assert.ThrowsAny<ArgumentException>(() => a.Reshape(7, 11, 13)); break;
                case 13: _ = a.Span; break;
                default:
                    Variable<double> output = a.Sum();
                    if (!output.IsDifferentiable) break;
                    Gradients<double> found = output.Backward();
                    gradients.Add(found);
                    if (a.IsDifferentiable) nodes.Add(found[a].Named($"cotangent {seed % 3}") * a);
                    if (nodes[0].IsDifferentiable) nodes.Add(found[nodes[0]].Tanh());
                    break;
            }
        }

        foreach (Gradients<double> found in gradients)
        {
            foreach (Variable<double> node in nodes.ToArray())
            {
                if (node.IsDifferentiable && random.Next(3) == 0) nodes.Add(found[node]);
            }
        }

        for (int k = 0; k < nodes.Count / 2; k++) _ = nodes[random.Next(nodes.Count)].Span;
        return [.. nodes.SelectMany(node => node.ToArray())];

        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    /// <summary>y = x, with a cotangent that depends on the sign of the first element: no derivative of anything.</summary>
    private readonly record struct SteeredOperation : IUnaryOperation<SteeredOperation, double>
    {
        public static string Name => "Steered";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent) =>
            x.Span[0] > 0 ? cotangent * 2 : -cotangent;
    }

    /// <summary>y = x, as if the library had declared it, counting how often its rule is asked.</summary>
    private sealed class CountedCopy() : DifferentiableOperation<double>("Counted", OperationKind.View, 1, isDifferentiable: true, keepsOrder: true)
    {
        public int Asked { get; private set; }

        public override void Vjp(in VjpContext<double> context)
        {
            Asked++;
            context.Contribute(0, context.Cotangent);
        }
    }

    /// <summary>y = x, with a cotangent scaled by a number that may change.</summary>
    private readonly record struct FactorOperation(double[] Factor) : IUnaryOperation<FactorOperation, double>
    {
        public static string Name => "Factor";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent) => cotangent * Factor[0];
    }

    /// <summary>y = x, with a cotangent weighted by an array that may change.</summary>
    private readonly record struct WeightedOperation(double[] Weights) : IUnaryOperation<WeightedOperation, double>
    {
        public static string Name => "Weighted";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent) =>
            cotangent * x.Tape.Constant(Weights, [Weights.Length]);
    }
}
