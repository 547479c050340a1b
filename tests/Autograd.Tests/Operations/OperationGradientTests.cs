using System.Numerics.Tensors;

namespace Autograd.Tests.Operations;

/// <summary>The checks of derivatives that every row of the table goes through.</summary>
public class OperationGradientTests
{
    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void Differences_and_products_agree_with_the_vjp_to_the_highest_order(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            GradientReport report = GradientCheck.Check(row.Build, row.Inputs(), new GradientCheckOptions { Order = row.Order, Tolerance = 1e-8 * row.Slack });
            Assert.True(report.Passed, $"{row}\n{report}");
        }
    }

    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void Gradients_have_the_shapes_of_their_operands_and_are_zero_for_a_zero_cotangent(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using var recorded = new Recorded<double>(row);
            Variable<double> zero = recorded.Tape.Constant(new double[recorded.Result.Shape.ElementCount], recorded.Result.Shape);
            Gradients<double> gradients = Differentiate.Pullback(recorded.Result, zero);
            foreach (Variable<double> input in recorded.Inputs)
            {
                Assert.True(gradients[input].Shape == input.Shape, row.ToString());
                Assert.True(gradients[input].ToArray().All(g => g == 0), row.ToString());
                Assert.True(row.IsDifferentiable || !gradients.IsConnected(input), row.ToString());
            }
        }
    }

    /// <summary>A Jacobian repeats one walk in the same memory: no row may show anything of another.</summary>
    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void Rows_of_a_jacobian_are_the_products_with_unit_vectors(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using Recorded<double> recorded = new(row), other = new(row);
            var unit = new double[recorded.Result.Shape.ElementCount];
            var entries = new double[unit.Length * recorded.Inputs.Sum(input => input.Shape.ElementCount)];
            Differentiate.WriteRows(other.Result, [.. other.Inputs], entries);
            unit.AsSpan().Fill(double.NegativeZero);
            for (int i = 0; i < unit.Length; i++)
            {
                unit[i] = 1;
                Gradients<double> gradients = Differentiate.Pullback(recorded.Result, recorded.Tape.Constant(unit, recorded.Result.Shape));
                unit[i] = double.NegativeZero;
                int start = 0;
                foreach (Variable<double> input in recorded.Inputs)
                {
                    double[] expected = [.. gradients[input].ToArray().Select(entry => entry + 0.0)];
                    Assert.True(Close.Bits(expected, entries.AsSpan(start + (i * expected.Length), expected.Length).ToArray()), $"{row}: row {i}, {input.Shape}.");
                    start += unit.Length * expected.Length;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void Columns_of_a_jacobian_are_those_of_its_rows(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using Recorded<double> byRows = new(row), byColumns = new(row);
            var rows = new double[byRows.Result.Shape.ElementCount * byRows.Inputs.Sum(input => input.Shape.ElementCount)];
            var columns = new double[rows.Length];
            Differentiate.WriteRows(byRows.Result, [.. byRows.Inputs], rows);
            Differentiate.WriteColumns(byColumns.Result, [.. byColumns.Inputs], columns);
            Assert.True(Close.Difference<double>(rows, columns) < 1e-13 * row.Slack, $"{row}: {Close.Difference<double>(rows, columns)}");
        }
    }

    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void Deferred_evaluation_and_a_second_walk_give_the_same_bits(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using Recorded<double> eager = new(row), deferred = new(row, EvaluationMode.Deferred);
            double[][] later = deferred.Gradients(), first = eager.Gradients(), second = eager.Gradients();
            Assert.True(Close.Bits(eager.Result.ToArray(), deferred.Result.ToArray()), row.ToString());
            for (int k = 0; k < first.Length; k++)
            {
                Assert.True(Close.Bits(first[k], later[k]), $"{row}: operand {k}, deferred.");
                Assert.True(Close.Bits(first[k], second[k]), $"{row}: operand {k}, second walk.");
            }
        }
    }

    /// <summary>32 units in the last place times the root of the number of elements, of the largest element.</summary>
    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void Float_agrees_with_double(string operation)
    {
        foreach (var (wide, narrow) in OperationCases<double>.All.Zip(OperationCases<float>.All))
        {
            if (wide.Operation != operation) continue;
            using var expected = new Recorded<double>(wide);
            using var actual = new Recorded<float>(narrow);
            Assert.Equal(expected.Result.Shape, actual.Result.Shape);
            double tolerance = wide.Slack * 32 * Math.Pow(2, -23) * Math.Sqrt(Math.Max(1, wide.Operands.Max(operand => operand.Shape.ElementCount)));
            Assert.InRange(Close.Difference<float>(expected.Result.Span, actual.Result.Span), 0, tolerance);
            double difference = Close.Difference(expected.Gradients(), actual.Gradients());
            Assert.True(difference <= tolerance, $"{wide}: gradients differ by {difference}, allowed {tolerance}.");
        }
    }

    /// <summary>
    /// A zero cotangent is structurally nothing: rules select, they never form 0 · ∞. Tried with every operand at values where slopes
    /// are infinite or undefined. A matrix product or convolution sums products inside its kernel, so there 0 · ∞ is NaN.
    /// </summary>
    [Theory]
    [MemberData(nameof(OperationNames.Differentiable), MemberType = typeof(OperationNames))]
    public void A_zero_cotangent_gives_zero_where_slopes_are_infinite_or_undefined(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            bool isProduct = operation is "MatMul" or "Outer" or "Convolution" || row.Has(Traits.SumsProducts);
            foreach (double edge in (double[])[0, 1, -1, double.PositiveInfinity, double.NegativeInfinity, double.NaN])
            {
                var inputs = Array.ConvertAll(row.Operands, operand => (Enumerable.Repeat(edge, operand.Shape.ElementCount).ToArray(), operand.Shape));
                double[][] gradients;
                try
                {
                    using var recorded = new Recorded<double>(row, inputs);
                    gradients = recorded.Gradients(new double[recorded.Result.Shape.ElementCount]);
                }
                catch (InvalidOperationException e) when (e is SingularMatrixException or NotPositiveDefiniteException)
                {
                    continue;
                }

                Assert.True((isProduct && !double.IsFinite(edge)) || gradients.All(gradient => gradient.All(g => g == 0)), $"{row} at {edge}.");
            }
        }
    }
}
