using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Tests.Operations;

/// <summary>
/// The table of operation cases, from which every generic test of operations is driven. It is written once and exists for each
/// element type: the calls are generic in T through the class.
/// </summary>
internal static partial class OperationCases<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Every row.</summary>
    public static IReadOnlyList<OperationCase<T>> All { get; } =
        [.. Unary(), .. Binary(), .. Comparisons(), .. Choices(), .. Reductions(), .. Normalizations(), .. Scans(), .. Searches(), .. Products(), .. LinearAlgebra(), .. Convolutions(), .. Adjoints(), .. Pooling(), .. Movements(), .. Joins(), .. Choosing(), .. Losses(), .. Functions(), .. SpecialFunctions(), .. Activations(),
            .. Along(), .. Segments(), .. Parts(), .. Copies(), .. Triangles(), .. Windows(), .. Orders(), .. MoreReductions(), .. MoreScans(), .. Images(), .. MoreLosses(), .. MoreNormalizations(), .. Draws(), .. Fouriers()];

    private static OperationCase<T> Row(
        string operation,
        Operand[] operands,
        Func<Variable<T>[], Variable<T>> build,
        Traits traits = Traits.None,
        int order = 2,
        double slack = 1,
        [CallerArgumentExpression(nameof(build))] string call = "") => new(operation, call, operands, build, traits, order, slack);

    private static Operand Real(params ReadOnlySpan<nint> lengths) => new(lengths, -2, 2);

    private static Operand Positive(params ReadOnlySpan<nint> lengths) => new(lengths, 0.5, 2.5);

    /// <summary>Strictly between 0 and 1: probabilities.</summary>
    private static Operand Inner(params ReadOnlySpan<nint> lengths) => new(lengths, 0.0625, 0.9375);

    /// <summary>A constant that float and double hold exactly.</summary>
    private static T C(double value) => T.CreateChecked(value);

    private static Indices<T> At(Variable<T>[] x, params ReadOnlySpan<int> indices) => x[0].Tape.Indices(indices);

    private static Indices<T> Indexed(Variable<T>[] x, Shape shape, params ReadOnlySpan<int> indices) => x[0].Tape.Indices(indices, shape);
}

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
