using System.Numerics;

namespace Autograd.Tests.Diagnostics.Trust;

/// <summary>FirstNonFinite names the fault of every seeded program, however the program is evaluated.</summary>
public class FirstNonFiniteTests
{
    private static readonly (string Name, TapeOptions Options, long? ColdNodes)[] Ways =
    [
        ("eager", new TapeOptions(), null),
        ("deferred", new TapeOptions { Evaluation = EvaluationMode.Deferred }, null),
        ("deferred, planned at once", new TapeOptions { Evaluation = EvaluationMode.Deferred }, 0),
        ("on three threads", new TapeOptions { MaxDegreeOfParallelism = 3 }, 0),
        ("within a budget", new TapeOptions { Evaluation = EvaluationMode.Deferred, MemoryBudget = 1 << 16 }, null),
    ];

    public static TheoryData<string> Names => [.. SeededFaults<double>.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seeded_fault_is_named_in_double(string name) => Check(SeededFaults<double>.All.Single(fault => fault.Name == name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seeded_fault_is_named_in_float(string name) => Check(SeededFaults<float>.All.Single(fault => fault.Name == name));

    [Fact]
    public void It_is_null_where_everything_is_finite_and_changes_nothing()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> x = tape.Variable([1, 2], "x"), loss = x.Exp().Sum();
        Gradients<double> gradients = loss.Backward();
        int nodes = tape.NodeCount;
        Assert.Null(loss.FirstNonFinite());
        Assert.Null(gradients.FirstNonFinite());
        Assert.Equal(nodes, tape.NodeCount);
        Assert.True(tape.Values.IsPending(loss.Index));
        Assert.Equal(Math.E, gradients[x].Span[0], 1e-14);
        Assert.Null(tape.Variable([], [0], "none").Sum().FirstNonFinite());
        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => loss.FirstNonFinite());
        Assert.Throws<InvalidOperationException>(() => gradients.FirstNonFinite());
    }

    [Fact]
    public void What_was_masked_is_named_as_that()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([4, 0], "x"), h = x.Log().Named("h");
        NonFinite<double> found = tape.Where(x > 0, h, 0).Sum().FirstNonFinite()!;
        Assert.Equal("−∞ was born in h = ln(x), element [1] of [2], where x is 0 at [1]. The result is finite all the same.", found.ToString());
        Assert.False(found.ReachesResult);
    }

    [Fact]
    public void The_finding_is_an_object()
    {
        using var tape = new Tape<double>(new TapeOptions { RecordCallSites = true });
        Variable<double> x = tape.Variable([1, -2], "x"), h = x.Sqrt().Named("h");
        NonFinite<double> found = h.Sum().FirstNonFinite()!;
        Assert.Equal((h, "h", "h = √x", null, new Shape(2), false, true), (found.Node, found.Name, found.Equation, found.DerivativeOf, found.Shape, found.IsLeaf, found.ReachesResult));
        Assert.Equal([1], found.Index);
        Assert.True(double.IsNaN(found.Value));
        NonFiniteOperand<double> operand = Assert.Single(found.Operands);
        Assert.Equal(("x", -2.0, true), (operand.Equation, operand.Least, operand.IsKnown));
        Assert.Equal("FirstNonFiniteTests.cs", found.CallSite?.FileName);
        Assert.StartsWith("NaN was born in h = √x (FirstNonFiniteTests.cs:", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_refuses_NaN_does_not_hide_where_it_was_born()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> x = tape.Variable([1, -2, -2, 5], [2, 2], "x"), a = x.Sqrt().Named("a"), loss = a.Cholesky().Sum();
        Assert.ThrowsAny<Exception>(() => loss.Scalar);
        Assert.Equal("NaN was born in a = √x, element [0, 1] of [2, 2], where x is −2 at [0, 1].", loss.FirstNonFinite()!.ToString());
    }

    [Fact]
    public void After_an_update_what_the_tape_holds_is_looked_at()
    {
        using var tape = new Tape<double>();
        var weights = new Parameter<double>("W", [2], [1, -2]);
        Variable<double> w = tape.Watch(weights), h = w.Sqrt().Named("h"), loss = h.Sum();
        weights.Update().Fill(1);
        Assert.Equal("NaN was born in h = √W, element [1] of [2], where W is no longer known, since a parameter was updated.", loss.FirstNonFinite()!.ToString());
    }

    private static void Check<T>(SeededFault<T> fault)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var (way, options, coldNodes) in Ways)
        {
            using var tape = new Tape<T>(options);
            if (coldNodes is { } nodes) tape.Plans.ColdNodes = nodes;
            string found = fault.Run(tape)?.ToString() ?? "nothing";
            Assert.True(found.StartsWith(fault.Born, StringComparison.Ordinal), $"{fault.Name}, {way}:\n{found}\n{fault.Born}");
        }
    }
}
