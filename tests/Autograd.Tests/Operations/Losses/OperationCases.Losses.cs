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

    private delegate Variable<T> Loss(Variable<T> prediction, Variable<T> target, LossReduction reduction);

    /// <summary>A loss of a prediction and a target of equal lengths, each element of which has one of its own.</summary>
    private static IEnumerable<OperationCase<T>> EachLoss(string operation, Loss f, double low, double high, double targetLow, double targetHigh)
    {
        Operand[] Pair(params ReadOnlySpan<nint> lengths) => [new(lengths, low, high), new(lengths, targetLow, targetHigh)];
        yield return Row(operation, Pair(3, 2), x => f(x[0], x[1], LossReduction.Mean));
        yield return Row(operation, Pair(), x => f(x[0], x[1], LossReduction.Mean));
        yield return Row(operation, Pair(2, 3), x => f(x[0], x[1], LossReduction.Sum));
        yield return Row(operation, Pair(0, 2), x => f(x[0], x[1], LossReduction.Sum));
        yield return Row(operation, Pair(5), x => f(x[0], x[1], LossReduction.None), Traits.Elementwise);
        yield return Row(operation, Pair(2, 1, 3), x => f(x[0], x[1], LossReduction.None), Traits.Elementwise);
        yield return Row(operation, Pair(0), x => f(x[0], x[1], LossReduction.None), Traits.Elementwise);
    }

    private static OperationCase<T>[] MoreLosses() =>
    [
        .. EachLoss("L1Loss", (x, t, r) => x.L1Loss(t, r), -2, 2, -2, 2),
        .. EachLoss("HuberLoss", (x, t, r) => x.HuberLoss(t, C(0.75), r), -2, 2, -2, 2),
        .. EachLoss("HuberLoss", (x, t, r) => x.HuberLoss(t, reduction: r), -2, 2, -2, 2),
        .. EachLoss("SmoothL1Loss", (x, t, r) => x.SmoothL1Loss(t, C(0.75), r), -2, 2, -2, 2),
        .. EachLoss("SmoothL1Loss", (x, t, r) => x.SmoothL1Loss(t, C(0), r), -2, 2, -2, 2),
        .. EachLoss("HingeLoss", (x, t, r) => x.HingeLoss(t, r), -2, 0.5, 0.5, 1.5),
        .. EachLoss("HingeLoss", (x, t, r) => x.HingeLoss(t, r), 2, 3, 0.75, 1.5),
        .. EachLoss("PoissonNegativeLogLikelihood", (x, t, r) => x.PoissonNegativeLogLikelihood(t, reduction: r), -1, 1, 0.5, 3),
        .. EachLoss("PoissonNegativeLogLikelihood", (x, t, r) => x.PoissonNegativeLogLikelihood(t, full: true, r), -1, 1, 0.5, 3),
        .. EachLoss("FocalLoss", (x, t, r) => x.FocalLoss(t, reduction: r), -2, 2, 0.0625, 0.9375),
        .. EachLoss("FocalLoss", (x, t, r) => x.FocalLoss(t, C(0.5), C(0.25), r), -2, 2, 0.0625, 0.9375),
        .. EachLoss("FocalLoss", (x, t, r) => x.FocalLoss(t, C(0), reduction: r), -2, 2, 0.0625, 0.9375),
        .. EachLoss("MeanSquaredError", (x, t, r) => x.MeanSquaredError(t, r), -2, 2, -2, 2),
        .. EachLoss("BinaryCrossEntropy", (x, t, r) => x.BinaryCrossEntropy(t, r), 0.0625, 0.9375, 0.0625, 0.9375),
        .. EachLoss("BinaryCrossEntropyWithLogits", (x, t, r) => x.BinaryCrossEntropyWithLogits(t, r), -2, 2, 0.0625, 0.9375),
        Row("GaussianNegativeLogLikelihood", [Real(3, 2), Real(3, 2), Positive(3, 2)], x => x[0].GaussianNegativeLogLikelihood(x[1], x[2])),
        Row("GaussianNegativeLogLikelihood", [Real(5), Real(5), Positive(5)], x => x[0].GaussianNegativeLogLikelihood(x[1], x[2], full: true, LossReduction.None), Traits.Elementwise),
        Row("GaussianNegativeLogLikelihood", [Real(3, 2), Real(3, 2), Positive(3, 1)], x => x[0].GaussianNegativeLogLikelihood(x[1], x[2], full: true, LossReduction.Sum)),
        Row("GaussianNegativeLogLikelihood", [Real(3, 2), Real(3, 2), Positive()], x => x[0].GaussianNegativeLogLikelihood(x[1], x[2], full: false, LossReduction.None)),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy([3, 0, 2], default, default, null, LossReduction.Sum)),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy([3, 0, 2], default, C(0.25), null, LossReduction.None)),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy([3, 0, 2], default, C(0.25))),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy([3, -100, 2], default, default, -100)),
        Row("CrossEntropy", [Real(3, 4)], x => x[0].CrossEntropy([3, 0, 2], default, C(0.5), 0)),
        Row("CrossEntropy", [Real(2, 2, 3), Positive(3)], x => x[0].CrossEntropy(Indexed(x, [2, 2], 0, 1, -1, 2), x[1], C(0.25), -1)),
        Row("CrossEntropy", [Real(3, 4), Positive(4)], x => x[0].CrossEntropy(At(x, 3, 0, 2), x[1])),
        Row("CrossEntropy", [Real(3, 4), Positive(4)], x => x[0].CrossEntropy(At(x, 3, 0, 2), x[1], default, null, LossReduction.Sum)),
        Row("CrossEntropy", [Real(4), Positive(4)], x => x[0].CrossEntropy(Indexed(x, [], 1), x[1], C(0.25), null, LossReduction.None)),
        Row("CrossEntropy", [Real(3, 4), Inner(3, 4), Positive(4)], x => x[0].CrossEntropy(x[1], x[2], C(0.25))),
        Row("CrossEntropy", [Real(3, 4), Inner(3, 4)], x => x[0].CrossEntropy(x[1], default, default, LossReduction.None)),
        Row("NegativeLogLikelihood", [Real(3, 4)], x => x[0].NegativeLogLikelihood([3, 0, 2]), Traits.Linear),
        Row("NegativeLogLikelihood", [Real(3, 4)], x => x[0].NegativeLogLikelihood([3, 9, 2], default, 9), Traits.Linear),
        Row("NegativeLogLikelihood", [Real(4)], x => x[0].NegativeLogLikelihood(Indexed(x, [], 1), default, null, LossReduction.None), Traits.Linear),
        Row("NegativeLogLikelihood", [Real(2, 2, 3)], x => x[0].NegativeLogLikelihood(Indexed(x, [2, 2], 0, 1, 2, 2), default, 2, LossReduction.Sum), Traits.Linear),
        Row("NegativeLogLikelihood", [Real(3, 4), Positive(4)], x => x[0].NegativeLogLikelihood(At(x, 3, 0, 2), x[1])),
        Row("KullbackLeiblerDivergence", [Real(3, 4), Inner(3, 4)], x => x[0].KullbackLeiblerDivergence(x[1])),
        Row("KullbackLeiblerDivergence", [Real(4), Inner(4)], x => x[0].KullbackLeiblerDivergence(x[1], LossReduction.Sum)),
        Row("KullbackLeiblerDivergence", [Real(2, 1, 3), Inner(2, 1, 3)], x => x[0].KullbackLeiblerDivergence(x[1], LossReduction.None)),
        Row("KullbackLeiblerDivergence", [Real(0, 3), Inner(0, 3)], x => x[0].KullbackLeiblerDivergence(x[1], LossReduction.None)),
        Row("TripletLoss", [Real(3, 4), Real(3, 4), Real(3, 4)], x => x[0].TripletLoss(x[1], x[2])),
        Row("TripletLoss", [Real(3, 4), Real(3, 4), Real(3, 4)], x => x[0].TripletLoss(x[1], x[2], C(3), LossReduction.None)),
        Row("TripletLoss", [Real(4), Real(4), Real(4)], x => x[0].TripletLoss(x[1], x[2], C(4), LossReduction.Sum)),
        Row("TripletLoss", [Real(0, 2), Real(0, 2), Real(0, 2)], x => x[0].TripletLoss(x[1], x[2], C(4), LossReduction.None)),
        Row("CtcLoss", [Real(4, 2, 3)], x => x[0].CtcLoss([1, 2, 1], [2, 1])),
        Row("CtcLoss", [Real(5, 2, 3)], x => x[0].CtcLoss([0, 0, 1], [2, 1], [5, 3], 2, LossReduction.None)),
        Row("CtcLoss", [Real(3, 1, 2)], x => x[0].LogSoftmax(-1).CtcLoss([], [0], default, 1, LossReduction.Sum)),
        Row("CtcLoss", [Real(3, 2, 3)], x => x[0].LogSoftmax(-1).CtcLoss([2], [1, 0])),
    ];
}
