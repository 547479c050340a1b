namespace Autograd.Tests.Evaluation;

public class ValuesTests
{
    [Fact]
    public void A_value_is_pending_until_it_is_evaluated_in_this_recording_and_again_once_it_was_taken_away()
    {
        var program = new Program<double>();
        var values = new Values<double>(program);
        int leaf = Append(program, values), node = Append(program, values);
        Assert.True(values.IsPending(leaf) && values.IsPending(node));
        values[leaf].Evaluated = NodeValue.Always;
        values[node].Evaluated = program.Generation;
        Assert.False(values.IsPending(leaf) || values.IsPending(node));
        values.Take(leaf, node + 1);
        Assert.False(values.IsPending(leaf));
        Assert.True(values.IsPending(node));
        values[node].Evaluated = program.Generation;
        program.TryRestart();
        Assert.False(values.IsPending(leaf));
        Assert.True(values.IsPending(node));
    }

    [Fact]
    public void A_view_is_shown_by_its_strides_or_by_the_copy_of_this_recording()
    {
        var program = new Program<double>();
        var values = new Values<double>(program);
        int node = Append(program, values);
        values[node].Address = 640;
        values.Resolve(node, out OperandView whole);
        Assert.True(whole is { Address: 640, IsContiguous: true });
        values.SetStrides(ref values[node], new Layout([2, 3], default).Strides);
        values.Resolve(node, out OperandView shown);
        Assert.True(shown is { Address: 640, IsContiguous: false });
        Assert.Equal(default, shown.Strides);
        ref StridedView view = ref values.ViewOf(in values[node]);
        (view.Copy, view.Copied) = (1280, program.Generation);
        values.Resolve(node, out OperandView copy);
        Assert.True(copy is { Address: 1280, IsContiguous: true });
        values.Take(node, node + 1);
        values.Resolve(node, out shown);
        Assert.False(shown.IsContiguous);
    }

    [Fact]
    public void A_view_that_lies_otherwise_keeps_the_memory_of_its_copy_but_not_what_is_in_it()
    {
        var program = new Program<double>();
        var values = new Values<double>(program);
        int node = Append(program, values);
        Assert.Equal(0, values.CopyOf(in values[node]));
        values.SetStrides(ref values[node], default);
        ref StridedView view = ref values.ViewOf(in values[node]);
        (view.Copy, view.Copied) = (1280, program.Generation);
        values.Unplace(node);
        Assert.True(values[node] is { Address: 0, View: -1, Parameter: -1 });
        Assert.Equal(1280, values.CopyOf(in values[node]));
        values.SetStrides(ref values[node], default);
        Assert.Equal(1280, values.ViewOf(in values[node]).Copy);
        Assert.Equal(0u, values.ViewOf(in values[node]).Copied);
    }

    [Fact]
    public void The_views_of_forgotten_nodes_are_used_again_and_begin_empty()
    {
        var program = new Program<double>();
        var values = new Values<double>(program);
        int kept = Append(program, values), forgotten = Append(program, values);
        values.SetStrides(ref values[kept], default);
        values.SetStrides(ref values[forgotten], default);
        values.ViewOf(in values[forgotten]).Copy = 1280;
        values.Forget(forgotten);
        values.Append(forgotten);
        values.SetStrides(ref values[forgotten], default);
        Assert.Equal(1, values[forgotten].OwnView);
        Assert.Equal(0, values.CopyOf(in values[forgotten]));
    }

    [Fact]
    public void Only_views_are_forgotten_that_are_known_and_not_recorded()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(new double[6], [2, 3], "x");
        Variable<double> before = x.Transpose(), sines = x.Sin(), after = x.Transpose();
        tape.Values.ForgetViews(sines.Index, tape.Program.Count);
        Assert.NotEqual(0, tape.Values[before.Index].Address);
        Assert.NotEqual(0, tape.Values[sines.Index].Address);
        Assert.Equal(0, tape.Values[after.Index].Address);
    }

    private static int Append(Program<double> program, Values<double> values)
    {
        int node = program.Append(LeafOperation<double>.Variable, [], new Shape(2, 3), isDifferentiable: true);
        values.Append(node);
        return node;
    }
}
