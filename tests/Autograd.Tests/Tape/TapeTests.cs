using System.Numerics.Tensors;

namespace Autograd.Tests.Tape;

public class TapeTests
{
    [Fact]
    public void Leaves_keep_lengths_and_a_copy_of_the_elements()
    {
        using var tape = new Tape<double>();
        double[] values = [1, 2, 3, 4, 5, 6];
        var x = tape.Variable(values, [2, 3]);
        var c = tape.Constant(Tensor.Create(values, [3, 2]).AsReadOnlyTensorSpan());
        var s = tape.Variable(2.5);
        values[0] = 99;
        Assert.Equal([1, 2, 3, 4, 5, 6], x.ToArray());
        Assert.Equal(new Shape(3, 2), c.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], c.ToArray());
        Assert.Equal(2.5, s.Scalar);
        Assert.Equal(Shape.Scalar, s.Shape);
        Assert.Equal([1], s.Value.Lengths.ToArray());
        Assert.Equal([2, 3], x.Value.Lengths.ToArray());
        Assert.Equal(6, x.Value[1, 2]);
        Assert.Equal(6, x.ToTensor()[1, 2]);
        Assert.True(x.IsDifferentiable && s.IsDifferentiable && !c.IsDifferentiable);
        Assert.Equal(3, tape.NodeCount);
    }

    [Fact]
    public void A_leaf_from_a_part_of_a_tensor_takes_that_part()
    {
        using var tape = new Tape<double>();
        var tensor = Tensor.Create([1.0, 2, 3, 4, 5, 6], [2, 3]);
        ReadOnlyTensorSpan<double> part = tensor.AsReadOnlyTensorSpan().Slice([0..2, 1..3]);
        var x = tape.Variable(part);
        Assert.Equal(new Shape(2, 2), x.Shape);
        Assert.Equal([2, 3, 5, 6], x.ToArray());
    }

    [Fact]
    public void A_default_tensor_span_is_refused_instead_of_read()
    {
        using var tape = new Tape<double>();
        Assert.Throws<ArgumentException>(() => tape.Variable(default(ReadOnlyTensorSpan<double>)));
        Assert.Throws<ArgumentException>(() => tape.Constant(default(ReadOnlyTensorSpan<double>)));
        Assert.Equal(0, tape.NodeCount);
    }

    [Fact]
    public void Empty_tensors_of_any_lengths_can_be_recorded_and_read()
    {
        using var tape = new Tape<float>();
        foreach (Shape shape in new Shape[] { [0], [2, 0], [0, 0, 3] })
        {
            var x = tape.Variable(ReadOnlySpan<float>.Empty, shape);
            var y = x.Exp() * 2 + x;
            Assert.Equal(shape, y.Shape);
            Assert.Empty(y.ToArray());
            Assert.Equal(shape.ToArray(), y.Value.Lengths.ToArray());
            Gradients<float> gradients = y.Sum().Backward();
            Assert.Equal(shape, gradients[x].Shape);
            Assert.Empty(gradients[x].ToArray());
        }
    }

    [Fact]
    public void Leaves_are_named_after_their_expression_and_any_node_can_be()
    {
        using var tape = new Tape<double>();
        double[] inputs = [1, 2];
        double rate = 3;
        var x = tape.Variable(inputs, [2]);
        var hidden = x * x;
        Assert.Equal("inputs", x.Name);
        Assert.Equal("rate", tape.Variable(rate).Name);
        Assert.Equal("inputs", tape.Constant(inputs.AsSpan(), [2]).Name?.Split('.')[0]);
        Assert.Equal("data", tape.Constant(inputs, [2], "data").Name);
        Assert.Null(tape.Constant(1.0).Name);
        Assert.Null(hidden.Name);
        Assert.Equal("hidden", hidden.Named().Name);
        Assert.Equal("h", hidden.Named("h").Name);
        Assert.Equal("[1, 4]", hidden.ToString());
        Assert.Equal("h = Multiply [2]", tape.Describe(hidden));
        Assert.Equal("W", tape.Watch(new Parameter<double>("W", [2])).Name);
    }

    [Fact]
    public void Watch_gives_the_same_node_within_one_recording_and_a_new_one_after_a_reset()
    {
        using var tape = new Tape<double>();
        Parameter<double> a = new("a", [2], [1, 2]), b = new("b", [2], [1, 2]);
        var first = tape.Watch(a);
        Assert.Equal(first, tape.Watch(a));
        Assert.NotEqual(first, tape.Watch(b));
        Assert.Equal(2, tape.NodeCount);
        tape.Reset();
        Assert.NotEqual(first, tape.Watch(a));
        Assert.Equal([1, 2], tape.Watch(a).ToArray());
    }

    [Fact]
    public void A_parameter_is_read_in_place()
    {
        using var tape = new Tape<double>();
        var parameter = new Parameter<double>("p", [3], [1, 2, 3]);
        var watched = tape.Watch(parameter);
        Assert.True(watched.Span.Overlaps(parameter.Values));
        Assert.Equal(0, parameter.Version);
    }

    [Fact]
    public void Every_use_of_a_handle_from_before_a_reset_throws_even_if_a_node_with_its_number_exists()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2], [2]);
        var y = x.Exp();
        Gradients<double> gradients = y.Sum().Backward();
        tape.Reset();
        var z = tape.Variable([1.0, 2], [2]);
        int count = tape.NodeCount;
        Action[] uses =
        [
            () => _ = x.Shape, () => _ = x.Span, () => _ = x.Value, () => _ = x.Scalar, () => _ = x.Name, () => _ = x.IsDifferentiable, () => x.Named("n"),
            () => x.ToArray(), () => x.Exp(), () => _ = x + z, () => _ = z + x, () => _ = x + 1, () => _ = 1 - x, () => x.Sum(), () => y.Sum().Backward(),
            () => _ = gradients[z], () => _ = gradients.IsConnected(z), () => tape.Backward([x], [z]), () => z.Backward(x), () => z.Tape.Where(z, x, 0), () => z.Tape.Where(z, 0, x),
            () => tape.Concatenate(0, z, x), () => tape.Stack(0, z, x), () => x.MatMul(z), () => z.MatMul(x), () => z.Outer(x), () => x.Tape.Where(x, 1, 0),
        ];
        for (int k = 0; k < uses.Length; k++)
        {
            var error = Record.Exception(uses[k]);
            Assert.True(error is InvalidOperationException, $"use {k}: {error?.GetType().Name ?? "nothing"}");
            Assert.Contains("recorded before the tape was reset", error!.Message, StringComparison.Ordinal);
            Assert.True(count == tape.NodeCount, $"use {k} left nodes");
        }
    }

    [Fact]
    public void Operands_of_two_tapes_do_not_mix()
    {
        using var one = new Tape<double>();
        using var two = new Tape<double>();
        Variable<double> x = one.Variable([1.0, 2], [2]), y = two.Variable([1.0, 2], [2]);
        var indices = two.Indices([0, 1]);
        var gradients = (x * x).Sum().Backward();
        int nodesOne = one.NodeCount, nodesTwo = two.NodeCount;
        Action[] uses =
        [
            () => _ = x + y, () => x.MatMul(y), () => x.Outer(y), () => one.Concatenate(0, x, y), () => one.Stack(0, x, y), () => one.Stack(0, y, y), () => two.Concatenate(0, x),
            () => x.Tape.Where(x, y, 0), () => x.Tape.Where(x, 1, y), () => x.Gather(0, indices), () => x.ScatterAdd(0, indices, y), () => x.Backward(y), () => two.Backward([x], [y]),
            () => _ = gradients[y], () => _ = gradients.IsConnected(y), () => x.MeanSquaredError(y), () => x.BinaryCrossEntropy(y), () => x.CrossEntropy(y), () => x.HalfMeanSquaredError(y),
        ];
        for (int k = 0; k < uses.Length; k++)
        {
            var error = Record.Exception(uses[k]);
            Assert.True(error is ArgumentException, $"use {k}: {error?.GetType().Name ?? "nothing"}");
            Assert.EndsWith("the operands belong to different tapes. Record them on one tape.", error!.Message);
            Assert.True(nodesOne == one.NodeCount && nodesTwo == two.NodeCount, $"use {k} left nodes");
        }
    }

    [Fact]
    public void A_default_variable_belongs_to_no_tape()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0], [1]);
        Variable<double> nothing = default;
        Assert.Equal("no variable", nothing.ToString());
        Assert.Equal(default, nothing);
        Action[] uses =
        [
            () => _ = nothing.Shape, () => _ = nothing.Span, () => _ = nothing.Tape, () => _ = nothing + x, () => _ = x + nothing, () => nothing.Exp(), () => _ = nothing * 2,
            () => _ = 2 / nothing, () => nothing.Backward(), () => x.Backward(nothing), () => tape.Concatenate(0, nothing), () => nothing.Named("n"), () => x.Gather(0, default(Indices<double>)), () => _ = default(Gradients<double>)[x],
        ];
        for (int k = 0; k < uses.Length; k++)
        {
            var error = Record.Exception(uses[k]);
            Assert.True(error is InvalidOperationException, $"use {k}: {error?.GetType().Name ?? "nothing"}");
            Assert.StartsWith("Variable: this is default, which belongs to no tape.", error!.Message);
            Assert.Equal(1, tape.NodeCount);
        }
    }

    [Fact]
    public void A_disposed_tape_says_so()
    {
        var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2], [2]);
        tape.Dispose();
        tape.Dispose();
        Action[] uses =
        [
            () => tape.Variable(1.0), () => tape.Constant(1.0), () => tape.Constant([1.0], [1]), () => tape.Indices([1]), () => tape.Watch(new Parameter<double>("p", [])), tape.Reset,
            () => tape.Variable(Tensor.Create([1.0]).AsReadOnlyTensorSpan()), () => _ = x.Span, () => x.Exp(), () => _ = x.Shape, () => tape.Record(new ConcatenateOperation<double>(0)),
        ];
        for (int k = 0; k < uses.Length; k++)
        {
            var error = Record.Exception(uses[k]);
            Assert.True(error is ObjectDisposedException, $"use {k}: {error?.GetType().Name ?? "nothing"}");
        }

        Assert.Equal(0, tape.NodeCount);
    }

    [Fact]
    public void Spans_outlive_reset_growth_and_disposal_of_their_tape_without_touching_freed_memory()
    {
        ReadOnlySpan<double> early = Early(out ReadOnlySpan<double> parameter);
        for (int k = 0; k < 5; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = GC.AllocateUninitializedArray<double>(100_000, pinned: true);
        }

        Assert.Equal([1, 2, 3], early);
        Assert.Equal([4, 5], parameter);

        static ReadOnlySpan<double> Early(out ReadOnlySpan<double> parameter)
        {
            var tape = new Tape<double>();
            ReadOnlySpan<double> span = tape.Variable([1.0, 2, 3], [3]).Span;
            parameter = tape.Watch(new Parameter<double>("p", [2], [4, 5])).Span;
            for (int k = 0; k < 100; k++) tape.Constant(new double[1000], [1000]);
            tape.Reset();
            for (int k = 0; k < 100; k++) tape.Constant(new double[1000], [1000]);
            tape.Dispose();
            return span;
        }
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_pending_node_whose_parameter_was_updated_throws_and_says_which(EvaluationMode evaluation)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Parameter<double> a = new("alpha", [2], [1, 2]), b = new("beta", [2], [3, 4]);
        var evaluated = tape.Watch(a) * tape.Watch(b);
        var view = tape.Watch(a).Reshape(1, 2);
        Assert.Equal([3, 8], evaluated.ToArray());
        _ = view.Span;
        Gradients<double> gradients = evaluated.Sum().Backward();
        var pending = gradients[b];
        a.Update()[0] = 100;
        Action[] uses =
        [
            () => _ = pending.Span, () => _ = view.Span, () => tape.Watch(a), () => _ = view.Exp().Span, () => _ = view.Transpose().Exp().Span,
        ];
        Assert.All(uses, use => Assert.StartsWith("Value: parameter alpha was updated since it was recorded", Assert.Throws<InvalidOperationException>(use).Message));
        Assert.Equal([3, 8], evaluated.ToArray());
        tape.Reset();
        Assert.Equal([300, 8], (tape.Watch(a) * tape.Watch(b)).ToArray());
    }

    [Fact]
    public void A_gradient_that_needs_no_updated_parameter_is_still_that_of_the_recording()
    {
        using var tape = new Tape<double>();
        Parameter<double> a = new("a", [2], [1, 2]), b = new("b", [2], [3, 4]);
        Gradients<double> gradients = (tape.Watch(a) * tape.Watch(b)).Sum().Backward();
        a.Update()[0] = 100;
        Assert.Equal([3, 4], gradients[a].ToArray());
        Assert.Throws<InvalidOperationException>(() => gradients[b].ToArray());
    }

    [Fact]
    public void Deferred_and_eager_agree_bit_for_bit_and_deferred_evaluates_only_what_is_read()
    {
        double[][] results = [.. new[] { EvaluationMode.Eager, EvaluationMode.Deferred }.Select(Run)];
        Assert.Equal(results[0], results[1]);

        static double[] Run(EvaluationMode evaluation)
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
            var random = new Random(3);
            var x = tape.Variable([.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5)], [3, 4]);
            var w = tape.Variable([.. Enumerable.Range(0, 20).Select(_ => random.NextDouble() - 0.5)], [4, 5]);
            var unused = x.Exp();
            var h = (x.MatMul(w) + x.Sum([1], keep: true)).Tanh();
            var y = (h.Softmax(-1) * h.Transpose().Reshape(3, 5)).LogSumExp() + h.Slice(1, 3, 2, -2).Square().Mean();
            Gradients<double> gradients = y.Backward();
            double[] all = [y.Scalar, .. gradients[x].Span, .. gradients[w].Span, .. gradients[h].Span];
            Assert.Equal(evaluation == EvaluationMode.Deferred, tape.Values.IsPending(unused.Index));
            return all;
        }
    }

    [Fact]
    public void Failed_calls_leave_no_node_and_the_tape_stays_usable()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2, 3, 4, 5, 6], [2, 3]);
        var v = tape.Variable([1.0, 2], [2]);
        Variable<double> wide = tape.Constant(ReadOnlySpan<double>.Empty, [65536, 65536, 0]), none = tape.Constant(ReadOnlySpan<double>.Empty, [0]);
        var classes = tape.Indices([0, 5]);
        int count = tape.NodeCount;
        Action[] fail =
        [
            () => _ = x + v, () => x.MatMul(v), () => wide.MatMul(none), () => x.Tape.Where(x, v, 1), () => x.Tape.Where(x, 1, v), () => x.CrossEntropy(classes), () => x.Pick(-1, classes), () => x.Gather(0, classes),
            () => x.Backward(), () => x.StopGradient().Sum().Backward(v), () => tape.Stack(3, v, v), () => tape.Stack(0, v, x), () => tape.Concatenate(0), () => x.Reshape(4), () => x.Sum([2]), () => x.Softmax(0, 0),
            () => x.Slice(0, 1, 2), () => x.Variance([5]), () => x.BinaryCrossEntropy(v), () => tape.Constant([1.0], [2]), () => x.Clamp(1, 0), () => x.ScatterAdd(0, classes, x), () => tape.Constant(1.0).Backward(), () => x.Apply(default(FailingOperation)),
        ];
        for (int k = 0; k < fail.Length; k++)
        {
            int before = tape.NodeCount;
            var error = Record.Exception(fail[k]);
            Assert.True(error is ArgumentException or InvalidOperationException, $"{k}: {error?.GetType().Name ?? "nothing"}");
            int own = k is 9 ? 2 : k is 22 ? 1 : 0;
            Assert.True(tape.NodeCount == before + own, $"call {k} left {tape.NodeCount - before - own} nodes");
        }

        Assert.True(count < tape.NodeCount);
        Assert.Equal([2, 4, 6, 8, 10, 12], (x + x).ToArray());
    }

    /// <summary>A kernel that gives up.</summary>
    private readonly record struct FailingOperation : IKernelOperation<FailingOperation, double>
    {
        public static string Name => "Failing";

        public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

        public void Evaluate(in Operands<double> operands, Span<double> destination) => throw new InvalidOperationException("Failing: given up.");

        public void Vjp(in VjpContext<double> context) => context.Contribute(0, context.Cotangent);
    }

    [Fact]
    public void Gradients_go_on_after_as_many_resets_as_a_generation_counts()
    {
        using var tape = new Tape<double>();
        var p = new Parameter<double>("p", [], [3]);
        Assert.Equal(6, Gradient(1));
        tape.Program.Generation = uint.MaxValue - 4;
        for (int k = 1; k <= 8; k++) Assert.Equal(6 * k, Gradient(k));

        double Gradient(double k)
        {
            tape.Reset();
            var w = tape.Watch(p);
            return (w.Square() * k).Backward()[p].Scalar;
        }
    }

    [Fact]
    public void Only_float_and_double_are_accepted()
    {
        var error = Assert.Throws<NotSupportedException>(() => new Tape<Half>());
        Assert.Equal("Tape<Half>: element type Half is not supported; it is float or double.", error.Message);
        Assert.Throws<NotSupportedException>(() => new Parameter<System.Runtime.InteropServices.NFloat>("p", [2]));
    }

    [Fact]
    public void A_leaf_for_which_there_is_no_memory_leaves_nothing_behind()
    {
        using var tape = new Tape<float>();
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            Assert.Throws<InvalidOperationException>(() => tape.Constant(new ReadOnlyTensorSpan<float>(new float[1], [int.MaxValue], [0])));
            Assert.Equal(0, tape.NodeCount);
            var x = tape.Variable(3f);
            Assert.Equal(6, x.Square().Backward()[x].Scalar);
        }
    }

    [Fact]
    public void A_rule_may_not_reset_its_tape()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(3.0);
        var y = x.Apply(new ResettingOperation());
        Assert.Contains("inside a reverse walk", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
        Assert.Equal(6, x.Square().Backward()[x].Scalar);
    }

    /// <summary>y = x, with a rule that does what it may not.</summary>
    private readonly record struct ResettingOperation : IUnaryOperation<ResettingOperation, double>
    {
        public static string Name => "Resetting";

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, double> => x;

        public Variable<double> Vjp(Variable<double> x, Variable<double> y, Variable<double> cotangent)
        {
            x.Tape.Reset();
            return cotangent;
        }
    }
}
