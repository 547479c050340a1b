namespace Autograd.Tests.Evaluation;

public class LaterUsesTests
{
    /// <summary>In the second recording it is known that w will be read, which needs y and not u.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_known_read_needs_is_held(bool readsLater)
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2]);
            var y = x.Sin();
            var u = y.Cos();
            var z = u.Exp();
            if (step == 1)
            {
                Draft<double> draft = Drafts.Needed(z);
                new LaterUses().Find(draft, isEager: false);
                Assert.Equal([readsLater, false, true], draft.Nodes.Items.ToArray().Select(own => own.IsHeld));
            }

            _ = z.Span;
            var w = y.Square();
            if (readsLater) _ = w.Span;
        }
    }

    [Fact]
    public void What_was_asked_for_itself_is_held()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2]);
            var y = x.Sin();
            var z = y.Exp().Sum();
            if (step == 1)
            {
                Draft<double> draft = Drafts.Needed(z);
                new LaterUses().Find(draft, isEager: false);
                Assert.Equal([true, false, true], draft.Nodes.Items.ToArray().Select(own => own.IsHeld));
            }

            _ = z.Span;
            _ = y.Span;
        }
    }

    /// <summary>On an eager tape known nodes outside of reverse walks will be evaluated, whether or not somebody reads them; adjoint nodes only if so.</summary>
    [Fact]
    public void What_a_known_forward_node_needs_is_held_where_those_are_evaluated_at_once()
    {
        using var tape = new Tape<double>();
        tape.Plans.ColdNodes = 0;
        for (int step = 0; step < 2; step++)
        {
            tape.Reset();
            var x = tape.Variable([1.0, 2], [2]);
            var inner = x.Sin();
            Gradients<double> gradients = inner.Exp().Sum().Backward();
            var gradient = gradients[x];
            if (step == 1)
            {
                tape.Values[gradients[inner].Index].IsAskedFor = tape.Values[tape.NodeCount].IsAskedFor = false;
                Draft<double> draft = Drafts.Needed(gradient);
                new LaterUses().Find(draft, isEager: true);
                Assert.True(draft.Of(gradients[inner]).IsHeld);
                draft = Drafts.Needed(gradient);
                new LaterUses().Find(draft, isEager: false);
                Assert.False(draft.Of(gradients[inner]).IsHeld);
            }

            _ = gradient.Span;
            _ = gradients[inner].Square();
        }
    }
}
