namespace Autograd.Tests.Differentiation;

/// <content>Cotangents of slices side by side are joined, not added up: the same bits, a pass for each fewer.</content>
public partial class BackwardTests
{
    [Theory]
    [InlineData("in order", 1)]
    [InlineData("in reverse order", 1)]
    [InlineData("along the second dimension", 1)]
    [InlineData("three, and one apart", 2)]
    [InlineData("behind another contribution", 2)]
    [InlineData("many", 3)]
    [InlineData("of which one is joined along another dimension", 1)]
    public void Blocks_side_by_side_are_joined(string how, int passes)
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 200 * 4).Select(_ => random.NextDouble() - 0.5)];
        values[3] = -0.0;
        foreach (EvaluationMode mode in Enum.GetValues<EvaluationMode>())
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            Variable<double> x = tape.Variable(values, [200, 4]);
            Variable<double> loss = Loss(how, x);
            Gradients<double> gradients = loss.Backward();
            double[] gradient = gradients[x].Span.ToArray();
            Variable<double>[] second = [.. Enumerable.Range(0, 2).Select(_ => (gradients[x] * gradients[x]).Sum())];
            double[] secondGradient = second[0].Backward()[x].Span.ToArray();

            // Element by element: what reads an element contributes its slope there, and the losses are sums of functions of single elements.
            using var alone = new Tape<double>();
            Variable<double> y = alone.Variable(values, [200, 4]);
            Variable<double> slope = Slope(how, y);
            Assert.Equal(slope.Span.ToArray(), gradient);
            Assert.Equal(passes, AddendsOf(gradients[x]));
            Assert.Equal((slope * slope).Sum().Backward()[y].Span.ToArray(), secondGradient);
        }
    }

    [Theory]
    [InlineData("overlapping")]
    [InlineData("with gaps")]
    [InlineData("along different dimensions")]
    [InlineData("apart")]
    public void Others_are_added_up(string how)
    {
        double[] values = [.. Enumerable.Range(0, 24).Select(i => 0.1 + (0.07 * i))];
        Func<Variable<double>, Variable<double>> f = how switch
        {
            "overlapping" => x => x[0..4].Sin().Sum() + x[3..6].Exp().Sum(),
            "with gaps" => x => x.Slice(0, 0, 3, 2).Sin().Sum() + x[3..6].Exp().Sum(),
            "along different dimensions" => x => x.Slice(0, 0, 3).Sin().Sum() + x.Slice(1, 2, 2).Exp().Sum(),
            _ => x => x[0..2].Sin().Sum() + x[3..6].Exp().Sum(),
        };
        GradientReport report = GradientCheck.Check(f, values, [6, 4], new GradientCheckOptions { Order = 2 });
        Assert.True(report.Passed, report.ToString());
    }

    private static Variable<double> Loss(string how, Variable<double> x) => how switch
    {
        "in order" => x[0..50].Sin().Sum() + x[50..120].Exp().Sum() + x[120..200].Square().Sum(),
        "in reverse order" => x[120..200].Square().Sum() + x[50..120].Exp().Sum() + x[0..50].Sin().Sum(),
        "along the second dimension" => x.Slice(1, 0, 1).Sin().Sum() + x.Slice(1, 1, 3).Exp().Sum(),
        "three, and one apart" => x[0..20].Sin().Sum() + x[20..30].Exp().Sum() + x[30..40].Square().Sum() + x[100..200].Exp().Sum(),
        "behind another contribution" => x[0..50].Sin().Sum() + x[50..200].Exp().Sum() + x.Square().Sum(),
        "many" => Enumerable.Range(0, 150).Select(k => x[k..(k + 1)].Sin().Sum()).Aggregate((a, b) => a + b),
        _ => Halves(x[0..60]) + x[60..200].Square().Sum(),
    };

    private static Variable<double> Halves(Variable<double> x) => x.Slice(1, 0, 2).Exp().Sum() + x.Slice(1, 2, 2).Sin().Sum();

    private static Variable<double> Slope(string how, Variable<double> x)
    {
        Variable<double> none = (x * 0.0).StopGradient();
        Variable<double> Block(Variable<double> slope, int dimension, int start, int end)
        {
            var parts = new List<Variable<double>>();
            if (start > 0) parts.Add(none.Slice(dimension, ..start));
            parts.Add(slope.Slice(dimension, start..end));
            if (end < x.Shape[dimension]) parts.Add(none.Slice(dimension, end..));
            return x.Tape.Concatenate(dimension, [.. parts]);
        }

        Variable<double> cos = x.Cos(), exp = x.Exp(), twice = 2 * x;
        return how switch
        {
            "in order" or "in reverse order" => Block(cos, 0, 0, 50) + Block(exp, 0, 50, 120) + Block(twice, 0, 120, 200),
            "along the second dimension" => Block(cos, 1, 0, 1) + Block(exp, 1, 1, 4),
            "three, and one apart" => Block(cos, 0, 0, 20) + Block(exp, 0, 20, 30) + Block(twice, 0, 30, 40) + Block(exp, 0, 100, 200),
            "behind another contribution" => twice + Block(exp, 0, 50, 200) + Block(cos, 0, 0, 50),
            "many" => Block(cos, 0, 0, 150),
            _ => Block(twice, 0, 60, 200) + Block(Block(exp, 1, 0, 2), 0, 0, 60) + Block(Block(cos, 1, 2, 4), 0, 0, 60),
        };
    }

    /// <summary>How many terms a cotangent is the sum of.</summary>
    private static int AddendsOf(Variable<double> sum)
    {
        Program<double> program = sum.Tape.Program;
        int count = 1;
        for (Node<double> node = program[sum.Index]; node.Operation.Name == "Add"; count++) node = program[program.OperandsOf(node)[0]];
        return count;
    }
}
