namespace Autograd.Tests.Operations;

/// <content>Products, norms of any order, and reductions that leave NaN out.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] MoreReductions() =>
    [
        .. EachReduction("Product", (x, d, keep) => x.Product(d, keep)),
        Row("Product", [Real(2, 3)], x => x[0].Product()),
        Row("Product", [Real(2, 3)], x => x[0].Product(0)),
        Row("Product", [Real(2, 3)], x => x[0].Product(1, keep: true)),
        Row("Product", [Real(0, 3)], x => x[0].Product(0)),
        Row("Product", [Real(6)], x => x[0].Exp().Product(), order: 3),
        .. EachReduction("NanSum", (x, d, keep) => x.NanSum(d, keep), Traits.Linear),
        Row("NanSum", [Real(2, 3)], x => x[0].NanSum(), Traits.Linear),
        Row("NanSum", [Real(2, 3)], x => x[0].NanSum(0), Traits.Linear),
        Row("NanSum", [Real(2, 3)], x => x[0].NanSum(1, keep: true), Traits.Linear),
        .. EachReduction("NanMean", (x, d, keep) => x.NanMean(d, keep), Traits.Linear),
        Row("NanMean", [Real(2, 3)], x => x[0].NanMean(), Traits.Linear),
        Row("NanMean", [Real(2, 3)], x => x[0].NanMean(0), Traits.Linear),
        Row("NanMean", [Real(2, 3)], x => x[0].NanMean(1, keep: true), Traits.Linear),
        .. EachReduction("PNorm", (x, d, keep) => x.PNorm(C(3), d, keep)),
        .. EachReduction("PNorm", (x, d, keep) => x.PNorm(C(1.5), d, keep)),
        Row("PNorm", [Real(2, 3)], x => x[0].PNorm(C(1))),
        Row("PNorm", [Real(2, 3)], x => x[0].PNorm(C(2), 1)),
        Row("PNorm", [Real(2, 3)], x => x[0].PNorm(T.PositiveInfinity, 0, keep: true)),
        Row("PNorm", [Real(2, 3)], x => x[0].PNorm(C(0.5))),
        Row("PNorm", [Real(2, 3)], x => x[0].PNorm(C(4), -1)),
        Row("PNorm", [Real(0, 3)], x => x[0].PNorm(T.PositiveInfinity, 0)),
        Row("PNorm", [Real(0, 3)], x => x[0].PNorm(C(3), 0)),
        Row("Trace", [Real(3, 3)], x => x[0].Trace(), Traits.Linear),
        Row("Trace", [Real(2, 3, 2)], x => x[0].Trace(), Traits.Linear),
    ];
}
