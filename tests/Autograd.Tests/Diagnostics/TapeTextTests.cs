using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Autograd.Tests.Tape;

namespace Autograd.Tests.Diagnostics;

public class TapeTextTests
{
    [Fact]
    public void The_network_of_the_notes_is_one_line_a_node()
    {
        using var tape = new Tape<double>();
        var gradients = NotesNetwork.Record(tape);
        Assert.Equal(
            """
            %0 = Constant : [2]   // x
            %1 = Variable : [3, 2]   // W1
            %2 = Variable : [3]   // b1
            %3 = Variable : [3]   // w2
            %4 = Variable : []   // b2
            %5 = Constant : []   // t
            %6 = Reshape(Lengths: [2, 1]) %0 : [2, 1]
            %7 = MatMul %1 %6 : [3, 1]
            %8 = Reshape(Lengths: [3]) %7 : [3]
            %9 = Add %8 %2 : [3]   // a1
            %10 = Sigmoid %9 : [3]   // h
            %11 = Reshape(Lengths: [1, 3]) %3 : [1, 3]
            %12 = Reshape(Lengths: [3, 1]) %10 : [3, 1]
            %13 = MatMul %11 %12 : [1, 1]
            %14 = Reshape(Lengths: [1]) %13 : [1]
            %15 = Reshape(Lengths: []) %14 : []
            %16 = Add %15 %4 : []   // a2
            %17 = Sigmoid %16 : []   // z
            %18 = Subtract %17 %5 : []
            %19 = Square %18 : []
            %20 = Sum(Reduced: [], Keep: false) %19 : []
            %21 = Constant(2) : []
            %22 = Divide %20 %21 : []   // J

            """,
            string.Join('\n', tape.ToText().Split('\n').Take(23)) + "\n");
        string adjoint = tape.ToText(gradients);
        Assert.Contains("// ∇z\n", adjoint, StringComparison.Ordinal);
        Assert.Contains(" : [3]   // ∇b1 = ∇a1\n", adjoint, StringComparison.Ordinal);
        Assert.Contains(" : [3, 2]   // ∇W1\n", adjoint, StringComparison.Ordinal);
    }

    [Fact]
    public void Plans_say_what_is_computed_together_and_what_is_held()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var x = tape.Variable([1.0, 2, 3], [3]);
        Assert.Empty(tape.PlansToText());
        _ = x.Sin().Exp().Span;
        Assert.Equal("2 nodes, one by one\n", tape.PlansToText());
        tape.Reset();
        tape.Plans.ColdNodes = 0;
        x = tape.Variable([1.0, 2, 3], [3]);
        _ = x.Sin().Exp().Span;
        _ = x.Sum().Span;
        Assert.Equal(
            "1. Elements [3]: %1 Sin, %2 Exp (held); 48 bytes moved, 6 multiply-adds\n1 step, 64 bytes of memory, 48 bytes moved, 6 multiply-adds\n\n"
            + "1. Sum []: %3 Sum (held); 32 bytes moved, 3 multiply-adds\n1 step, 16 bytes of memory, 32 bytes moved, 3 multiply-adds\n",
            tape.PlansToText());
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Plans_say_how_long_they_took_where_that_is_asked_for(EvaluationMode mode)
    {
        const string time = @"; \d+\.\d\d µs a run, 3 runs";
        using Tape<double> timed = new(new TapeOptions { Evaluation = mode, ProfileSteps = true }), other = new(new TapeOptions { Evaluation = mode });
        for (int step = 0; step < 3; step++) Record(timed);
        for (int step = 0; step < 3; step++) Record(other);
        CheckTimes();
        timed.Plans.ColdNodes = other.Plans.ColdNodes = 0;
        for (int step = 0; step < 3; step++) Record(timed);
        for (int step = 0; step < 3; step++) Record(other);
        CheckTimes();
        Assert.Equal(0, Allocations.Of(() => Record(timed)));

        void CheckTimes()
        {
            string[] lines = timed.PlansToText().Split('\n'), plain = other.PlansToText().Split('\n');
            Assert.True(plain.Length > 1);
            Assert.Equal(plain.Length, lines.Length);
            for (int k = 0; k < plain.Length; k++) Assert.Matches($"^{Regex.Escape(plain[k])}{(plain[k].Length == 0 ? "" : time)}$", lines[k]);
            Assert.DoesNotContain("µs", other.PlansToText(), StringComparison.Ordinal);
        }

        static void Record(Tape<double> tape)
        {
            tape.Reset();
            Variable<double> x = tape.Variable([1.0, 2, 3], [3]);
            Gradients<double> gradients = x.Sin().Exp().Sum().Backward();
            _ = gradients[x].Span;
            _ = gradients[x].Square().Sum().Span;
        }
    }

    [Fact]
    public void No_tape_is_refused()
    {
        Tape<double> tape = null!;
        Assert.Throws<ArgumentNullException>(() => tape.PlansToText());
        Assert.Throws<ArgumentNullException>("tape", () => tape.ToText());
        Assert.Throws<ArgumentNullException>("tape", () => tape.ToText(default));
        Assert.Throws<ArgumentNullException>("tape", () => tape.ToGraph());
        Assert.Throws<ArgumentNullException>("tape", () => tape.ToGraph(default));
    }

    [Fact]
    public void Attributes_do_not_depend_on_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            using var tape = new Tape<double>();
            (1.5 * tape.Variable(0.25, "x").Clamp(-0.5, 0.5)).Sum([], keep: true);
            Assert.Equal(
                """
                %0 = Variable : []   // x
                %1 = Clamp(Low: -0.5, High: 0.5) %0 : []
                %2 = Constant(1.5) : []
                %3 = Multiply %2 %1 : []
                %4 = Sum(Reduced: [], Keep: true) %3 : []

                """,
                tape.ToText());
            Assert.Same(comma, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Call_sites_and_names_stand_in_the_comment()
    {
        using var tape = new Tape<double>(new TapeOptions { RecordCallSites = true });
        int line = Line();
        var x = tape.Constant(new double[] { 1, 2, 3, 4 }, [2, 2]);
        x.Transpose().MatMul(x).Named("logits");
        Assert.Equal(
            $$"""
            %0 = Constant : [2, 2]   // TapeTextTests.cs:{{line + 1}} new double[] { 1, 2, 3, 4 }
            %1 = Permute(Order: [1, 0]) %0 : [2, 2]   // TapeTextTests.cs:{{line + 2}}
            %2 = MatMul %1 %0 : [2, 2]   // TapeTextTests.cs:{{line + 2}} logits

            """,
            tape.ToText());
    }

    [Fact]
    public void A_name_of_several_lines_becomes_one_line_that_is_cut()
    {
        using var tape = new Tape<float>();
        tape.Constant([1f], [1], "a\n\t+  b" + new string('c', 60));
        Assert.Equal($"%0 = Constant : [1]   // a + b{new string('c', 42)}…\n", tape.ToText());
    }

    [Fact]
    public void Gradients_of_another_tape_are_refused()
    {
        using Tape<double> one = new(), other = new();
        var gradients = one.Variable(1.0).Square().Backward();
        Assert.Throws<ArgumentException>(() => other.ToText(gradients));
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}
