using Autograd.Tests.Tape;

namespace Autograd.Tests.Diagnostics;

/// <summary>What printing does and leaves alone.</summary>
public class EquationsBehaviourTests
{
    private static readonly double[] Values = [0.1, -0.2, 0.3];

    [Fact]
    public void Printing_gradients_records_nothing_and_changes_no_number()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(Values, [3], "x");
        Gradients<double> gradients = x.Sigmoid().Square().Sum().Backward();
        double[] before = gradients[x].ToArray();
        int count = tape.NodeCount;
        _ = gradients.Equations().ToText(reasons: true);
        Assert.Equal(count, tape.NodeCount);
        Assert.Equal(before, gradients[x].ToArray());
    }

    [Fact]
    public void A_text_outlives_its_tape()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(Values, [3], "x");
        Equations<double> equations = (x * 2).Sum().Equations();
        tape.Reset();
        Assert.Equal("∇x = 2", Assert.Single(equations.Lines, l => l.Name == "∇x").ToString());
        Assert.Throws<InvalidOperationException>(() => equations.Lines[0].Variable.ToArray());
    }

    [Fact]
    public void Gradients_from_before_a_reset_are_refused()
    {
        using var tape = new Tape<double>();
        Gradients<double> gradients = tape.Variable(Values, [3], "x").Sum().Backward();
        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => gradients.Equations());
    }

    [Fact]
    public void A_constant_has_no_derivation()
    {
        using var tape = new Tape<double>();
        Assert.Throws<InvalidOperationException>(() => tape.Constant(1.0).Equations());
    }

    public static TheoryData<string, Func<Variable<double>, Variable<double>>> WithSlopesOfTheirOwn => new()
    {
        { "sigmoid", x => x.Sigmoid() },
        { "tanh", x => x.Tanh() },
        { "elu", x => x.Elu(0.75) },
        { "gelu", x => x.Gelu() },
        { "gelutanh", x => x.GeluTanh() },
        { "erfc", x => x.Erfc() },
        { "Φ", x => x.NormalDistribution() },
        { "logΦ", x => x.LogNormalDistribution() },
        { "exp(logΦ)", x => x.LogNormalDistribution().Exp() },
        { "φ", x => x.NormalDensity() },
        { "expm1", x => x.Expm1() },
        { "log1p", x => x.Square().Log1p() },
        { "log2", x => x.Square().Log2() },
        { "exp2", x => x.Exp2() },
        { "rsqrt", x => x.Square().Rsqrt() },
        { "arcsin", x => (x * 0.25).Asin() },
        { "arsinh", x => x.Asinh() },
        { "artanh", x => (x * 0.25).Atanh() },
        { "logit", x => ((x * 0.25).Sin().Square() + 0.125).Logit() },
        { "hypot", x => x.Hypot(0.5) },
        { "atan2", x => x.Atan2(0.5) },
        { "logaddexp", x => x.LogAddExp(x.Square()) },
        { "celu", x => x.Celu(0.75) },
        { "hardswish", x => x.HardSwish() },
        { "norm", x => x.Norm() },
        { "var", x => x.Variance() },
        { "var1", x => x.Variance([], correction: 1) },
        { "std", x => x.StandardDeviation() },
        { "std1", x => x.StandardDeviation([], correction: 1) },
        { "bce", x => x.BinaryCrossEntropyWithLogits(x.Tape.Constant([0, 1, 0.25], [3], "t")) },
    };

    /// <summary>First and second derivatives of functions whose slopes are operations of their own.</summary>
    [Theory]
    [MemberData(nameof(WithSlopesOfTheirOwn))]
    public void Derivations_through_slopes_are_true(string name, Func<Variable<double>, Variable<double>> f)
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(Values, [3], "x");
        var y = f(x).Named("y");
        Gradients<double> gradients = y.Square().Sum().Backward();
        Check.Lines(gradients.Equations());
        Equations<double> second = gradients[x].Square().Sum().Equations();
        Check.Lines(second);
        Assert.True(second.ToLatex().Length > 0, name);
    }

    [Theory]
    [InlineData("∇x = ∇y ⊙ y ⊙ (1 − y)", "sigmoid")]
    [InlineData("∇x = ∇y ⊙ (1 − y²)", "tanh")]
    [InlineData("∇x = ∇y ⊙ φ(x)", "Φ")]
    [InlineData("∇x = ∇y ⊙ φ(x) / Φ(x)", "logΦ")]
    [InlineData("∇x = (σ(x) − t) / 3", "bce")]
    [InlineData("∇x = ∇y ⊙ (Φ(x) + x ⊙ φ(x))", "gelu")]
    public void Slopes_are_printed_as_a_lecture_would(string line, string name)
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(Values, [3], "x");
        var f = (Func<Variable<double>, Variable<double>>)WithSlopesOfTheirOwn.Single(row => (string)row[0] == name)[1];
        var y = f(x).Named("y");
        Assert.Contains(line, (y.Rank == 0 ? y : y.Square().Sum()).Equations().ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_cotangent_and_any_output()
    {
        using var tape = new Tape<double>();
        var w = tape.Variable(new double[6], [2, 3], "W");
        var y = w.MatMul(tape.Constant(Values, [3], "x")).Named("y");
        Equations<double> equations = y.Backward(tape.Constant([1, 2], [2], "v")).Equations();
        Assert.Equal(["y = W x", "∇y = v", "∇W = v xᵀ"], equations.Lines.Select(l => l.ToString()));
        Check.Lines(equations);
    }

    [Fact]
    public void Gradients_of_another_tape_are_refused()
    {
        using Tape<double> one = new(), other = new();
        Gradients<double> first = one.Variable(Values, [3], "x").Square().Sum().Backward();
        for (int k = 0; k < 5; k++) other.Constant(1);
        Gradients<double> foreign = other.Variable(Values, [3], "x").Exp().Sum().Backward();
        Assert.Equal("Equations: the operands belong to different tapes. Record them on one tape.", Assert.Throws<ArgumentException>(() => first.Equations(foreign)).Message);
        Assert.Throws<ArgumentException>(() => foreign.Equations(first));
    }

    /// <summary>The names stay whole in each form, are read as words, and are escaped where LaTeX would read commands or signs.</summary>
    [Fact]
    public void Names_of_several_parts_stay_whole()
    {
        using var tape = new Tape<double>();
        Variable<double> w = tape.Variable([1.0, 2, 3, 4, 5, 6], [2, 3], "layers.0.weight"), b = tape.Variable([1.0, 2], [2], "conv-1 weight"), x = tape.Variable(Values, [3], "enc/W0.qkv:0");
        Equations<double> equations = (w.MatMul(x) + b).Tanh().Sum().Named("J").Equations();
        Check.Lines(equations);
        string text = equations.ToText(reasons: true), latex = equations.ToLatex(reasons: true), markdown = equations.ToMarkdown(reasons: true);
        Assert.Contains(" = layers.0.weight enc/W0.qkv:0 + conv-1_weight ", text, StringComparison.Ordinal);
        Assert.Contains("∇layers.0.weight = ", text, StringComparison.Ordinal);
        Assert.Contains(" enc/W0.qkv:0ᵀ ", text, StringComparison.Ordinal);
        foreach (string form in (string[])[latex, markdown])
        {
            Assert.Contains(@"\mathrm{layers.0.weight} \, \mathrm{enc/W0.qkv:0} + \mathrm{conv\text{-}1\_weight}", form, StringComparison.Ordinal);
            Assert.Contains(@"\nabla \mathrm{layers.0.weight} &= ", form, StringComparison.Ordinal);
        }
    }

    /// <summary>A leaf takes its name or C# expression if that makes a word; else it is numbered; no name is given twice.</summary>
    [Theory]
    [InlineData("weights", "weights")]
    [InlineData("model.Layer.W1", "model.Layer.W1")]
    [InlineData("0.weight", "_0.weight")]
    [InlineData("conv-1", "conv-1")]
    [InlineData("the loss", "the_loss")]
    [InlineData("x - 1", "x1")]
    [InlineData("x -1", "x1")]
    [InlineData("0.5", "x1")]
    [InlineData("1e-3", "x1")]
    [InlineData("a..b", "x1")]
    [InlineData("a.", "x1")]
    [InlineData("W¹", "W1")]
    [InlineData("w₂", "w2")]
    [InlineData("[1.0, 2.0]", "x1")]
    [InlineData("Make(3)", "x1")]
    [InlineData("exp", "exp_2")]
    public void Names(string expression, string expected)
    {
        using var tape = new Tape<double>();
        Equations<double> equations = tape.Variable(Values, [3], expression).Exp().Sum().Equations();
        Assert.Equal(expected, Assert.Single(equations.Leaves).Name);
        Check.Lines(equations);
    }

    [Fact]
    public void Two_leaves_of_one_name_are_told_apart()
    {
        using var tape = new Tape<double>();
        Equations<double> equations = (tape.Variable(Values, [3], "x") * tape.Variable(Values, [3], "x")).Sum().Equations();
        Assert.Equal(["x", "x_2"], equations.Leaves.Select(l => l.Name));
        Check.Lines(equations);
    }

    [Fact]
    public void What_is_held_fixed_is_shown_to_be()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(Values, [3], "x");
        Equations<double> equations = (x * x.StopGradient()).Sum().Equations();
        Assert.Equal(["J = Σ (x ⊙ stop(x))", "∇x = stop(x)"], equations.Lines.Select(l => l.ToString()));
    }

    [Fact]
    public void Single_precision_numbers_are_written_short()
    {
        using var tape = new Tape<float>();
        Equations<float> equations = (tape.Variable([1f, 2f], [2], "x") * 0.1f).Sum().Equations();
        Assert.Equal(["J = 0.1 Σ x", "∇x = 0.1"], equations.Lines.Select(l => l.ToString()));
    }

    [Fact]
    public void Nothing_to_add_up_is_no_trouble()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([], [0, 3], "X");
        Check.Lines((x * 2).Sum([0]).Square().Sum().Equations());
    }

    /// <summary>An operation declared outside the library is written by its name, or as it declares.</summary>
    [Fact]
    public void An_operation_of_ones_own_is_printed_as_it_declares()
    {
        using var tape = new Tape<double>();
        Equations<double> equations = tape.Variable(Values, [3], "x").Apply(new Doubling<double>()).Sum().Equations();
        Assert.Equal(["J = Σ dbl(x)", "∇x = 2"], equations.Lines.Select(l => l.ToString()));
        Assert.Contains("  dbl(x)    twice x\n", equations.ToText(reasons: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_is_split_into_lines()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(Values, [3], "x");
        for (int k = 0; k < 40; k++) x = (x.Sin() + k) * x;
        Equations<double> equations = x.Sum().Equations();
        Assert.All(equations.Lines, l => Assert.True(l.Formula.Length < 120, l.ToString()));
    }

    [Theory]
    [MemberData(nameof(EquationsTests.Cases), MemberType = typeof(EquationsTests))]
    public void Latex_is_balanced(string name)
    {
        using var tape = new Tape<double>();
        Equations<double> equations = Derivations.All[name](tape);
        string all = equations.ToLatex(reasons: true);
        Assert.DoesNotContain(all, c => c > 127);
        Assert.Equal(0, all.Count(c => c == '$') % 2);
        foreach (Equation<double> line in equations.Lines)
        {
            string latex = line.LatexName + line.LatexFormula;
            Assert.Equal(latex.Count(c => c == '{'), latex.Count(c => c == '}'));
            Assert.Equal(latex.Split(@"\left").Length, latex.Split(@"\right").Length);
            Assert.DoesNotContain(latex, c => c > 127);
        }
    }

    /// <summary>Recording, evaluating and differentiating never ask how an operation is written: only printing does.</summary>
    [Fact]
    public void No_notation_is_made_unless_something_is_printed()
    {
        using var tape = new Tape<double>();
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Variable(Values, [3], "x");
            Gradients<double> first = x.Apply(new Unwritten<double>()).Named("y").Square().Sum().Backward();
            Assert.Equal([.. Values.Select(value => 8 * value)], first[x].ToArray());
            Gradients<double> second = first[x].Sum().Backward();
            Assert.Equal([8, 8, 8], second[x].ToArray());
            Assert.Contains("Unwritten", tape.ToText(), StringComparison.Ordinal);
            Assert.Throws<NotSupportedException>(() => second.Equations(first));
        }
    }

    /// <summary>
    /// Exactly 0 bytes for each recorded node, so no string either, whether it has a name or not; for graphs that were never recorded
    /// before; and again after everything was printed, which leaves nothing behind.
    /// </summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_recorded_node_costs_no_byte_before_and_after_printing(EvaluationMode evaluation)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        for (int pattern = 0; pattern < 4; pattern++) Record(pattern, 4000);
        Assert.Equal(0, Bytes(0b0110_1001));
        tape.Reset();
        var x = tape.Variable(Values, [3], "x");
        Gradients<double> gradients = x.Sin().Named("y").Exp().Named("s").Sum().Backward();
        Assert.NotEmpty(gradients.Equations().ToText(reasons: true));
        Assert.NotEmpty(tape.ToGraph(gradients).ToHtml());
        Record(1, 4000);
        Assert.Equal(0, Bytes(0b1100_0101));

        long Bytes(int pattern) => Allocations.Of(() => Record(pattern, 1000));

        void Record(int pattern, int count)
        {
            tape.Reset();
            Variable<double> node = tape.Variable(Values, [3], "x");
            for (int k = 0; k < count; k++) node = (pattern >> (k % 8) & 1) == 0 ? node.Sin() : node.Cos().Named("node");
        }
    }

    private readonly record struct Unwritten<T> : IUnaryOperation<Unwritten<T>, T>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public static string Name => "Unwritten";

        public static Notation NotationOf(Unwritten<T> operation) => throw new NotSupportedException("This is not for printing.");

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, T> => x + x;

        public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent + cotangent;
    }

    private readonly record struct Doubling<T> : IUnaryOperation<Doubling<T>, T>
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public static string Name => "Doubling";

        public static Notation NotationOf(Doubling<T> operation) => Notation.Function("dbl").Explained("dbl(x)", "twice x");

        public L Evaluate<L>(L x)
            where L : struct, ILane<L, T> => x + x;

        public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent + cotangent;
    }
}
