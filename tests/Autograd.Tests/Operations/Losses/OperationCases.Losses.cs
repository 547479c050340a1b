namespace Autograd.Tests.Operations;

/// <content>Losses.</content>
internal static partial class OperationCases<T>
{
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
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy([3, 0, 2])),
        Row("CrossEntropy", [Real(2, 2, 3)], x => x[0].CrossEntropy([0, 1, 2, 2])),
        Row("CrossEntropy", [Real(4)], x => x[0].CrossEntropy([1])),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy(At(x, 3, 0, 2))),
        Row("CrossEntropy", [Real(4)], x => x[0].CrossEntropy(Indexed(x, [], 1))),
        Row("CrossEntropy", [Real(2, 2, 3)], x => x[0].CrossEntropy(Indexed(x, [2, 2], 0, 1, 2, 2))),
        Row("CrossEntropy", [Real(3, 4), Inner(3, 4)], x => x[0].CrossEntropy(x[1])),
        Row("CrossEntropy", [Real(4), Inner(4)], x => x[0].CrossEntropy(x[1])),
    ];
}
