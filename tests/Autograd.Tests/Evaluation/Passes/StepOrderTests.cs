using Autograd.Tests.Operations;

namespace Autograd.Tests.Evaluation;

public class StepOrderTests
{
    /// <summary>The copy is made where the view of the view is recorded: what it shows must not be put off to the group that reads it later.</summary>
    [Fact]
    public void A_view_of_a_view_that_has_to_be_copied_shows_what_was_computed_before()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        tape.Plans.ColdNodes = 0;
        for (int round = 1; round < 4; round++)
        {
            tape.Reset();
            var x = tape.Variable([.. Enumerable.Range(0, 6).Select(i => (double)(i * round))], [2, 3]);
            Variable<double> doubled = x + x, turned = doubled.Transpose().Reshape(6), later = doubled * 3, weighted = turned * tape.Constant([1, 2, 3, 4, 5, 6], [6]);
            Assert.Equal(round * ((3 * 30) + (2 * (0 + 6 + 3 + 16 + 10 + 30))), (later.Sum() + weighted.Sum()).Scalar);
        }
    }

    [Fact]
    public void Views_are_folded_into_the_strides_of_their_users()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var y = x.CumulativeSum(0);
        var z = y.Transpose().Slice(0, 1..).MatMul(x);
        Draft<double> draft = Drafts.Ordered(z);
        Assert.Equal([(StepKind.Kernel, y.Index), (StepKind.Kernel, z.Index)], draft.Kinds());
        Location shown = draft.Operands[draft.Steps[1].FirstOperand].Location;
        Assert.Equal(draft.Of(y).Location.Buffer, shown.Buffer);
        Assert.Equal(sizeof(double), shown.Offset);
        Assert.Equal((1, 3), (draft.Strides[shown.View][0], draft.Strides[shown.View][1]));
        Assert.Equal(1, draft.Buffers[shown.Buffer].LastStep);
    }

    [Fact]
    public void What_a_kernel_needs_contiguous_is_copied_right_before_it_unless_it_lies_so()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var turned = x.Transpose();
        var y = turned.RunningSum();
        Assert.Equal([(StepKind.Copy, turned.Index), (StepKind.Kernel, y.Index)], Drafts.Ordered(y).Kinds());
        var z = x.Reshape(6).RunningSum();
        Assert.Equal([(StepKind.Kernel, z.Index)], Drafts.Ordered(z).Kinds());
    }

    [Fact]
    public void A_kernel_of_many_operands_gets_a_copy_of_each()
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> x = tape.Variable([1, 2, 3, 4], [2, 2]).Sin(), turned = x.Transpose();
        Variable<double> sum = tape.Record(new SumOfAllOperation(), [turned, turned, x, turned, turned, turned]);
        double[] sines = [Math.Sin(1), Math.Sin(2), Math.Sin(3), Math.Sin(4)];
        Assert.Equal([6 * sines[0], (5 * sines[2]) + sines[1], (5 * sines[1]) + sines[2], 6 * sines[3]], sum.ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void A_view_that_no_strides_show_shows_a_copy()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var turned = x.Transpose();
        var flat = turned.Reshape(6);
        var y = flat.Sin();
        Draft<double> draft = Drafts.Ordered(y);
        Assert.Equal([(StepKind.Copy, turned.Index), (StepKind.Kernel, y.Index)], draft.Kinds());
        Assert.Equal(draft.Steps[0].Buffer, draft.Of(flat).Location.Buffer);
        Assert.Equal(-1, draft.Of(flat).Location.View);
    }

    [Fact]
    public void A_view_that_is_held_holds_what_it_shows()
    {
        using Tape<double> tape = Drafts.Deferred();
        var y = tape.Variable(new double[6], [2, 3], "x").Sin();
        var turned = y.Transpose();
        Draft<double> draft = Drafts.Ordered(turned);
        Assert.False(draft.Of(y).IsHeld);
        Assert.True(draft.Buffers[draft.Of(y).Location.Buffer].IsHeld);
    }

    [Fact]
    public void A_group_is_one_step_after_all_that_it_reads()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[6], [2, 3], "x");
        var a = x.Sin();
        var sum = x.Sum();
        var b = a * sum;
        Draft<double> draft = Drafts.Ordered(b);
        Assert.Equal([(StepKind.Kernel, sum.Index), (StepKind.Group, b.Index)], draft.Kinds());
        Assert.Equal([x.Index, sum.Index], draft.Operands.Items[draft.Steps[1].FirstOperand..].ToArray().Select(operand => operand.Node));
    }

    /// <summary>The place of a contiguous operand may be taken; not of one that is seen in another order, or broadcast, too.</summary>
    [Fact]
    public void A_result_may_take_the_place_of_an_operand_that_is_read_element_by_element()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable(new double[9], [3, 3], "x");
        var sums = x.CumulativeSum(0);
        Assert.Equal(0, InPlaceOf(sums.Sin()));
        Assert.Equal(0, InPlaceOf(x + sums));
        Assert.Equal(0, InPlaceOf(sums.Reshape(9).Sin()));
        Assert.Equal(0, InPlaceOf(sums * sums));
        Assert.Equal(-1, InPlaceOf(sums + sums.Transpose()));
        Assert.Equal(-1, InPlaceOf(sums.Transpose().Sin()));
        Assert.Equal(-1, InPlaceOf(sums + sums.Slice(0, 0..1)));
        Assert.Equal(-1, InPlaceOf(sums - sums.At(0, 0).At(0, 0)));
        Assert.Equal(-1, InPlaceOf(sums.Flip(0).Flip(0) + sums.Flip(1)));
        Assert.Equal(-1, InPlaceOf(sums.CumulativeSum(1)));
        Assert.Equal(-1, InPlaceOf(x.Sin()));

        static int InPlaceOf(Variable<double> y) => Drafts.Ordered(y).Buffers.Items[^1].InPlaceOf;
    }

    [Fact]
    public void Parameters_are_known_behind_views_and_not_behind_copies()
    {
        using Tape<double> tape = Drafts.Deferred();
        var w = tape.Watch(new Parameter<double>("w", [2, 3]));
        var turned = w.Transpose();
        Draft<double> draft = Drafts.Ordered(turned.MatMul(w));
        Assert.Equal([0, 0], draft.Operands.Items.ToArray().Select(operand => operand.Location.Parameter));
        Assert.Equal(-1, Drafts.Ordered(turned.RunningSum()).Operands[1].Location.Parameter);
    }

    /// <summary>The sum of any number of operands, by a kernel that needs them contiguous.</summary>
    private readonly record struct SumOfAllOperation : IKernelOperation<SumOfAllOperation, double>
    {
        public static string Name => "SumOfAll";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination)
        {
            destination.Clear();
            for (int k = 0; k < operands.Count; k++)
            {
                ReadOnlySpan<double> x = operands[k].Span;
                for (int i = 0; i < x.Length; i++) destination[i] += x[i];
            }
        }

        public void Vjp(in VjpContext<double> context)
        {
            for (int k = 0; k < context.Count; k++) context.Contribute(k, context.Cotangent);
        }
    }
}
