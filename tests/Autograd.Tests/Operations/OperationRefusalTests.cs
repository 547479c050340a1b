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

    /// <summary>Rows of several operands that record nothing before the call in question.</summary>
    private static bool IsOneCall(OperationCase<double> row) =>
        row.Operands.Length > 1 && row.Operation != "Where" && !row.Call.Contains("Transpose()", StringComparison.Ordinal) && !row.Call.Contains("Reshape", StringComparison.Ordinal);

    private static void AssertOnlyLeaves(Tape<double> tape, string row)
    {
        for (int i = 0; i < tape.NodeCount; i++) Assert.True(tape.Program[i].Operation.Kind == OperationKind.Leaf, row);
    }
}
