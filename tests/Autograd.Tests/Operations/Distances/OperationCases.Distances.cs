namespace Autograd.Tests.Operations;

/// <content>Distances.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Distances() =>
    [
        Row("PairwiseDistances", [Real(3, 4), Real(2, 4)], x => x[0].PairwiseDistances(x[1])),
        Row("PairwiseDistances", [Real(2, 3, 2), Real(1, 2)], x => x[0].PairwiseDistances(x[1])),
        Row("PairwiseDistances", [Real(1, 2, 3), Real(2, 1, 3)], x => x[0].PairwiseDistances(x[1])),
        Row("PairwiseDistances", [Real(0, 3), Real(2, 3)], x => x[0].PairwiseDistances(x[1])),
        Row("CosineSimilarity", [Real(4), Real(4)], x => x[0].CosineSimilarity(x[1])),
        Row("CosineSimilarity", [Real(3, 4), Real(4)], x => x[0].CosineSimilarity(x[1])),
        Row("CosineSimilarity", [Real(4, 3), Real(4, 3)], x => x[0].CosineSimilarity(x[1], 0)),
        Row("CosineSimilarity", [Real(0, 3), Real(3)], x => x[0].CosineSimilarity(x[1])),
        Row("CosineDistance", [Real(4), Real(4)], x => x[0].CosineDistance(x[1])),
        Row("CosineDistance", [Real(2, 1, 4), Real(3, 4)], x => x[0].CosineDistance(x[1])),
        Row("CosineDistance", [Real(4, 3), Real(4, 3)], x => x[0].CosineDistance(x[1], -2)),
    ];
}
