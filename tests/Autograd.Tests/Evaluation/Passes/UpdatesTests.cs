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
