namespace Autograd.Tests.Operations;

/// <summary>Operands and cotangents that do not lie contiguously in memory give what contiguous copies give.</summary>
public class OperationViewTests
{
    private const double Tolerance = 1e-13;

    public enum Way
    {
        Transposed,
        Stepped,
        Reversed,
        Repeated,
    }

    public static TheoryData<string, Way> Cases
    {
        get
        {
            var cases = new TheoryData<string, Way>();
            foreach (string operation in OperationCases<double>.All.Select(row => row.Operation).Distinct())
            {
                foreach (Way way in Enum.GetValues<Way>()) cases.Add(operation, way);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operands(string operation, Way way)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            // Matrices whose rows repeat are none of the kinds.
            if (way == Way.Repeated && row.Operands.Any(operand => operand.Kind != OperandKind.Any)) continue;
            var inputs = Array.ConvertAll(row.Inputs(), input => (Fit(way, input.Values, input.Shape), input.Shape));
            using var contiguous = new Recorded<double>(row, inputs);
            using var tape = new Tape<double>();
            Variable<double>[] views = Array.ConvertAll(inputs, input => View(way, input.Item1, input.Shape, (values, shape) => tape.Variable(values, shape)));
            Variable<double> result = row.Build(views);
            Assert.InRange(Close.Difference<double>(contiguous.Result.Span, result.Span), 0, Tolerance * row.Slack);
            Gradients<double> gradients = Differentiate.Pullback(result, tape.Constant(Recorded<double>.Direction(result.Shape), result.Shape));
            double difference = Close.Difference(contiguous.Gradients(), Array.ConvertAll(views, view => gradients[view].ToArray()));
            Assert.True(difference <= Tolerance * row.Slack, $"{row}: gradients differ by {difference}.");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cotangents(string operation, Way way)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using var recorded = new Recorded<double>(row);
            Shape shape = recorded.Result.Shape;
            double[] direction = Fit(way, Recorded<double>.Direction(shape), shape);
            Variable<double> cotangent = View(way, direction, shape, (values, lengths) => recorded.Tape.Constant(values, lengths));
            Assert.Equal(direction, cotangent.ToArray());
            cotangent = View(way, direction, shape, (values, lengths) => recorded.Tape.Constant(values, lengths));
            Gradients<double> gradients = Differentiate.Pullback(recorded.Result, cotangent);
            double difference = Close.Difference(recorded.Gradients(direction), Array.ConvertAll(recorded.Inputs, input => gradients[input].ToArray()));
            Assert.True(difference <= Tolerance * row.Slack, $"{row}: gradients differ by {difference}.");
        }
    }

    [Theory]
    [InlineData(Way.Transposed)]
    [InlineData(Way.Stepped)]
    [InlineData(Way.Reversed)]
    [InlineData(Way.Repeated)]
    public void The_ways_give_views_that_are_not_contiguous(Way way)
    {
        using var tape = new Tape<double>();
        double[] values = Fit(way, new Operand([2, 3], -2, 2).Values(0), [2, 3]);
        Variable<double> view = View(way, values, [2, 3], (v, s) => tape.Variable(v, s));
        Assert.True(tape.Values[view.Index].View >= 0);
        Assert.Equal(values, view.ToArray());
    }

    /// <summary>For the repeated way: the values at index 0 of the first dimension that has several.</summary>
    private static double[] Fit(Way way, double[] values, Shape shape)
    {
        int repeated = RepeatedDimension(shape);
        if (way != Way.Repeated || repeated < 0 || values.Length == 0) return values;
        var fitted = new double[values.Length];
        int inner = Inner(shape, repeated), length = shape[repeated];
        for (int i = 0; i < values.Length; i++) fitted[i] = values[(i / (inner * length) * inner * length) + (i % inner)];
        return fitted;
    }

    private static Variable<double> View(Way way, double[] values, Shape shape, Func<double[], Shape, Variable<double>> leaf)
    {
        int rank = shape.Rank;
        if (rank == 0 || values.Length == 0) return leaf(values, shape);
        switch (way)
        {
            case Way.Transposed:
                using (var scratch = new Tape<double>())
                {
                    Variable<double> exchanged = scratch.Constant(values, shape).Transpose(0, -1);
                    return leaf(exchanged.ToArray(), exchanged.Shape).Transpose(0, -1);
                }

            case Way.Stepped:
                var stretched = new double[2 * values.Length];
                Array.Fill(stretched, double.NaN);
                for (int i = 0; i < values.Length; i++) stretched[(2 * i) + 1] = values[i];
                return leaf(stretched, shape.With(rank - 1, 2 * shape[^1])).Slice(-1, 1, shape[^1], 2);

            case Way.Reversed:
                var reversed = new double[values.Length];
                int row = values.Length / shape[0];
                for (int i = 0; i < values.Length; i++) reversed[i] = values[((shape[0] - 1 - (i / row)) * row) + (i % row)];
                return leaf(reversed, shape).Flip(0);

            default:
                int repeated = RepeatedDimension(shape);
                if (repeated < 0) return leaf(values, shape);
                int inner = Inner(shape, repeated), length = shape[repeated];
                double[] once = [.. values.Where((_, i) => i / inner % length == 0)];
                return leaf(once, shape.With(repeated, 1)).BroadcastTo(shape);
        }
    }

    private static int RepeatedDimension(Shape shape)
    {
        for (int d = 0; d < shape.Rank; d++)
        {
            if (shape[d] > 1) return d;
        }

        return -1;
    }

    private static int Inner(Shape shape, int dimension)
    {
        int inner = 1;
        for (int d = dimension + 1; d < shape.Rank; d++) inner *= shape[d];
        return inner;
    }
}
