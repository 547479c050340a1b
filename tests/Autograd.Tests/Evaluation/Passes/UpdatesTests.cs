namespace Autograd.Tests.Evaluation;

public class UpdatesTests
{
    /// <summary>So many elements that an update is put as early as can be.</summary>
    private const int Many = 1024;

    [Fact]
    public void An_update_comes_right_behind_what_it_needs_and_the_last_that_reads_the_old_values()
    {
        using Tape<double> tape = Drafts.Deferred();
        var (w, v) = Watched(tape);
        Variable<double> next = w.CumulativeSum(0), other = v.CumulativeSum(0), product = w * v, last = product.CumulativeSum(0);
        int updatesFrom = tape.NodeCount;
        Variable<double> first = Assign(w, next), second = Assign(v, last);
        Assert.Equal([next.Index, product.Index, first.Index, last.Index, second.Index], Drafts.Needed(updatesFrom, first, second).Nodes());
        Variable<double> third = Assign(v, other);
        Assert.Equal([next.Index, first.Index, other.Index, third.Index], Drafts.Needed(updatesFrom, first, third).Nodes());
    }

    /// <summary>What an earlier read did not hold is computed again for an update, from what its parameters were before all updates.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_from_before_the_walk_are_those_of_the_old_parameters(bool hasWalk)
    {
        Assert.Equal(Updated(EvaluationMode.Eager), Updated(EvaluationMode.Deferred));

        double[] Updated(EvaluationMode mode)
        {
            double[] start = [.. Enumerable.Range(0, 70_000).Select(i => Math.Sin(i))];
            Parameter<double> weight = new("W", [start.Length], start), momentum = new("m", [start.Length], start);
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            Variable<double> w = tape.Watch(weight), m = tape.Watch(momentum), y = (m * w).Sin();
            if (hasWalk)
            {
                Gradients<double> gradients = ((y * w).Tanh().Sum() + (m * w).Square().Mean()).Backward();
                _ = gradients[w].Sum().Scalar;
                tape.Update((momentum, m - (0.1 * gradients[m])), (weight, w - (0.1 * gradients[w]) + (y * 0.01) + (y.Tanh() * 0.01)));
            }
            else
            {
                _ = y.Sum().Scalar;
                tape.Update((momentum, m + 1), (weight, (y * 3) + 5));
            }

            return [.. weight.Values, .. momentum.Values];
        }
    }

    [Fact]
    public void An_update_does_not_wait_for_a_reader_that_is_not_needed()
    {
        using Tape<double> tape = Drafts.Deferred();
        var (w, v) = Watched(tape);
        Variable<double> next = w.CumulativeSum(0), other = v.CumulativeSum(0);
        w.CumulativeSum(0);
        int updatesFrom = tape.NodeCount;
        Variable<double> first = Assign(w, next), second = Assign(v, other);
        Assert.Equal([next.Index, first.Index, other.Index, second.Index], Drafts.Needed(updatesFrom, first, second).Nodes());
    }

    [Fact]
    public void Plans_with_updates_need_no_more_memory_the_more_of_them_there_were()
    {
        using Tape<double> tape = Drafts.Deferred();
        var (w, _) = Watched(tape);
        int updatesFrom = tape.NodeCount;
        int[] wanted = [Assign(w, w.CumulativeSum(0)).Index];
        var draft = new Draft<double>(tape.Program, tape.Values);
        for (int round = 0; round < 10; round++) Find();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 2000; round++) Find();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Find()
        {
            draft.Begin();
            Needs.Find(draft, wanted, updatesFrom);
        }
    }

    private static (Variable<double>, Variable<double>) Watched(Tape<double> tape) => (tape.Watch(new Parameter<double>("w", [Many])), tape.Watch(new Parameter<double>("v", [Many])));

    private static Variable<double> Assign(Variable<double> parameter, Variable<double> value) => parameter.Tape.Record(new Assignment<double>(), [parameter, value]);
}
