using Autograd.Tests.Diagnostics.Formulas;
using Autograd.Tests.Operations;

namespace Autograd.Tests.Diagnostics;

/// <summary>
/// Whatever the table of operations holds is printed by every printer, in contexts whose cotangents are as plain as they come (a number,
/// a constant, which depend on no variable) and in others, to the second order; and what is printed is true.
/// </summary>
public class PrinterSweepTests
{
    private static readonly Func<Variable<double>, Variable<double>>[] Contexts =
    [
        y => y.Sum(),
        y => (y * Weights(y)).Sum(),
        y => y.Square().Sum(),
        y => (y + y).Sum(),
        y => OneElement(y) + OneElement(y),
        y => Twice(OneElement(y)),
        y => Twice(OneElement(y)).Square(),
    ];

    private static readonly OperationCase<double>[] Rows = [.. OperationCases<double>.All.Where(row => row.IsDifferentiable)];

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_derivation_is_printed_and_true(int part)
    {
        All(Pairs(part), pair =>
        {
            using var recorded = new Recorded<double>(pair.Row);
            Name(recorded.Inputs);
            Gradients<double> first = Contexts[pair.Context](recorded.Result).Backward();
            bool isEmpty = pair.Row.Operands.Any(operand => operand.Shape.ElementCount == 0);
            Derivation(first.Equations(), isEmpty);
            foreach (bool squared in (bool[])[false, true])
            {
                if ((pair.Number + (squared ? 1 : 0)) % 3 != 0) continue;
                if (Second(recorded.Inputs, first, squared) is not { IsDifferentiable: true } slope) continue;
                Gradients<double> second = slope.Backward();
                Derivation(second.Equations(), isEmpty);
                Derivation(second.Equations(first), isEmpty);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_picture_and_listing_is_made(int part)
    {
        All(Pairs(part).Where((_, k) => k % 16 == part), pair =>
        {
            using var recorded = new Recorded<double>(pair.Row);
            Gradients<double> first = Contexts[pair.Context](recorded.Result).Backward();
            Gradients<double> last = Second(recorded.Inputs, first, squared: true) is { IsDifferentiable: true } slope ? slope.Backward() : first;
            foreach (TapeGraph graph in (TapeGraph[])[recorded.Tape.ToGraph(last), recorded.Tape.ToGraph(), recorded.Result.ToGraph()])
            {
                Assert.NotEmpty(graph.ToHtml());
                Assert.NotEmpty(graph.ToDot());
                Assert.NotEmpty(graph.ToMermaid());
            }

            Assert.NotEmpty(recorded.Tape.ToText(last));
        });
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_Jacobian_is_printed(int part)
    {
        All(Rows.Where((_, k) => k % 8 == part), row =>
        {
            using var recorded = new Recorded<double>(row);
            Variable<double> input = recorded.Inputs[^1];
            if (recorded.Result.Rank + input.Rank > Shape.MaxRank) return;
            JacobianView<double> view = JacobianView.Of(recorded.Result, input);
            Assert.NotEmpty(view.ToText());
            Assert.NotEmpty(view.ToText(JacobianLayout.Denominator));
        });
    }

    /// <summary>Several outputs, none of which another needs: each has its line, and reasons are given for the ways to all of them.</summary>
    [Fact]
    public void Outputs_side_by_side_are_printed_and_true()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([0.3, -0.2, 0.7], [3], "x"), w = tape.Variable([0.5, 0.25, 2, -1, 0.5, 1], [2, 3], "w");
        Variable<double> a = w.MatMul(x).Exp().MatMul(w), b = ((x.Tanh() + w) * w.Exp()).Cos();
        Gradients<double> gradients = tape.Backward([a, b], [tape.Constant([1, 2, 3], [3], "u"), tape.Constant([3, 2, 1, 0, 1, 2], [2, 3], "v")]);
        Equations<double> equations = gradients.Equations();
        Derivation(equations, isEmpty: false);
        Assert.Contains(equations.Lines, line => line.Variable == a);
        Assert.Contains(equations.Lines, line => line.Variable == b);
        Assert.NotEmpty(tape.ToGraph(gradients).ToHtml());
    }

    /// <summary>
    /// Prints a derivation in all its forms, and evaluates its lines as far as their functions are known to the reader; not where there are
    /// no elements, of which the mean, say, is 0 / 0.
    /// </summary>
    private static void Derivation(Equations<double> equations, bool isEmpty)
    {
        try
        {
            if (!isEmpty) Check.Lines(equations, slack: 1e-13);
        }
        catch (UnknownFunctionException)
        {
        }

        Assert.NotEmpty(equations.ToText(reasons: true));
        Assert.NotEmpty(equations.ToMarkdown(reasons: true));
        Assert.NotEmpty(equations.ToLatex(reasons: true));
    }

    private static IEnumerable<(OperationCase<double> Row, int Context, int Number)> Pairs(int part) =>
        from context in Enumerable.Range(0, Contexts.Length)
        from k in Enumerable.Range(0, Rows.Length)
        where (k + context) % 8 == part
        select (Rows[k], context, k + (3 * context / 2));

    /// <summary>Prints everything of a kind, and tells of all that failed at once.</summary>
    private static void All<TItem>(IEnumerable<TItem> items, Action<TItem> print)
    {
        var failed = new List<string>();
        foreach (TItem item in items)
        {
            try
            {
                print(item);
            }
            catch (Exception e)
            {
                failed.Add($"{item}: {e.GetType().Name}: {e.Message}");
            }
        }

        Assert.True(failed.Count == 0, $"{failed.Count} failed.\n\n{string.Join("\n\n", failed.Take(5))}");
    }

    private static void Name(Variable<double>[] inputs)
    {
        for (int k = 0; k < inputs.Length; k++) inputs[k].Named($"x{k}");
    }

    /// <summary>A function of all first derivatives there are; linear, so that its cotangents are ones, or squared.</summary>
    private static Variable<double>? Second(Variable<double>[] inputs, Gradients<double> first, bool squared)
    {
        Variable<double>? sum = null;
        foreach (Variable<double> input in inputs)
        {
            if (!first.IsConnected(input)) continue;
            Variable<double> slope = squared ? first[input].Square().Sum() : first[input].Sum();
            sum = sum is { } before ? before + slope : slope;
        }

        return sum;
    }

    private static Variable<double> Weights(Variable<double> y) =>
        y.Tape.Constant([.. Enumerable.Range(0, y.Shape.ElementCount).Select(i => 0.5 + (0.25 * (i % 5)))], y.Shape, "c");

    /// <summary>One element with as many dimensions as there are, at least one.</summary>
    private static Variable<double> OneElement(Variable<double> y) => y.Rank == 0 ? y.Reshape(1) : y.Sum([.. Enumerable.Range(0, y.Rank)], keep: true);

    private static Variable<double> Twice(Variable<double> n) => n + n;
}
