using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Tests.Evaluation;

public class GroupSumsTests
{
    [Fact]
    public void What_only_a_sum_reads_never_lies_in_memory()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var square = x.Square();
        var sum = square.Sum();
        Draft<double> draft = Drafts.Ordered(sum);
        Assert.True(draft.Of(sum).IsGroupSum);
        Assert.Equal(draft.Of(square).Group, draft.Of(sum).Group);
        Assert.False(draft.Of(square).IsMaterialized);
        Assert.Equal([(StepKind.Group, square.Index)], draft.Kinds());
    }

    /// <summary>Both sums are read at the end: until then the first can wait for the second.</summary>
    [Fact]
    public void Sums_of_neighbours_are_one_pass()
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> x = tape.Variable(new double[6], [2, 3], "x"), y = tape.Variable(new double[6], [2, 3], "y");
        var first = (x * y).Sum(1);
        var second = (x.Square() + y).Sum(1);
        Draft<double> draft = Drafts.Ordered(first + second);
        Assert.Equal(draft.Of(first).Group, draft.Of(second).Group);
        Assert.Equal(2, draft.Steps.Count);
    }

    /// <summary>What a batch normalization adds up of one cotangent: the cotangent, too, is computed in that pass.</summary>
    [Fact]
    public void Sums_of_what_is_made_of_the_same_operand_are_one_pass()
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> x = tape.Variable(new double[12], [2, 3, 2], "x"), y = tape.Variable(new double[12], [2, 3, 2], "y"), gain = tape.Variable(new double[3], [3, 1], "gain");
        var cotangent = x.Sin();
        var shift = cotangent.Sum([0, 2], keep: true);
        var slope = (cotangent * y).Sum([0, 2], keep: true).Reshape(1, 3).Reshape(3);
        var rest = (cotangent * gain * x).Sum([0, 2], keep: true);
        Draft<double> draft = Drafts.Ordered(cotangent, shift, slope + 1, rest);
        Assert.Equal(2, draft.Groups.Count);
        Assert.Equal(4, draft.Groups[draft.Of(cotangent).Group].Members);
        Assert.Equal(2, draft.Steps.Count);
    }

    [Fact]
    public void Sums_along_other_dimensions_are_other_passes()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var a = x.Sin();
        Variable<double> rows = a.Sum(1), columns = a.Sum(0), others = x.Cos().Sum(0);
        Draft<double> draft = Drafts.Ordered(rows, columns, others);
        Assert.True(draft.Of(columns).IsGroupSum);
        Assert.False(draft.Of(rows).IsGroupSum);
        Assert.True(draft.Of(a).IsMaterialized);
        Assert.True(draft.Of(others).IsGroupSum);
    }

    [Fact]
    public void What_a_sum_is_read_for_is_computed_after_it()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var a = x.Sin();
        var mean = a.Mean([-1], keep: true);
        var centered = a - mean;
        Draft<double> draft = Drafts.Ordered(centered.Square());
        Assert.NotEqual(draft.Of(a).Group, draft.Of(centered).Group);
        Assert.True(draft.Of(a).IsMaterialized);
        Assert.True(draft.Of(a).Position < draft.Of(centered).Position);
    }

    [Fact]
    public void Short_sums_and_those_of_kernels_and_leaves_are_steps_of_their_own()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        Variable<double> leaf = x.Sum(), kernel = x.Softmax(1).Sum(), scalar = leaf.Sin().Sum(), view = x.Sin().Transpose().Sum();
        Draft<double> draft = Drafts.Ordered(kernel, scalar, view);
        Assert.All([leaf, kernel, scalar, view], sum => Assert.False(draft.Of(sum).IsGroupSum));
        Draft<double> needed = Drafts.Needed(x.Sin().Sum());
        ElementGroups.Form(needed, isWanted: true, holdsForward: false, shortestSum: 7);
        Assert.DoesNotContain(true, needed.Nodes.Items.ToArray().Select(own => own.IsGroupSum));
    }

    /// <summary>Each operand of another layout takes a block of 3136 elements: together more than the stack is asked for.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Blocks_that_are_too_large_for_the_stack_have_the_same_bits(int threads)
    {
        Assert.Equal(Run(formsGroups: false), Run(formsGroups: true));

        double[] Run(bool formsGroups)
        {
            var random = new Random(7);
            using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MaxDegreeOfParallelism = threads });
            tape.Plans.Planner.FormsGroups = formsGroups;
            tape.Plans.ColdNodes = 0;
            Variable<double> y = Leaf([64, 784]);
            for (int k = 0; k < 14; k++) y = (y * Leaf([64, 1])) + Leaf([784]);
            double[] sums = y.Sum(1).ToArray();
            if (formsGroups) Assert.Contains(tape.Plans.Run[^1].Steps.Items.ToArray(), step => step.Group.Sums > 0 && step.Group.Registers * 3136 * sizeof(double) > 1 << 18);
            return sums;

            Variable<double> Leaf(Shape shape) => tape.Variable([.. Enumerable.Range(0, shape.ElementCount).Select(_ => random.NextDouble() - 0.5)], shape, "x");
        }
    }

    [Fact]
    public void Sums_in_groups_have_the_bits_of_sums_by_themselves_in_double() => Compare<double>(40);

    [Fact]
    public void Sums_in_groups_have_the_bits_of_sums_by_themselves_in_float() => Compare<float>(41);

    private static void Compare<T>(int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape[] shapes = [[3, 5], [700], [5000], [40, 64], [33, 100], [9, 3000], [6, 5, 49], [8, 12, 16, 16], [300, 7], [64, 512], [2, 3, 4, 5], [120, 600], [1, 90_001]];
        for (int graph = 0; graph < 4 * shapes.Length; graph++)
        {
            Shape shape = shapes[graph % shapes.Length];
            byte[] alone = Run<T>(seed + graph, shape, formsGroups: false, long.MaxValue, threads: 1);
            Assert.Equal(alone, Run<T>(seed + graph, shape, formsGroups: true, long.MaxValue, threads: 1));
            Assert.Equal(alone, Run<T>(seed + graph, shape, formsGroups: true, 1, threads: 1));
            Assert.Equal(alone, Run<T>(seed + graph, shape, formsGroups: true, 1, threads: 3));
            Assert.Equal(alone, Run<T>(seed + graph, shape, formsGroups: true, long.MaxValue, threads: 2));
        }
    }

    /// <summary>Normalizations, weighted sums and random formulas, summed along random dimensions; their values and gradients, twice.</summary>
    private static byte[] Run<T>(int seed, Shape shape, bool formsGroups, long threshold, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MaxDegreeOfParallelism = threads });
        tape.Plans.Planner.FormsGroups = formsGroups;
        tape.Plans.Planner.ShortestSum = 1;
        tape.Plans.ColdNodes = 0;
        tape.Plans.Emitted.Threshold = threshold;
        var values = new Random(seed);
        List<T> results = [];
        for (int repetition = 0; repetition < 2; repetition++)
        {
            tape.Reset();
            var random = new Random(seed);
            Variable<T> x = Leaf(shape), y = Leaf(shape), row = Leaf([shape[^1]]), number = Leaf([]);
            List<Variable<T>> nodes = [x, y, row, number];
            Variable<T> loss = number;
            for (int step = 0; step < 7; step++)
            {
                Variable<T> a = nodes[random.Next(nodes.Count)], b = nodes[random.Next(nodes.Count)];
                nodes.Add(random.Next(6) switch { 0 => a + b, 1 => a * b, 2 => a.Sigmoid(), 3 => a.Relu() - b, 4 => a.Square(), _ => (a - b).Tanh() });
                int[] dimensions = [.. Enumerable.Range(0, nodes[^1].Rank).Where(_ => random.Next(2) == 0)];
                Variable<T> sum = nodes[^1].Sum(dimensions, keep: true);
                loss += sum.Square().Mean();
                if (random.Next(3) == 0) nodes.Add(nodes[^1] - sum);
                if (random.Next(3) == 0) loss += (nodes[^1] * sum).Sum();
            }

            Gradients<T> gradients = loss.Backward();
            foreach (Variable<T> wanted in (Variable<T>[])[x, y, row, number])
            {
                if (gradients.IsConnected(wanted)) results.AddRange(gradients[wanted].ToArray());
            }

            results.Add(loss.Scalar);
        }

        return MemoryMarshal.AsBytes<T>(results.ToArray()).ToArray();

        Variable<T> Leaf(Shape lengths) => tape.Variable([.. Enumerable.Range(0, lengths.ElementCount).Select(_ => T.CreateSaturating((values.NextDouble() * 2) - 1))], lengths, "x");
    }
}
