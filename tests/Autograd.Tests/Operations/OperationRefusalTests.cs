namespace Autograd.Tests.Operations;

/// <summary>A call that is refused throws at once and leaves the tape as it was, also where an operation is made of several.</summary>
public class OperationRefusalTests
{
    public static TheoryData<string> SeveralOperands =>
        [.. OperationCases<double>.All.Where(IsOneCall).Select(row => row.Operation).Distinct()];

    [Theory]
    [MemberData(nameof(SeveralOperands))]
    public void Operands_of_different_tapes_are_refused_and_nothing_is_recorded(string operation)
    {
        foreach (OperationCase<double> row in OperationNames.RowsOf(operation).Where(IsOneCall))
        {
            using Tape<double> tape = new(), other = new();
            var inputs = row.Inputs();
            Variable<double>[] operands = [.. inputs.Select((input, k) => (k == 0 ? tape : other).Variable(input.Values, input.Shape))];
            var thrown = Assert.Throws<ArgumentException>(() => row.Build(operands));
            Assert.EndsWith(": the operands belong to different tapes. Record them on one tape.", thrown.Message, StringComparison.Ordinal);
            AssertOnlyLeaves(tape, row.ToString());
            AssertOnlyLeaves(other, row.ToString());
        }
    }

    [Fact]
    public void Classes_that_do_not_fit_are_refused_and_nothing_is_recorded()
    {
        using var tape = new Tape<double>();
        Variable<double> logits = tape.Variable(new double[6], [2, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => logits.CrossEntropy(tape.Indices([0, 3])));
        Assert.Throws<ArgumentException>(() => logits.CrossEntropy(tape.Indices([0, 1, 2])));
        AssertOnlyLeaves(tape, "CrossEntropy");
    }

    /// <summary>An operand whose parameter was updated cannot be evaluated; each operand of each row in turn is such a one.</summary>
    [Fact]
    public void A_call_on_a_stale_parameter_is_refused_and_nothing_is_recorded()
    {
        var refused = new HashSet<string>();
        foreach (OperationCase<double> row in OperationCases<double>.All.Where(row => row.Operands.Length == 1 || (IsOneCall(row) && !row.Call.Contains(").", StringComparison.Ordinal))))
        {
            for (int stale = 0; stale < row.Operands.Length; stale++)
            {
                using var tape = new Tape<double>();
                var inputs = row.Inputs();
                Parameter<double>[] parameters = [.. inputs.Select((input, k) => new Parameter<double>($"p{k}", input.Shape, input.Values))];
                Variable<double>[] operands = Array.ConvertAll(parameters, tape.Watch);
                parameters[stale].Update();
                if (Record.Exception(() => row.Build(operands)) is not { } thrown) continue;
                Assert.StartsWith($"Value: parameter p{stale} was updated", thrown.Message, StringComparison.Ordinal);
                refused.Add(row.Operation);
                for (int i = operands.Length; i < tape.NodeCount; i++) Assert.True(tape.Program[i].Operation.Name == "Indices", row.ToString());
            }
        }

        Assert.True(refused.Count > 70, $"only {refused.Count} operations refused");
    }

    [Fact]
    public void A_scalar_or_indices_that_a_refused_call_brings_along_are_not_left_behind()
    {
        using var tape = new Tape<double>();
        var parameter = new Parameter<double>("P", [2, 3]);
        Variable<double> s = tape.Watch(parameter), f = tape.Variable(new double[6], [2, 3]), v = tape.Variable([1.0, 2]);
        parameter.Update();
        var vector = new Parameter<double>("V", [2]);
        Variable<double> t = tape.Watch(vector);
        vector.Update();
        Action[] calls =
        [
            () => _ = s + 1, () => _ = 1 + s, () => _ = s - 1, () => _ = 1 - s, () => _ = s * 2, () => _ = 2 * s, () => _ = s / 2, () => _ = 2 / s,
            () => _ = s > 1, () => _ = 1 > s, () => _ = s >= 1, () => _ = 1 >= s, () => _ = s < 1, () => _ = 1 < s, () => _ = s <= 1, () => _ = 1 <= s,
            () => s.Add(1), () => s.Subtract(1), () => s.Multiply(2), () => s.Divide(2), () => s.Maximum(1), () => s.Minimum(1), () => s.Pow(2), () => s.EqualTo(1), () => s.NotEqualTo(1),
            () => s.GreaterThan(1), () => s.GreaterThanOrEqual(1), () => s.LessThan(1), () => s.LessThanOrEqual(1),
            () => tape.Where(s, f, 1), () => tape.Where(s, 1, f), () => tape.Where(s, 1, 0), () => tape.Where(f, s, 1), () => tape.Where(f, 1, s),
            () => v.Outer(t), () => t.Outer(v), () => f.CrossEntropy(s), () => s.CrossEntropy(f), () => s.CrossEntropy([0, 1]), () => s.Variance(), () => s.Variance(0), () => s.Mean(),
            () => f.BinaryCrossEntropyWithLogits(s), () => f.BinaryCrossEntropy(s), () => f.MeanSquaredError(s), () => f.HalfMeanSquaredError(s),
            () => s.Gather(0, [0, 1]), () => s.Embedding([0, 1]), () => s.Pick(0, [0, 1, 0]), () => s.ScatterAdd(0, [0, 1], f), () => f.ScatterAdd(0, [0, 1], s),
            () => s.ArgMax(), () => s.ArgMin(), () => tape.Stack(0, s, f), () => tape.Concatenate(0, s, f),
        ];
        for (int k = 0; k < calls.Length; k++)
        {
            int before = tape.NodeCount;
            var error = Record.Exception(calls[k]);
            Assert.True(error is InvalidOperationException, $"call {k}: {error?.Message ?? "nothing was thrown"}");
            Assert.True(tape.NodeCount == before, $"call {k} left {tape.NodeCount - before} nodes");
        }
    }

    /// <summary>Rows of several operands that record nothing before the call in question.</summary>
    private static bool IsOneCall(OperationCase<double> row) =>
        row.Operands.Length > 1 && row.Operation != "Where" && !row.Call.Contains("Transpose()", StringComparison.Ordinal) && !row.Call.Contains("Reshape", StringComparison.Ordinal);

    private static void AssertOnlyLeaves(Tape<double> tape, string row)
    {
        for (int i = 0; i < tape.NodeCount; i++) Assert.True(tape.Program[i].Operation.Kind == OperationKind.Leaf, row);
    }
}
