namespace Autograd.Tests.Operations;

/// <content>Products, movements of elements, choice by index, losses.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Products() =>
    [
        Row("MatMul", [Real(2, 3), Real(3, 4)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(1, 1), Real(1, 1)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(5, 7), Real(7, 1)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 2, 3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 2, 3), Real(3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 1, 2, 3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(1, 2, 2), Real(3, 2, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 0), Real(0, 3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(0, 2), Real(2, 3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(0, 2, 2), Real(2, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3, 3)], x => x[0].MatMul(x[0]), order: 3),
        Row("MatMul", [Real(2, 3)], x => x[0].MatMul(x[0].Transpose())),
        Row("MatMul", [Real(3, 2), Real(4, 3)], x => x[0].Transpose().MatMul(x[1].Transpose())),
        Row("MatMul", [Real(4, 3), Real(2, 3), Real(5, 3)], x => Twice(x[0].Transpose(), w => x[1].MatMul(w).Sum([0]), w => x[2].MatMul(w).Sum([0]))),
        Row("MatMul", [Real(3, 4), Real(3, 2), Real(3, 5)], x => Twice(x[0].Transpose(), w => w.MatMul(x[1]).Sum([1]), w => w.MatMul(x[2]).Sum([1]))),
        Row("Outer", [Real(3), Real(2)], x => x[0].Outer(x[1])),
        Row("Outer", [Real(3)], x => x[0].Outer(x[0])),
        Row("Outer", [Real(0), Real(2)], x => x[0].Outer(x[1])),
    ];

    private static OperationCase<T>[] Movements() =>
    [
        Row("Reshape", [Real(2, 3)], x => x[0].Reshape(3, 2), Traits.Linear),
        Row("Reshape", [Real(2, 3, 2)], x => x[0].Reshape(2, -1), Traits.Linear),
        Row("Reshape", [Real()], x => x[0].Reshape(1, 1), Traits.Linear),
        Row("Reshape", [Real(1, 1)], x => x[0].Reshape(), Traits.Linear),
        Row("Reshape", [Real(0, 3)], x => x[0].Reshape(2, 0), Traits.Linear),
        Row("Reshape", [Real(2, 3)], x => x[0].Transpose().Reshape(2, 3), Traits.Linear),
        Row("Flatten", [Real(2, 1, 3, 2)], x => x[0].Flatten(), Traits.Linear),
        Row("Flatten", [Real()], x => x[0].Flatten(), Traits.Linear),
        Row("Flatten", [Real(2, 0)], x => x[0].Flatten(), Traits.Linear),
        Row("Squeeze", [Real(2, 1, 3, 1)], x => x[0].Squeeze(), Traits.Linear),
        Row("Squeeze", [Real(2, 1, 3, 1)], x => x[0].Squeeze(-3), Traits.Linear),
        Row("Squeeze", [Real(1)], x => x[0].Squeeze(0), Traits.Linear),
        Row("Unsqueeze", [Real(2, 3)], x => x[0].Unsqueeze(1), Traits.Linear),
        Row("Unsqueeze", [Real(2, 3)], x => x[0].Unsqueeze(-1), Traits.Linear),
        Row("Unsqueeze", [Real()], x => x[0].Unsqueeze(0), Traits.Linear),
        Row("Transpose", [Real(2, 3)], x => x[0].Transpose(), Traits.Linear),
        Row("Transpose", [Real(3)], x => x[0].Transpose() + C(0), Traits.Linear),
        Row("Transpose", [Real(2, 1, 3, 2)], x => x[0].Transpose(0, -1), Traits.Linear),
        Row("Transpose", [Real(0, 3)], x => x[0].Transpose(), Traits.Linear),
        Row("Permute", [Real(2, 3, 4)], x => x[0].Permute(2, 0, 1), Traits.Linear),
        Row("Permute", [Real(2, 1, 3, 2)], x => x[0].Permute(-1, 1, 0, 2), Traits.Linear),
        Row("Permute", [Real()], x => x[0].Permute(), Traits.Linear),
        Row("Permute", [Real(2, 0, 3)], x => x[0].Permute(1, 2, 0), Traits.Linear),
        Row("BroadcastTo", [Real()], x => x[0].BroadcastTo([2, 3]), Traits.Linear),
        Row("BroadcastTo", [Real(3)], x => x[0].BroadcastTo([2, 3]), Traits.Linear),
        Row("BroadcastTo", [Real(2, 1)], x => x[0].BroadcastTo([2, 3]), Traits.Linear),
        Row("BroadcastTo", [Real(2, 1, 2)], x => x[0].BroadcastTo([2, 2, 3, 2]), Traits.Linear),
        Row("BroadcastTo", [Real(1, 3)], x => x[0].BroadcastTo([0, 3]), Traits.Linear),
        Row("BroadcastTo", [Real(2, 3)], x => x[0].BroadcastTo([2, 3]), Traits.Linear),
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
        Row("Flip", [Real(5)], x => x[0].Flip(0), Traits.Linear),
        Row("Flip", [Real(2, 3, 2)], x => x[0].Flip(-2), Traits.Linear),
        Row("Flip", [Real(0, 2)], x => x[0].Flip(0), Traits.Linear),
        Row("Pad", [Real(3)], x => x[0].Pad(0, 1, 2), Traits.Linear),
        Row("Pad", [Real(2, 3)], x => x[0].Pad(-1, 2, 0), Traits.Linear),
        Row("Pad", [Real(2, 1, 3, 2)], x => x[0].Pad(1, 0, 1), Traits.Linear),
        Row("Pad", [Real(0, 2)], x => x[0].Pad(0, 1, 1), Traits.Linear),
    ];

    private static OperationCase<T>[] Joins() =>
    [
        Row("Concatenate", [Real(2), Real(3)], x => x[0].Tape.Concatenate(0, x[0], x[1]), Traits.Linear),
        Row("Concatenate", [Real(2, 1), Real(2, 3), Real(2, 2)], x => x[0].Tape.Concatenate(-1, x[0], x[1], x[2]), Traits.Linear),
        Row("Concatenate", [Real(2, 1, 3, 2), Real(2, 2, 3, 2)], x => x[0].Tape.Concatenate(1, x[0], x[1]), Traits.Linear),
        Row("Concatenate", [Real(0, 2), Real(3, 2)], x => x[0].Tape.Concatenate(0, x[0], x[1]), Traits.Linear),
        Row("Concatenate", [Real(2, 2)], x => x[0].Tape.Concatenate(0, x[0], x[0]), Traits.Linear),
        Row("Concatenate", [Real(3)], x => x[0].Tape.Concatenate(0, x[0]), Traits.Linear),
        Row("Stack", [Real(3), Real(3)], x => x[0].Tape.Stack(0, x[0], x[1]), Traits.Linear),
        Row("Stack", [Real(2, 3), Real(2, 3), Real(2, 3)], x => x[0].Tape.Stack(-1, x[0], x[1], x[2]), Traits.Linear),
        Row("Stack", [Real(), Real()], x => x[0].Tape.Stack(0, x[0], x[1]), Traits.Linear),
        Row("Stack", [Real(0), Real(0)], x => x[0].Tape.Stack(1, x[0], x[1]), Traits.Linear),
        Row("Stack", [Real(2)], x => x[0].Tape.Stack(1, x[0], x[0]), Traits.Linear),
    ];

    private static OperationCase<T>[] Choosing() =>
    [
        Row("Gather", [Real(4)], x => x[0].Gather(0, At(x, 2, 0, 2)), Traits.Linear),
        Row("Gather", [Real(3, 4)], x => x[0].Gather(-1, At(x, 3, 3, 0)), Traits.Linear),
        Row("Gather", [Real(3, 2)], x => x[0].Gather(0, Indexed(x, [2, 2], 0, 2, 2, 1)), Traits.Linear),
        Row("Gather", [Real(2, 3, 2)], x => x[0].Gather(1, Indexed(x, [], 1)), Traits.Linear),
        Row("Gather", [Real(2, 3)], x => x[0].Gather(1, Indexed(x, [0])), Traits.Linear),
        Row("Gather", [Real(2, 1, 3, 2)], x => x[0].Gather(2, At(x, 0, 2, 0)), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding(At(x, 1, 3, 1)), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding(Indexed(x, [2, 2], 1, 3, 1, 0)), Traits.Linear),
        Row("Embedding", [Real(4, 3)], x => x[0].Embedding(Indexed(x, [0])), Traits.Linear),
        Row("Pick", [Real(3, 4)], x => x[0].Pick(-1, At(x, 3, 0, 3)), Traits.Linear),
        Row("Pick", [Real(3, 4)], x => x[0].Pick(0, At(x, 2, 0, 2, 1)), Traits.Linear),
        Row("Pick", [Real(4)], x => x[0].Pick(0, Indexed(x, [], 2)), Traits.Linear),
        Row("Pick", [Real(2, 3, 2)], x => x[0].Pick(1, Indexed(x, [2, 2], 0, 2, 2, 1)), Traits.Linear),
        Row("Pick", [Real(0, 3)], x => x[0].Pick(-1, Indexed(x, [0])), Traits.Linear),
        Row("ScatterAdd", [Real(4), Real(3)], x => x[0].ScatterAdd(0, At(x, 2, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(2, 3), Real(2, 4)], x => x[0].ScatterAdd(-1, At(x, 1, 1, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(3, 2), Real(2, 2, 2)], x => x[0].ScatterAdd(0, Indexed(x, [2, 2], 1, 1, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(3), Real(0)], x => x[0].ScatterAdd(0, Indexed(x, [0]), x[1]), Traits.Linear),
        Row("ScatterAdd", [Real(3)], x => x[0].ScatterAdd(0, At(x, 2, 1, 2), x[0]), Traits.Linear),
    ];

    private static OperationCase<T>[] Losses() =>
    [
        Row("MeanSquaredError", [Real(3, 2), Real(3, 2)], x => x[0].MeanSquaredError(x[1])),
        Row("MeanSquaredError", [Real(), Real()], x => x[0].MeanSquaredError(x[1])),
        Row("MeanSquaredError", [Real(0, 2), Real(0, 2)], x => x[0].MeanSquaredError(x[1])),
        Row("HalfMeanSquaredError", [Real(3, 2), Real(3, 2)], x => x[0].HalfMeanSquaredError(x[1])),
        Row("HalfMeanSquaredError", [Real(), Real()], x => x[0].HalfMeanSquaredError(x[1])),
        Row("HalfMeanSquaredError", [Real(5), Real(5)], x => x[0].HalfMeanSquaredError(x[1])),
        Row("BinaryCrossEntropy", [Inner(3, 2), Inner(3, 2)], x => x[0].BinaryCrossEntropy(x[1])),
        Row("BinaryCrossEntropy", [Inner(), Inner()], x => x[0].BinaryCrossEntropy(x[1])),
        Row("BinaryCrossEntropyWithLogits", [Real(3, 2), Inner(3, 2)], x => x[0].BinaryCrossEntropyWithLogits(x[1])),
        Row("BinaryCrossEntropyWithLogits", [Real(), Inner()], x => x[0].BinaryCrossEntropyWithLogits(x[1])),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy(At(x, 3, 0, 2))),
        Row("CrossEntropy", [Real(4)], x => x[0].CrossEntropy(Indexed(x, [], 1))),
        Row("CrossEntropy", [Real(2, 2, 3)], x => x[0].CrossEntropy(Indexed(x, [2, 2], 0, 1, 2, 2))),
        Row("CrossEntropy", [Real(3, 4), Inner(3, 4)], x => x[0].CrossEntropy(x[1])),
        Row("CrossEntropy", [Real(4), Inner(4)], x => x[0].CrossEntropy(x[1])),
    ];

    /// <summary>The sum of two functions of one node, which gets a cotangent from both.</summary>
    private static Variable<T> Twice(Variable<T> node, Func<Variable<T>, Variable<T>> first, Func<Variable<T>, Variable<T>> second) =>
        first(node) + second(node);
}
