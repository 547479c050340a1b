namespace Autograd.Tests.Evaluation;

public class EqualNodesTests
{
    [Fact]
    public void The_same_operation_of_the_same_operands_is_computed_once()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3, 4], [2, 2]);
        Variable<double> first = x.Transpose().MatMul(x).Exp(), second = x.Transpose().MatMul(x).Exp(), sum = (first + second).Sum();
        Draft<double> draft = Found(sum);
        Assert.Equal(draft.SlotOf(first.Index, isAgain: false), draft.SlotOf(second.Index, isAgain: false));
        Assert.Equal(3, draft.Nodes.Items.ToArray().Count(own => own.SameAs >= 0));
        Assert.Equal(Math.Exp(10) * 2 + Math.Exp(14) * 4 + Math.Exp(20) * 2, sum.Scalar, 1e-5);
        Assert.Single(tape.Plans.Run[0].Steps.Items.ToArray(), step => step.Operation!.Name == "MatMul");
    }

    [Fact]
    public void Other_operands_or_another_order_are_not_the_same()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3]);
        var y = tape.Variable([3.0, 1, 2]);
        Variable<double>[] other = [x - y, y - x, x + y, x.Slice(0, 0, 2), x.Slice(0, 1, 2), x.Exp(), y.Exp(), x * 2, x * 3];
        Variable<double> sum = tape.Constant(0.0);
        foreach (Variable<double> one in other) sum += one.Sum();
        Assert.DoesNotContain(Found(sum).Nodes.Items.ToArray(), own => own.SameAs >= 0);
    }

    /// <summary>Both are asked for: each has its value until the tape is reset, in the memory of the first.</summary>
    [Fact]
    public void What_is_asked_for_is_held_where_the_first_lies()
    {
        using Tape<double> tape = Drafts.Deferred();
        for (int recording = 0; recording < 3; recording++)
        {
            tape.Reset();
            var x = tape.Variable([0.5 + recording, 1]);
            Variable<double> first = x.Sin(), second = x.Sin(), loss = (first * second).Sum() + second.Cos().Sum();
            _ = loss.Scalar;
            double expected = Math.Sin(0.5 + recording);
            Assert.Equal(expected, second.ToArray()[0], 1e-15);
            Assert.Equal(expected, first.ToArray()[0], 1e-15);
            Assert.Equal((2 * expected - Math.Sin(expected)) * Math.Cos(0.5 + recording), loss.Backward()[x].ToArray()[0], 1e-14);
            if (recording > 0) Assert.Equal(tape.Values[first.Index].Address, tape.Values[second.Index].Address);
        }
    }

    /// <summary>What a budget keeps has to lie somewhere, though what it equals would stay in registers.</summary>
    [Fact]
    public void What_is_kept_lies_in_memory()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3]);
        Variable<double> first = x.Exp(), second = x.Exp(), loss = (first.Sin() + second.Cos()).Sum();
        tape.Values[second.Index].IsKept = true;
        Draft<double> draft = Found(loss);
        ElementGroups.Form(draft, isWanted: true, holdsForward: true, shortestSum: 1);
        Assert.True(draft.Of(first).IsMaterialized);
    }

    /// <summary>An operation of the user's may have its own reasons; a node that is to be computed again is not to be held.</summary>
    [Fact]
    public void Operations_from_outside_and_what_is_computed_again_are_left_alone()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3]);
        Variable<double> loss = (x.Apply(new Foreign()) + x.Apply(new Foreign())).Sum();
        Assert.DoesNotContain(Found(loss).Nodes.Items.ToArray(), own => own.SameAs >= 0);

        Variable<double> again = tape.Checkpoint(v => v.Exp().Sin(), x) + tape.Checkpoint(v => v.Exp().Sin(), x);
        Assert.DoesNotContain(Found(again.Sum()).Nodes.Items.ToArray(), own => own.SameAs >= 0);
    }

    /// <summary>A loss that computes everything twice, trained with and without it.</summary>
    [Theory]
    [InlineData(EvaluationMode.Deferred)]
    [InlineData(EvaluationMode.Eager)]
    public void Training_gives_the_same_bits(EvaluationMode mode) => Assert.Equal(Train(mode, unitesEqual: false), Train(mode, unitesEqual: true));

    [Fact]
    public void The_text_of_a_plan_says_what_is_the_same()
    {
        using Tape<double> tape = Drafts.Deferred();
        var x = tape.Variable([1.0, 2, 3]);
        _ = (x.Exp() * x.Exp()).ToArray();
        Assert.Equal(
            """
            1. Elements [3]: %1 Exp = %2 Exp, %3 Multiply (held); 48 bytes moved, 6 multiply-adds
            1 step, 64 bytes of memory, 48 bytes moved, 6 multiply-adds
            """.ReplaceLineEndings("\n"),
            PlanText.Of(tape.Plans.Run[0], tape.Program));
    }

    private static Draft<double> Found(Variable<double> wanted)
    {
        Draft<double> draft = Drafts.Needed(wanted);
        new EqualNodes().Find(draft);
        return draft;
    }

    private static double[] Train(EvaluationMode mode, bool unitesEqual)
    {
        var weight = new Parameter<double>("W", [4, 4], [.. Enumerable.Range(0, 16).Select(i => Math.Sin(i))]);
        var bias = new Parameter<double>("b", [4], [0.1, -0.2, 0.3, 0]);
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        tape.Plans.Planner.UnitesEqual = unitesEqual;
        var read = new List<double>();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            var x = tape.Constant([.. Enumerable.Range(0, 12).Select(i => Math.Cos(i + step))], [3, 4]);
            Variable<double> w = tape.Watch(weight), b = tape.Watch(bias);
            Variable<double> Layer() => (x.MatMul(w.Transpose()) + b).Tanh();
            Variable<double> loss = (Layer() * Layer().Softmax(1)).Square().Mean() + Layer().Mean([0]).Exp().Sum() + (w * w).Sum() + w.Square().Sum();
            read.Add(loss.Scalar);
            Gradients<double> gradients = loss.Backward();
            Variable<double> dw = gradients[weight], db = gradients[bias];
            tape.Update((weight, w - (0.1 * dw)), (bias, b - (0.1 * dw.Sum([0])) - (0.1 * dw.Sum([0])) - db));
        }

        return [.. read, .. weight.Values, .. bias.Values];
    }

    private readonly record struct Foreign : IUnaryOperation<Foreign, double>
    {
        public static string Name => "Foreign";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => x * x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent) => 2 * x * cotangent;
    }
}
