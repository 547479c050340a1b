namespace Autograd.Tests.Operations;

/// <content>Sorting, and what follows from it.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Orders() =>
    [
        Row("ArgSort", [Real(5)], x => x[0].GatherAlong(0, x[0].ArgSort(0))),
        Row("ArgSort", [Real(3, 4)], x => x[0].Square().GatherAlong(-1, x[0].ArgSort(-1, descending: true))),
        Row("ArgSort", [Real(2, 3, 2)], x => x[0].GatherAlong(1, x[0].ArgSort(1))),
        Row("ArgSort", [Real(4, 2)], x => x[0].Gather(0, x[0].At(1, 0).ArgSort(0))),
        Row("ArgSort", [Real(0, 3)], x => x[0].GatherAlong(0, x[0].ArgSort(0)), Traits.Linear),
        Row("Sort", [Real(5)], x => x[0].Sort(0)),
        Row("Sort", [Real(40)], x => x[0].Sort(0, descending: true)),
        Row("Sort", [Real(3, 4)], x => x[0].Sort(-1, descending: true)),
        Row("Sort", [Real(2, 3, 2)], x => x[0].Square().Sort(1), order: 3),
        Row("Sort", [Real(3, 4)], x => x[0].Transpose().Sort(0)),
        Row("Sort", [Real(3, 0)], x => x[0].Sort(0), Traits.Linear),
        Row("TopK", [Real(5)], x => x[0].TopK(2, 0).Values),
        Row("TopK", [Real(3, 4)], x => x[0].TopK(3, -1, largest: false).Values),
        Row("TopK", [Real(40)], x => x[0].TopK(5, 0).Values),
        Row("TopK", [Real(12, 2)], x => x[0].TopK(3, 0, largest: false).Values),
        Row("TopK", [Real(2, 3, 2)], x => x[0].Exp().TopK(1, 1).Values),
        Row("TopK", [Real(4, 3)], x => x[0].Gather(0, x[0].At(1, 1).TopK(2, 0).Indices)),
        Row("TopK", [Real(3)], x => x[0].TopK(0, 0).Values, Traits.Linear),
        Row("Unique", [Real(3, 2)], x => x[0].Gather(0, x[0].Tape.Indices(new[] { 7, 4, 7, 9 }.Unique().Inverse)), Traits.Linear),
        Row("KthLargest", [Real(5)], x => x[0].KthLargest(2, 0)),
        Row("KthLargest", [Real(3, 4)], x => x[0].KthLargest(4, -1, keep: true)),
        Row("KthLargest", [Real(2, 3, 2)], x => x[0].Square().KthLargest(1, 1)),
        Row("KthLargest", [Real(0, 3)], x => x[0].KthLargest(2, 1)),
        .. EachReduction("Median", (x, d, keep) => x.Median(d, keep)),
        Row("Median", [Real(2, 3)], x => x[0].Median()),
        Row("Median", [Real(4, 3)], x => x[0].Median(0)),
        Row("Median", [Real(2, 3)], x => x[0].Median(1, keep: true)),
        .. EachReduction("Quantile", (x, d, keep) => x.Quantile(C(0.25), d, keep)),
        Row("Quantile", [Real(2, 3)], x => x[0].Quantile(C(0.75))),
        Row("Quantile", [Real(5, 3)], x => x[0].Quantile(C(0.125), 0)),
        Row("Quantile", [Real(2, 5)], x => x[0].Quantile(C(0), 1, keep: true)),
        Row("Quantile", [Real(5)], x => x[0].Quantile(C(1))),
    ];
}
