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
        [.. Arithmetic(), .. Comparisons(), .. Functions(), .. Trigonometry(), .. Distributions(), .. Special(), .. Activations(), .. Cotangents(), .. Attention(), .. Distances(),
            .. Reductions(), .. Normalizations(), .. Scans(), .. Searches(), .. Products(), .. LinearAlgebra(), .. Convolutions(), .. Adjoints(), .. Pooling(), .. Movements(), .. Joins(), .. Choosing(), .. Losses(),
            .. Along(), .. Segments(), .. ScatterReductions(), .. Parts(), .. Copies(), .. Triangles(), .. Windows(), .. Orders(), .. MoreReductions(), .. MoreScans(), .. Images(), .. MoreLosses(), .. MoreNormalizations(), .. Draws(), .. Fouriers()];

    private static OperationCase<T> Row(
        string operation,
        Operand[] operands,
        Func<Variable<T>[], Variable<T>> build,
        Traits traits = Traits.None,
        int order = 2,
        double slack = 1,
        [CallerArgumentExpression(nameof(build))] string call = "") => new(operation, call, operands, build, traits, order, slack);

    /// <summary>The shapes on which every operation of one operand is tried.</summary>
    private static IEnumerable<OperationCase<T>> EachShape(string operation, Func<Variable<T>, Variable<T>> f, double low, double high, Traits traits = Traits.None)
    {
        Shape[] shapes = [[], [1], [0], [2, 0, 3], [5], [17], [2, 3], [2, 1, 3, 2]];
        foreach (Shape shape in shapes)
        {
            int order = shape.Rank == 1 && shape[0] == 5 ? 3 : 2;
            yield return Row(operation, [new Operand(shape, low, high)], x => f(x[0]), traits | Traits.Elementwise, order);
        }
    }

    /// <summary>The shapes on which every operation of two operands is tried: equal, broadcast both ways, scalar, empty, one node twice.</summary>
    private static IEnumerable<OperationCase<T>> EachPair(
        string operation, Func<Variable<T>, Variable<T>, Variable<T>> f, double lowA, double highA, double lowB, double highB, Traits traits = Traits.None)
    {
        (Shape A, Shape B)[] pairs =
        [
            ([], []), ([3], [3]), ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([], [2, 2]), ([2, 2], []),
            ([0, 3], [3]), ([1, 3], [0, 3]), ([2, 1, 3, 2], [4, 1, 2]), ([17], [1]), ([1], [1, 1]),
        ];
        foreach (var (a, b) in pairs)
        {
            Traits own = a == b ? traits | Traits.Elementwise : traits;
            yield return Row(operation, [new Operand(a, lowA, highA), new Operand(b, lowB, highB)], x => f(x[0], x[1]), own);
        }

        double low = Math.Max(lowA, lowB), high = Math.Min(highA, highB);
        yield return Row(operation, [new Operand([2, 3], low, high)], x => f(x[0], x[0]), traits | Traits.Elementwise, 3);
    }

    private static Operand Real(params ReadOnlySpan<nint> lengths) => new(lengths, -2, 2);

    private static Operand Positive(params ReadOnlySpan<nint> lengths) => new(lengths, 0.5, 2.5);

    /// <summary>Strictly between 0 and 1: probabilities.</summary>
    private static Operand Inner(params ReadOnlySpan<nint> lengths) => new(lengths, 0.0625, 0.9375);

    /// <summary>A constant that float and double hold exactly.</summary>
    private static T C(double value) => T.CreateChecked(value);

    private static Indices<T> At(Variable<T>[] x, params ReadOnlySpan<int> indices) => x[0].Tape.Indices(indices);

    private static Indices<T> Indexed(Variable<T>[] x, Shape shape, params ReadOnlySpan<int> indices) => x[0].Tape.Indices(indices, shape);
}
