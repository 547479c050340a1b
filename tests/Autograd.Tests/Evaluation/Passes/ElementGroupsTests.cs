namespace Autograd.Tests.Evaluation;

public class ElementGroupsTests
{
    [Fact]
    public void A_chain_with_a_broadcast_operand_is_one_group_and_only_its_end_lies_in_memory()
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> x = tape.Variable(new double[6], [2, 3], "x"), row = tape.Variable(new double[3], [3], "row");
        var a = x.Sin();
        var b = a + row;
        var c = b * a;
        Draft<double> draft = Drafts.Grouped(c);
        Assert.Equal(1, draft.Groups.Count);
        Assert.Equal(3, draft.Groups[0].Members);
        Assert.Equal(c.Index, draft.Nodes[draft.Groups[0].Position].Node);
        Assert.Equal([false, false, true], draft.Nodes.Items.ToArray().Select(own => own.IsMaterialized));
        Assert.Equal([a.Index, b.Index, c.Index], Members(draft, 0));
    }

    [Fact]
    public void Where_groups_are_not_wanted_each_node_is_one_of_its_own()
    {
        using Tape<double> tape = Drafts.Deferred();
        var y = tape.Variable(new double[6], [2, 3], "x").Sin().Cos().Exp();
        Draft<double> draft = Drafts.Grouped(isWanted: false, y);
        Assert.Equal(3, draft.Groups.Count);
        Assert.All(draft.Groups.Items.ToArray(), group => Assert.Equal(1, group.Members));
        Assert.All(draft.Nodes.Items.ToArray(), own => Assert.True(own.IsMaterialized));
    }

    /// <summary>What is shown through a view must lie in memory before its user is computed.</summary>
    [Fact]
    public void A_view_and_a_kernel_end_a_group()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[9], [3, 3], "x");
        var a = x.Sin();
        var b = a.Transpose() + a;
        var c = b.CumulativeSum(0);
        var d = c.Exp() + b;
        Draft<double> draft = Drafts.Grouped(d);
        Assert.NotEqual(draft.Of(a).Group, draft.Of(b).Group);
        Assert.NotEqual(draft.Of(b).Group, draft.Of(d).Group);
        Assert.Equal(-1, draft.Of(c).Group);
        Assert.True(draft.Of(a).IsMaterialized);
        Assert.True(draft.Of(b).IsMaterialized);
        Assert.Equal(draft.Of(d).Group, draft.Nodes[draft.SlotOf(c.Index + 1, isAgain: false)].Group);
    }

    /// <summary>b is read by a kernel before the group of c is computed: it cannot wait for that.</summary>
    [Fact]
    public void A_node_that_is_read_before_its_users_group_does_not_join_it()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[9], [3, 3], "x");
        var b = x.Sin();
        var sum = b.Sum();
        var c = b * sum;
        Draft<double> draft = Drafts.Grouped(c);
        Assert.NotEqual(draft.Of(b).Group, draft.Of(c).Group);
        Assert.True(draft.Of(b).IsMaterialized);
    }

    [Fact]
    public void Other_index_spaces_are_other_groups()
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> x = tape.Variable(new double[6], [2, 3], "x"), row = tape.Variable(new double[3], [3], "row");
        var narrow = row.Exp();
        var wide = (x + narrow).Tanh();
        Draft<double> draft = Drafts.Grouped(wide);
        Assert.Equal(2, draft.Groups.Count);
        Assert.True(draft.Of(narrow).IsMaterialized);
    }

    [Fact]
    public void A_group_has_no_more_members_than_an_emitted_loop_has_instructions()
    {
        using Tape<double> tape = Drafts.Deferred();
        var y = tape.Variable(new double[6], [2, 3], "x");
        for (int k = 0; k < 100; k++) y = y.Sin();
        Draft<double> draft = Drafts.Grouped(y);
        Assert.Equal([32, 32, 32, 4], draft.Groups.Items.ToArray().Select(group => group.Members));
    }

    /// <summary>Two results of the same operand: read once.</summary>
    [Fact]
    public void Neighbours_that_read_the_same_share_a_group()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        Variable<double> a = x.Sin(), b = x.Cos();
        Draft<double> draft = Drafts.Grouped(a, b);
        Assert.Equal(1, draft.Groups.Count);
        Assert.True(draft.Of(a).IsMaterialized && draft.Of(b).IsMaterialized);
    }

    [Fact]
    public void Where_nothing_is_known_about_what_comes_the_results_of_kernels_are_held()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var a = x.Sin();
        var b = a.Exp();
        var c = b.Softmax(1);
        var d = c.Sum();
        Draft<double> draft = Drafts.Needed(d);
        ElementGroups.Form(draft, isWanted: true, holdsForward: true, shortestSum: 1);
        Assert.Equal([false, false, true, true], draft.Nodes.Items.ToArray().Select(own => own.IsHeld));
        Assert.Equal([true, true, false, false], draft.Nodes.Items.ToArray().Select(own => own.IsComputedAgain));
    }

    private static int[] Members(Draft<double> draft, int group)
    {
        var members = new List<int>();
        for (int member = draft.Groups[group].First; member >= 0; member = draft.Nodes[member].NextInGroup) members.Add(draft.Nodes[member].Node);
        return [.. members];
    }
}
