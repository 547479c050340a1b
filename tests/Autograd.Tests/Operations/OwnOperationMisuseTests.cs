using Autograd.Tests.Fuzz;

namespace Autograd.Tests.Operations;

/// <summary>Own operations that claim, show or do what they must not: each is refused in words, and the tape stays as it was.</summary>
public class OwnOperationMisuseTests
{
    private static readonly TapeOptions Deferred = new() { Evaluation = EvaluationMode.Deferred };

    [Fact]
    public void A_variable_where_an_operation_takes_indices_is_refused()
    {
        // The scalar shown a hundred times was read as a hundred whole numbers, far beyond its memory.
        using var tape = new Tape<float>();
        Variable<float> x = tape.Variable([1, 2, 3], [3]), repeated = tape.Constant(0f).BroadcastTo([100]);
        int count = tape.NodeCount;
        var thrown = Assert.Throws<ArgumentException>(() => x.Apply(new GatherOperation<float>(0), repeated));
        Assert.Equal("Gather: operand 1 is a variable, but it takes indices there. Make them with tape.Indices, or by ArgMax or ArgMin. (Parameter 'operands')", thrown.Message);
        Assert.Throws<ArgumentException>(() => x.Apply(new PickOperation<float>(0), tape.At(0)));
        Assert.Throws<ArgumentException>(() => x.Apply(new PlaceOperation<float>(0, 3), x));
        Assert.Throws<ArgumentException>(() => x.Apply(new ScatterAddOperation<float>(0, 3), x));
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal([3, 1], x.Apply(new GatherOperation<float>(0), tape.Indices([2, 0])).ToArray());
    }

