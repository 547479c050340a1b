namespace Autograd.Tests.Differentiation;

/// <content>Products of few terms to a large weight that many steps share are joined to one product of all their terms.</content>
public partial class BackwardTests
{
    private const int Rows = 4;

    /// <summary>35 products of 4 terms make as many elements as four weights have; 100 of them are three products, and two additions.</summary>
    [Theory]
    [InlineData("right", 100, 3)]
    [InlineData("right, transposed", 100, 3)]
    [InlineData("left", 100, 3)]
    [InlineData("left, transposed", 100, 3)]
    [InlineData("right", 35, 1)]
    [InlineData("right", 36, 2)]
    public void Products_of_few_terms_are_joined(string place, int steps, int addends)
    {
        double[]? first = null;
        foreach (EvaluationMode mode in Enum.GetValues<EvaluationMode>())
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            Variable<double> weight = Numbers(tape, place.EndsWith("transposed", StringComparison.Ordinal) ? [80, 64] : [64, 80], 1), x = Numbers(tape, [steps, Rows, 64], 2);
            Variable<double> loss = Losses(place, weight, [.. Enumerable.Range(0, steps).Select(step => x.At(0, step))]);
            Gradients<double> gradients = loss.Backward();
            double[] gradient = gradients[weight].ToArray(), ofX = gradients[x].ToArray(), second = (gradients[weight].Square().Sum() + gradients[x].Square().Sum()).Backward()[weight].ToArray();
            Assert.Equal(addends, AddendsOf(Unshown(gradients[weight])));

            // As one product from the start.
            Variable<double> whole = Losses(place, weight, [x.Reshape(steps * Rows, 64)]);
            Gradients<double> expected = whole.Backward();
            Near(expected[weight].ToArray(), gradient);
            Near(expected[x].ToArray(), ofX);
            Near((expected[weight].Square().Sum() + expected[x].Square().Sum()).Backward()[weight].ToArray(), second);
            double[] all = [.. gradient, .. second];
            Assert.Equal(first ??= all, all);
        }
    }

    [Fact]
    public void Small_products_and_those_of_many_terms_are_added()
    {
        using var tape = new Tape<double>();
        Variable<double> small = Numbers(tape, [63, 65], 1), x = Numbers(tape, [3, Rows, 63], 2), large = Numbers(tape, [64, 80], 3), y = Numbers(tape, [3, 40, 64], 4);
        Assert.Equal(3, AddendsOf(Losses("right", small, [x.At(0, 0), x.At(0, 1), x.At(0, 2)]).Backward()[small]));
        Assert.Equal(3, AddendsOf(Losses("right", large, [y.At(0, 0), y.At(0, 1), y.At(0, 2)]).Backward()[large]));
    }

    /// <summary>What a mask cut off contributes nothing, even multiplied by ∞, where a steep slope follows.</summary>
    /// <summary>A product that is broadcast in a sum has another shape than what is added to the sum.</summary>
    [Theory]
    [InlineData(1, 3, 64)]
    [InlineData(64, 3, 1)]
    public void Products_of_other_lengths_are_not_joined(int rows, int terms, int columns)
    {
        using var tape = new Tape<double>();
        Variable<double> Some(int m, int n, int seed) => tape.Variable([.. Enumerable.Range(0, m * n).Select(i => Math.Sin(i + seed))], [m, n]);
        Variable<double> y = Some(64, 64, 1), z = y * 2, first = Some(64, 64, 2) + Some(rows, terms, 3).MatMul(Some(terms, columns, 4));
        Variable<double> second = Some(64, terms, 5).MatMul(Some(terms, 64, 6));
        Near([.. (2 * (first + second)).ToArray()], tape.Backward([z, z], [first, second])[y].ToArray());
    }

    [Fact]
    public void What_was_cut_off_stays_so_in_joined_products()
    {
        using var tape = new Tape<double>();
        Variable<double> steep = Numbers(tape, [64, 80], 1).Square().Sqrt(), x = Numbers(tape, [2, Rows, 64], 2);
        double[] infinite = x.ToArray();
        for (int step = 0; step < 2; step++) infinite[(step * Rows * 64) + 3] = double.PositiveInfinity;
        Variable<double> a = tape.Constant(infinite, [2, Rows, 64]), zero = tape.Constant(0.0);

        // The first row, where ∞ is, is masked, and one column altogether.
        Variable<double> mask = tape.Constant([.. Enumerable.Range(0, Rows * 80).Select(i => i < 80 || i % 80 == 7 ? 0.0 : 1)], [Rows, 80]);
        Variable<double> loss = zero;
        for (int step = 0; step < 2; step++) loss += tape.Where(mask, a.At(0, step).MatMul(steep), zero).Sum();
        Variable<double> gradient = loss.Backward()[steep];
        Assert.Equal(1, AddendsOf(Unshown(gradient)));
        double[] values = gradient.ToArray();
        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        for (int i = 0; i < values.Length; i++) Assert.Equal(i % 80 == 7, values[i] == 0 && double.IsNegative(values[i]));
    }

    private static Variable<double> Losses(string place, Variable<double> weight, Variable<double>[] x)
    {
        Variable<double> w = place.EndsWith("transposed", StringComparison.Ordinal) ? weight.Transpose() : weight, loss = weight.Tape.Constant(0.0);
        foreach (Variable<double> step in x) loss += (place.StartsWith("right", StringComparison.Ordinal) ? step.MatMul(w) : w.Transpose().MatMul(step.Transpose())).Sin().Sum();
        return loss;
    }

    private static Variable<double> Unshown(Variable<double> view)
    {
        Program<double> program = view.Tape.Program;
        int shown = view.Index;
        while (program[shown].Operation.Kind == OperationKind.View) shown = program.OperandsOf(program[shown])[0];
        return view.Tape.At(shown);
    }

    private static Variable<double> Numbers(Tape<double> tape, Shape shape, int seed)
    {
        var random = new Random(seed);
        return tape.Variable([.. Enumerable.Range(0, shape.ElementCount).Select(_ => random.NextDouble() - 0.5)], shape);
    }

    private static void Near(double[] expected, double[] actual)
    {
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-13 * scale, $"element {i}: {actual[i]} instead of {expected[i]}");
    }
}
