using System.Numerics;
using System.Reflection;

namespace Autograd.Tests.Operations;

/// <summary>That the table is whole, and that what it states about each operation holds.</summary>
public class OperationTableTests
{
    [Fact]
    public void Every_public_operation_has_a_row_and_every_row_an_operation()
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] notOperations = ["op_Equality", "op_Inequality", "op_Explicit"];
        string[] operations =
        [
            .. typeof(Autograd.Operations).GetMethods(declared).Concat(typeof(CotangentExtensions).GetMethods(declared)).Concat(typeof(Variable<double>).GetMethods(declared | BindingFlags.Instance).Where(m => m.IsSpecialName && (m.IsStatic || m.Name == "get_Item")))
                .Select(m => m.Name).Except(notOperations).Distinct().Order(),
        ];
        Assert.Contains("op_Addition", operations);
        Assert.Contains("MatMul", operations);
        Assert.Equal(operations, OperationCases<double>.All.Select(row => row.Operation).Distinct().Order());
    }

    /// <summary>
    /// Each derivative by an operand is compared with differences in every order, and with its bits when evaluation is deferred, when it is walked again, with its
    /// value in float, and with 0 at six edges (<see cref="OperationGradientTests"/>); Jacobians, products and views come on top.
    /// </summary>
    [Fact]
    public void The_table_makes_more_than_20_000_checks_of_derivatives_of_at_least_190_operations()
    {
        OperationCase<double>[] rows = [.. OperationCases<double>.All.Where(row => row.IsDifferentiable)];
        Assert.InRange(rows.Select(row => row.Operation).Where(name => !name.StartsWith("op_", StringComparison.Ordinal)).Distinct().Count(), 190, int.MaxValue);
        Assert.InRange(rows.Sum(row => row.Operands.Length * (row.Order + 9)), 20_001, int.MaxValue);
    }

    [Fact]
    public void The_table_is_the_same_for_every_element_type()
    {
        Assert.Equal(OperationCases<double>.All.Select(row => row.ToString()), OperationCases<float>.All.Select(row => row.ToString()));
    }

    [Fact]
    public void Values_are_distinct_exact_in_float_and_away_from_kinks()
    {
        var seen = new HashSet<double>();
        for (int position = 0; position < 3; position++)
        {
            foreach (double value in new Operand([40], -2, 2).Values(position))
            {
                Assert.True(seen.Add(value));
                Assert.Equal(value, (float)value);
                Assert.InRange(Math.Abs(value - (Math.Round(value * 10) / 10)), 0.0099, 0.0501);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void Rows_have_the_traits_that_they_state(string operation)
    {
        bool isLinear = false, isAlwaysAdditive = true;
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation))
        {
            using var recorded = new Recorded<double>(row);
            Assert.True(row.IsDifferentiable == recorded.Result.IsDifferentiable, row.ToString());
            Assert.True(!row.Has(Traits.Linear) || IsAdditive(row), $"{row} is marked linear.");
            isLinear |= row.Has(Traits.Linear);
            isAlwaysAdditive &= IsAdditive(row);
            if (row.Has(Traits.Elementwise)) Assert.True(IsElementwise(row, recorded), $"{row} is marked element-wise.");
        }

        Assert.True(isLinear || !isAlwaysAdditive, "No row is marked linear, yet all are.");
    }

    /// <summary>f(x + y) = f(x) + f(y) for a second set of values y.</summary>
    private static bool IsAdditive(OperationCase<double> row)
    {
        var x = row.Inputs();
        var y = x.Select((input, k) => (Values: row.Operands[k].Values(k + 3), input.Shape)).ToArray();
        var sum = x.Select((input, k) => (Values: input.Values.Zip(y[k].Values, (a, b) => a + b).ToArray(), input.Shape)).ToArray();
        using Recorded<double> fx = new(row, x), fy = new(row, y), fsum = new(row, sum);
        double[] parts = fx.Result.ToArray().Zip(fy.Result.ToArray(), (a, b) => a + b).ToArray();
        return Close.Difference(parts, fsum.Result.ToArray()) < 1e-14;
    }

    /// <summary>A cotangent at one element reaches the same element of each operand, and no other.</summary>
    private static bool IsElementwise(OperationCase<double> row, Recorded<double> recorded)
    {
        Shape shape = recorded.Result.Shape;
        if (row.Operands.Any(operand => operand.Shape != shape)) return false;
        for (int i = 0; i < shape.ElementCount; i++)
        {
            var unit = new double[shape.ElementCount];
            unit[i] = 1;
            foreach (double[] gradient in recorded.Gradients(unit))
            {
                for (int j = 0; j < gradient.Length; j++)
                {
                    if (j != i && gradient[j] != 0) return false;
                }
            }
        }

        return true;
    }
}

/// <summary>Comparison of results.</summary>
internal static class Close
{
    /// <summary>The largest difference, relative to the largest element expected; equal infinities and two NaN differ by 0.</summary>
    public static double Difference<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (expected.Length != actual.Length) return double.PositiveInfinity;
        double scale = 1e-300, worst = 0;
        foreach (double value in expected)
        {
            if (double.IsFinite(value)) scale = Math.Max(scale, Math.Abs(value));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double value = double.CreateChecked(actual[i]);
            if (expected[i].Equals(value) || expected[i] == value) continue;
            double difference = Math.Abs(expected[i] - value) / scale;
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        return worst;
    }

    /// <summary>The largest difference of any of several tensors.</summary>
    public static double Difference<T>(double[][] expected, T[][] actual)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        expected.Length == 0 ? 0 : expected.Zip(actual, (e, a) => Difference<T>(e, a)).Max();

    /// <summary>Whether two results have the same bits; NaN may differ in payload.</summary>
    public static bool Bits(double[] expected, double[] actual) =>
        expected.Length == actual.Length && expected.Zip(actual, (e, a) => BitConverter.DoubleToInt64Bits(e) == BitConverter.DoubleToInt64Bits(a) || (double.IsNaN(e) && double.IsNaN(a))).All(same => same);
}
