namespace Autograd.Tests.Operations;

/// <content>Choice by index.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Choosing() =>
    [
        Row("Gather", [Real(4)], x => x[0].Gather(0, At(x, 2, 0, 2)), Traits.Linear),
        Row("Gather", [Real(3, 4)], x => x[0].Gather(-1, [3, 0, 3]), Traits.Linear),
        Row("Gather", [Real(3, 4)], x => x[0].Gather(-1, At(x, 3, 3, 0)), Traits.Linear),
        Row("Gather", [Real(3, 2)], x => x[0].Gather(0, Indexed(x, [2, 2], 0, 2, 2, 1)), Traits.Linear),
        Row("Gather", [Real(2, 3, 2)], x => x[0].Gather(1, Indexed(x, [], 1)), Traits.Linear),
        Row("Gather", [Real(2, 3)], x => x[0].Gather(1, Indexed(x, [0])), Traits.Linear),
        Row("Gather", [Real(2, 1, 3, 2)], x => x[0].Gather(2, At(x, 0, 2, 0)), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding([1, 3, 1]), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding(At(x, 1, 3, 1)), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding(Indexed(x, [2, 2], 1, 3, 1, 0)), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding(Indexed(x, [0])), Traits.Linear),
        Row("Pick", [Real(2, 3, 2)], x => x[0].Pick(1, [0, 2, 2, 1]), Traits.Linear),
        Row("Pick", [Real(3, 4)], x => x[0].Pick(-1, At(x, 3, 0, 3)), Traits.Linear),
        Row("Pick", [Real(3, 4)], x => x[0].Pick(0, At(x, 2, 0, 2, 1)), Traits.Linear),
        Row("Pick", [Real(4)], x => x[0].Pick(0, Indexed(x, [], 2)), Traits.Linear),
        Row("Pick", [Real(2, 3, 2)], x => x[0].Pick(1, Indexed(x, [2, 2], 0, 2, 2, 1)), Traits.Linear),
        Row("Pick", [Real(0, 3)], x => x[0].Pick(-1, Indexed(x, [0])), Traits.Linear),
        Row("ScatterAdd", [Real(4), Real(3)], x => x[0].ScatterAdd(0, [2, 0, 2], x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(4), Real(3)], x => x[0].ScatterAdd(0, At(x, 2, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(2, 3), Real(2, 4)], x => x[0].ScatterAdd(-1, At(x, 1, 1, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(3, 2), Real(2, 2, 2)], x => x[0].ScatterAdd(0, Indexed(x, [2, 2], 1, 1, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(3), Real(0)], x => x[0].ScatterAdd(0, Indexed(x, [0]), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(3)], x => x[0].ScatterAdd(0, At(x, 2, 1, 2), x[0]), Traits.Linear),
        Row("Slice", [Real(5)], x => x[0].Slice(0, 1, 3), Traits.Linear),
        Row("Slice", [Real(5)], x => x[0].Slice(0, 0, 3, 2), Traits.Linear),
        Row("Slice", [Real(5)], x => x[0].Slice(0, -1, 3, -2), Traits.Linear),
        Row("Slice", [Real(2, 5)], x => x[0].Slice(-1, 4, 2, -3), Traits.Linear),
        Row("Slice", [Real(3, 4)], x => x[0].Slice(0, 1..), Traits.Linear),
        Row("Slice", [Real(3, 4)], x => x[0].Slice(1, 1..^1), Traits.Linear),
        Row("Slice", [Real(3, 4)], x => x[0].Slice(1, 2..2), Traits.Linear),
        Row("Slice", [Real(2, 1, 3, 2)], x => x[0].Slice(2, 2, 2, -1), Traits.Linear),
        Row("Slice", [Real(0, 2)], x => x[0].Slice(0, 0, 0), Traits.Linear),
        Row("At", [Real(3, 4)], x => x[0].At(0, 1), Traits.Linear),
        Row("At", [Real(3, 4)], x => x[0].At(-1, -2), Traits.Linear),
        Row("At", [Real(3)], x => x[0].At(0, 2), Traits.Linear),
        Row("At", [Real(3, 4)], x => x[0].At(1, ^1), Traits.Linear),
    ];
}