    [Fact]
    public void Indices_where_an_operation_takes_a_variable_are_refused()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 1, 1], [3]), found = tape.Variable([1, 3, 2, 0, 5, 4], [2, 3]).Apply(new ArgMaxOperation<double>(1));
        Indices<double> indices = tape.Indices([1, 2, 3]);
        int count = tape.NodeCount;
        var thrown = Assert.Throws<ArgumentException>(() => x.Apply(new MultiplyOperation<double>(), indices));
        Assert.Equal("Multiply: operand 1 is indices, but it takes a variable there. Indices choose elements; they are not computed with. (Parameter 'operands')", thrown.Message);
        Assert.Throws<ArgumentException>(() => found.Exp());
        Assert.Throws<ArgumentException>(() => found.Reshape([2, 1]));
        Assert.Throws<ArgumentException>(() => found.Apply(new GatherOperation<double>(0), indices));
        Assert.Equal(count, tape.NodeCount);
    }

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_view_that_reaches_beyond_its_operand_is_refused(int offset)
    {
        using var tape = new Tape<float>();
        Variable<float> x = tape.Variable([1, 2, 3, 4], [4]), part = x.Slice(0, 1, 2), reversed = x.Flip(0);
        int count = tape.NodeCount;
        foreach (Variable<float> operand in (Variable<float>[])[x, part, reversed])
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => operand.Apply(View<float>(Mischief.Offset, offset)));
            Assert.Equal($"HostileView: its TryView gave a layout of shape {operand.Shape}, from element {offset} on, that reaches beyond the elements of its operand, of shape {operand.Shape}.", thrown.Message);
        }

        Assert.Throws<InvalidOperationException>(() => x.Apply(View<float>(Mischief.Negative, 0)));
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal([1, 2, 3, 4], x.Apply(View<float>(Mischief.Offset, 0)).ToArray());
        Assert.Equal([4, 3, 2, 1], reversed.Apply(View<float>(Mischief.Offset, 0)).ToArray());
    }

    [Fact]
    public void A_view_may_show_no_element_from_anywhere_and_none_of_no_elements()
    {
        using var tape = new Tape<double>();
        Assert.Empty(tape.Variable([], [0, 3]).Slice(1, 2, 1).ToArray());
        Assert.Empty(tape.Variable([1, 2, 3], [3]).Slice(0, 3, 0).BroadcastTo([2, 0]).ToArray());
    }

    [Theory]
    [InlineData(Mischief.Layout)]
    [InlineData(Mischief.Never)]
    public void A_view_that_gives_no_layout_of_its_shape_is_refused(Mischief mischief)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3, 4], [2, 2]), y = x.Transpose();
        foreach (Variable<double> operand in (Variable<double>[])[x, y])
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => operand.Apply(View<double>(mischief, 0)));
            Assert.Equal("HostileView: its TryView gave no layout of shape [2, 2], which its InferShape infers, even of a contiguous operand of shape [2, 2].", thrown.Message);
        }

        Assert.Equal(2, tape.NodeCount);
    }

    [Fact]
    public void A_view_that_keeps_the_order_of_other_elements_is_refused()
    {
        // It showed what lies behind its operand.
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3], [3]);
        var thrown = Assert.Throws<InvalidOperationException>(() => x.Apply(new LongerOperation()));
        Assert.Equal("Longer: it is declared to keep the order of the elements, but from shape [3] it infers [1000]; the numbers of elements 3 and 1000 differ.", thrown.Message);
        Assert.Equal(1, tape.NodeCount);
    }

    public static TheoryData<Mischief, bool> Uses
    {
        get
        {
            var data = new TheoryData<Mischief, bool>();
            foreach (Mischief mischief in (Mischief[])[Mischief.Records, Mischief.Watches, Mischief.Reads, Mischief.ReadsIndices, Mischief.Differentiates, Mischief.Resets, Mischief.Disposes])
            {
                data.Add(mischief, false);
                data.Add(mischief, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void A_kernel_a_formula_and_a_layout_must_leave_their_tape_alone(Mischief mischief, bool isDeferred)
    {
        using var tape = new Tape<double>(isDeferred ? Deferred : TapeOptions.Default);
        Variable<double> x = tape.Variable([1, 2, 3], [3]);
        var culprit = new Culprit<double>(tape, x);
        Func<Variable<double>>[] calls =
        [
            () => x.Apply(new HostileKernel<double>(mischief, Mischief.None, Mischief.None, 0, culprit)),
            () => x.Apply(new HostileKernel<double>(Mischief.None, Mischief.None, mischief, 0, culprit)),
            () => x.Apply(new HostileFormula<double>(mischief, Mischief.None, culprit)),
            () => x.Apply(new HostileView<double>(mischief, 0, culprit)),
        ];
        foreach (Func<Variable<double>> call in calls)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => call().ToArray());
            Assert.Equal("Tape: it is at work for an operation, whose own code called it. Kernels, formulas, layouts and shape rules use what they are given, not their tape.", thrown.Message);
            Assert.Equal([2, 4, 6], x.Square().Sum().Backward()[x].ToArray());
        }
    }

    [Theory]
    [InlineData(Mischief.Resets)]
    [InlineData(Mischief.Disposes)]
    public void A_rule_must_not_reset_or_dispose_of_its_tape(Mischief mischief)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3], [3]), y = x.Apply(new HostileFormula<double>(Mischief.None, mischief, new Culprit<double>(tape, x))).Sum();
        int count = tape.NodeCount;
        Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal([2, 4, 6], x.Square().Sum().Backward()[x].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(9)]
    public void Operands_that_are_not_there_are_refused(int operand)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3], [3]);
        var culprit = new Culprit<double>(tape, x);
        foreach (Mischief read in (Mischief[])[Mischief.Offset, Mischief.Indices])
        {
            var inKernel = Assert.Throws<ArgumentOutOfRangeException>(() => x.Apply(new HostileKernel<double>(read, Mischief.None, Mischief.None, operand, culprit)));
            Assert.Equal($"Evaluate: operand {operand} was asked for; there are 1, counted from 0. (Parameter 'operand')", inKernel.Message);
            Variable<double> y = x.Apply(new HostileKernel<double>(Mischief.None, read, Mischief.None, operand, culprit)).Sum();
            var inRule = Assert.Throws<ArgumentOutOfRangeException>(() => y.Backward());
            Assert.Equal($"HostileKernel: operand {operand} was asked for; there are 1, counted from 0. (Parameter 'operand')", inRule.Message);
        }
    }

    [Fact]
    public void Elements_are_not_read_as_indices()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3], [3]);
        var culprit = new Culprit<double>(tape, x);
        var inKernel = Assert.Throws<InvalidOperationException>(() => x.Apply(new HostileKernel<double>(Mischief.Indices, Mischief.None, Mischief.None, 0, culprit)));
        Assert.Equal("Evaluate: operand 0 was read as indices, but it is not. An operation that takes indices says so by IndexOperands.", inKernel.Message);
        Variable<double> y = x.Apply(new HostileKernel<double>(Mischief.None, Mischief.Indices, Mischief.None, 0, culprit)).Sum();
        Assert.StartsWith("HostileKernel: operand 0 was read as indices", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
    }

    [Fact]
    public void What_is_default_holds_nothing()
    {
        Assert.Equal(0, default(Operands<double>).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = default(Operands<double>)[0]; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = default(Operands<double>).Indices(0); });
        Assert.Throws<InvalidOperationException>(() => { _ = default(Strided<double>).Span; });
        Assert.Equal(default, default(VjpContext<double>).Result);
        Assert.Throws<ArgumentOutOfRangeException>(() => default(VjpContext<double>).Needs(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(VjpContext<double>).Contribute(0, default));
    }

    private static HostileView<T> View<T>(Mischief mischief, int number)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => new(mischief, number, new Culprit<T>(null!, default));

    /// <summary>A view of more elements than there are.</summary>
    private readonly record struct LongerOperation : IViewOperation<LongerOperation, double>
    {
        public static string Name => "Longer";

        public static bool KeepsOrder => true;

        public Shape InferShape(Shape x) => [1000];

        public bool TryView(in Layout x, out Layout y, out int offset)
        {
            y = Layout.Contiguous([1000]);
            offset = 0;
            return true;
        }

        public Variable<double> Vjp(Variable<double> x, Variable<double> cotangent) => default;
    }
}
