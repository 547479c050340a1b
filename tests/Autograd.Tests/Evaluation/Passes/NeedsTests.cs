namespace Autograd.Tests.Evaluation;

public class NeedsTests
{
    [Fact]
    public void What_is_pending_and_leads_to_what_is_wanted_is_needed_in_the_order_of_recording()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2], [2]);
        var a = x.Sin();
        var b = x.Cos();
        var c = a.Exp();
        var d = c * a;
        var e = d + b;
        Assert.Equal([a.Index, c.Index, d.Index], Drafts.Needed(d).Nodes());
        Draft<double> draft = Drafts.Needed(c, b, c);
        Assert.Equal([a.Index, b.Index, c.Index], draft.Nodes());
        Assert.Equal([false, true, true], draft.Nodes.Items.ToArray().Select(own => own.IsHeld));
        Assert.False(draft.IsNeeded(e.Index));
        Assert.False(draft.IsNeeded(x.Index));
        Assert.Equal(1, draft.SlotOf(b.Index, isAgain: false));
    }

    [Fact]
    public void What_is_held_is_not_needed_nor_what_only_leads_to_it()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2], [2]);
        var a = x.Sin().Max();
        var b = a.Exp();
        _ = b.Scalar;
        Assert.Equal([b.Index + 1], Drafts.Needed(b.Sin()).Nodes());
    }

    [Fact]
    public void A_long_chain_is_followed_without_recursion()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(1.0);
        var y = x;
        for (int k = 0; k < 100_000; k++) y = -y;
        Assert.Equal(100_000, Drafts.Needed(y).Nodes.Count);
    }
}
