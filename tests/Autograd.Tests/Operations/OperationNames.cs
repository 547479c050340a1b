namespace Autograd.Tests.Operations;

/// <summary>The names of the table, for theories.</summary>
public static class OperationNames
{
    /// <summary>Every operation that has rows.</summary>
    public static TheoryData<string> All => [.. OperationCases<double>.All.Select(row => row.Operation).Distinct()];

    /// <summary>Every operation with differentiable rows.</summary>
    public static TheoryData<string> Differentiable =>
        [.. OperationCases<double>.All.Where(row => row.IsDifferentiable).Select(row => row.Operation).Distinct()];

    internal static IEnumerable<OperationCase<double>> RowsOf(string operation) =>
        OperationCases<double>.All.Where(row => row.Operation == operation);
}
