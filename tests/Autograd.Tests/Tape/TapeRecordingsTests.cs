using Autograd.Tests.Evaluation;

namespace Autograd.Tests.Tape;

public class TapeRecordingsTests
{
    private static readonly double[] Data = Some(12);

    /// <summary>Training and validation, sequences of three lengths: each is found again with its nodes, walks and plans, and allocates nothing.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager, false)]
    [InlineData(EvaluationMode.Eager, true)]
    [InlineData(EvaluationMode.Deferred, false)]
    [InlineData(EvaluationMode.Deferred, true)]
    public void Courses_that_take_turns_are_found_again(EvaluationMode mode, bool planned)
    {
        Parameter<double> w = new("w", [3, 3], Some(9)), other = new("w", [3, 3], Some(9));
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        if (planned) tape.Plans.ColdNodes = 0;
        for (int step = 0; step < 30; step++) Assert.Equal(OfNewTape(step), Step(tape, w, step));
        Assert.Equal(w.Values.ToArray(), other.Values.ToArray());
        Assert.Equal(6, tape.RecordingCount);
        for (int step = 0; step < 12; step++)
        {
            Step(tape, w, step);
            Assert.False(tape.Program.IsNew);
        }

        int next = 0;
        Assert.Equal(0, Allocations.Of(() => Step(tape, w, next++ % 12)));

        double OfNewTape(int step)
        {
            using var fresh = new Tape<double>(new TapeOptions { Evaluation = mode });
            return Step(fresh, other, step);
        }

        static double Step(Tape<double> tape, Parameter<double> w, int step)
        {
            tape.Reset();
            int length = 2 + (step * 7 % 3);
            Variable<double> weight = tape.Watch(w), x = tape.Constant(Data.AsSpan(0, 3 * length), [length, 3]), h = x.MatMul(weight);
            for (int k = 0; k < length; k++) h = h.Tanh().MatMul(weight);
            if (step % 4 == 3) return h.Abs().Sum().Scalar;
            Variable<double> loss = h.Square().Mean();
            double value = loss.Scalar;
            Gradients<double> gradients = loss.Backward();
            tape.Update((w, weight - (0.01 * gradients[w])));
            return value;
        }
    }

    [Fact]
    public void A_program_that_never_comes_back_is_not_kept()
    {
        using var tape = new Tape<double>();
        for (int step = 0; step < 40; step++)
        {
            tape.Reset();
            Variable<double> x = tape.Variable(Some(3 + step));
            for (int k = 0; k < step % 7; k++) x = x.Sin();
            _ = x.Sum().Backward();
            Assert.Equal(1, tape.RecordingCount);
        }

        for (int round = 0; round < 5; round++)
        {
            for (int length = 1; length < 30; length++)
            {
                tape.Reset();
                _ = tape.Variable(Some(length)).Sum().Scalar;
                Assert.InRange(tape.RecordingCount, 1, 8);
            }
        }
    }

    /// <summary>What was recorded, named and read before the courses part stays as it is.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void What_was_recorded_before_they_part_is_taken_along(EvaluationMode mode)
    {
        var p = new Parameter<double>("p", [4], Some(4));
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        for (int step = 0; step < 12; step++)
        {
            tape.Reset();
            double[] values = [step, 1, 2, 3];
            var x = tape.Variable(values, [2, 2], "data");
            var indices = tape.Indices([3, step % 4]);
            var watched = tape.Watch(p);
            var y = x.Transpose().Exp().Named("y");
            ReadOnlySpan<double> early = mode == EvaluationMode.Eager ? y.Span : default;
            var z = step % 2 == 0 ? y * 2 : y.Flatten().Gather(0, indices) + 1;
            double[] seen = z.ToArray();
            double[] exponentials = [Math.Exp(step), Math.Exp(2), Math.Exp(1), Math.Exp(3)];
            double[] expected = step % 2 == 0 ? [.. exponentials.Select(e => 2 * e)] : [exponentials[3] + 1, exponentials[step % 4] + 1];
            for (int i = 0; i < seen.Length; i++) Assert.Equal(expected[i], seen[i], expected[i] * 1e-14);
            if (mode == EvaluationMode.Eager) Assert.Equal(y.ToArray(), early.ToArray());
            Assert.Equal("y", tape.NameOf(y.Index));
            Assert.Equal("data", tape.NameOf(x.Index));
            Assert.Equal(p.Values.ToArray(), watched.ToArray());
            p.Update()[0] = step;
        }

        Assert.Equal(2, tape.RecordingCount);
    }

    [Fact]
    public void A_parameter_that_was_updated_before_they_part_stays_out_of_date()
    {
        var p = new Parameter<double>("p", [2], [1, 2]);
        using var tape = new Tape<double>();
        for (int step = 0; step < 10; step++)
        {
            tape.Reset();
            var x = tape.Watch(p);
            bool isLate = step > 7;
            if (isLate) p.Update()[0] = step;
            if (isLate) Assert.Throws<InvalidOperationException>(() => step % 2 == 0 ? x.Exp() : x.Sin());
            else _ = step % 2 == 0 ? x.Exp() : x.Sin();
        }
    }

    /// <summary>What is shown of such a parameter refuses to be read; a leaf of another length, by which they part, has nothing to do with that.</summary>
    [Fact]
    public void A_view_of_a_parameter_that_was_updated_does_not_keep_them_from_parting()
    {
        var p = new Parameter<double>("p", [2, 3], Some(6));
        using var tape = new Tape<double>();
        for (int step = 0; step < 12; step++)
        {
            tape.Reset();
            var view = tape.Watch(p).Transpose();
            double first = view.Span[0];
            bool isLate = step > 7;
            if (isLate) p.Update()[0] = step;
            var x = tape.Constant(Data.AsSpan(0, 2 + (step % 2)));
            Assert.Equal(Data[..(2 + (step % 2))].Sum(), x.Sum().Scalar, 1e-14);
            if (isLate) Assert.Throws<InvalidOperationException>(() => view.ToArray());
            else Assert.Equal(first, view.Span[0]);
        }
    }

    /// <summary>Random programs of which each comes back sometimes, read in any way.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Random_programs_that_take_turns_have_the_bits_of_each_by_itself(EvaluationMode mode)
    {
        using var nodes = new NodeByNode<double>();
        int most = 0;
        for (int round = 0; round < 40; round++)
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            if (round % 2 == 0) tape.Plans.ColdNodes = 0;
            PlannedGraph[] graphs = [.. Enumerable.Range(0, 4).Select(k => new PlannedGraph((100 * round) + k, 3 + k))];
            var random = new Random(round);
            for (int recording = 0; recording < 24; recording++)
            {
                tape.Reset();
                PlannedGraph graph = graphs[random.Next(graphs.Length)];
                var seen = new List<(int Node, double[] Elements)>();
                int way = random.Next(3);
                graph.Record(tape, recording, pool =>
                {
                    if (way == 0 || (way == 1 && pool.Count % 3 == 0)) seen.Add((pool[^1].Index, pool[^1].ToArray()));
                });
                for (int k = tape.NodeCount - 1; k >= Math.Max(0, tape.NodeCount - 6); k--)
                {
                    if (!tape.Program[k].Operation.GivesIndices) seen.Add((k, tape.At(k).ToArray()));
                }

                nodes.Compute(tape);
                foreach (var (node, elements) in seen) Assert.Equal(nodes[node].ToArray(), elements);
                most = Math.Max(most, tape.RecordingCount);
            }
        }

        Assert.InRange(most, 3, 8);
    }

    private static double[] Some(int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(i + 1))];
}
