namespace Autograd.Tests.Operations;

/// <content>Running sums and products, and where the extremes lie.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Scans() =>
    [
        Row("CumulativeSum", [Real(1)], x => x[0].CumulativeSum(0), Traits.Linear | Traits.Elementwise),
        Row("CumulativeSum", [Real(5)], x => x[0].CumulativeSum(0), Traits.Linear),
        Row("CumulativeSum", [Real(5)], x => x[0].CumulativeSum(-1, reverse: true), Traits.Linear),
        Row("CumulativeSum", [Real(2, 3)], x => x[0].CumulativeSum(0), Traits.Linear),
        Row("CumulativeSum", [Real(2, 3)], x => x[0].CumulativeSum(1, reverse: true), Traits.Linear),
        Row("CumulativeSum", [Real(2, 1, 3, 2)], x => x[0].CumulativeSum(2), Traits.Linear),
        Row("CumulativeSum", [Real(2, 1, 3, 2)], x => x[0].CumulativeSum(-3, reverse: true), Traits.Linear | Traits.Elementwise),
        Row("CumulativeSum", [Real(2, 3)], x => x[0].Transpose().CumulativeSum(0), Traits.Linear),
        Row("CumulativeSum", [Real(5)], x => x[0].Flip(0).CumulativeSum(0), Traits.Linear),
        Row("CumulativeSum", [Real(0, 3)], x => x[0].CumulativeSum(0), Traits.Linear),
        Row("CumulativeSum", [Real(3, 0)], x => x[0].CumulativeSum(0), Traits.Linear),
        Row("CumulativeSum", [Real(5)], x => x[0].Square().CumulativeSum(0), order: 3),
        Row("CumulativeProduct", [Real(1)], x => x[0].CumulativeProduct(0), Traits.Linear | Traits.Elementwise),
        Row("CumulativeProduct", [Real(2)], x => x[0].CumulativeProduct(0)),
        Row("CumulativeProduct", [Real(5)], x => x[0].CumulativeProduct(-1), order: 3),
        Row("CumulativeProduct", [Real(2, 3)], x => x[0].CumulativeProduct(0)),
        Row("CumulativeProduct", [Real(3, 4)], x => x[0].CumulativeProduct(1)),
        Row("CumulativeProduct", [Real(2, 1, 3, 2)], x => x[0].CumulativeProduct(2)),
        Row("CumulativeProduct", [Real(2, 1, 3, 2)], x => x[0].CumulativeProduct(-3), Traits.Linear | Traits.Elementwise),
        Row("CumulativeProduct", [Real(3, 3)], x => x[0].Transpose().CumulativeProduct(0)),
        Row("CumulativeProduct", [Real(4)], x => x[0].Flip(0).CumulativeProduct(0)),
        Row("CumulativeProduct", [Real(0, 3)], x => x[0].CumulativeProduct(0)),
        Row("CumulativeProduct", [Real(3, 0)], x => x[0].CumulativeProduct(0)),
    ];

    /// <summary>The indices have no derivative; what is picked with them has.</summary>
    private static OperationCase<T>[] Searches() =>
    [
        .. EachSearch("ArgMax", (x, dimension) => x.ArgMax(dimension)),
        .. EachSearch("ArgMin", (x, dimension) => x.ArgMin(dimension)),
    ];

    private static IEnumerable<OperationCase<T>> EachSearch(string operation, Func<Variable<T>, int, Indices<T>> f)
    {
        yield return Row(operation, [Real(5)], x => x[0].Pick(0, f(x[0], 0)));
        yield return Row(operation, [Real(1)], x => x[0].Pick(-1, f(x[0], -1)), Traits.Linear);
        yield return Row(operation, [Real(3, 4)], x => x[0].Pick(0, f(x[0], 0)));
        yield return Row(operation, [Real(3, 4)], x => x[0].Square().Pick(-1, f(x[0], -1)));
        yield return Row(operation, [Real(2, 1, 3, 2)], x => x[0].Pick(2, f(x[0], 2)));
        yield return Row(operation, [Real(3, 4)], x => x[0].Transpose().Pick(0, f(x[0].Transpose(), 0)));
        yield return Row(operation, [Real(4, 3)], x => x[0].Embedding(f(x[0], 0)));
        yield return Row(operation, [Real(0, 3)], x => x[0].Pick(1, f(x[0], 1)));
    }
}
