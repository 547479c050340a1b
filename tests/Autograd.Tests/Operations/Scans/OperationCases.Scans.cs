namespace Autograd.Tests.Operations;

/// <content>Running sums and products.</content>
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
}
