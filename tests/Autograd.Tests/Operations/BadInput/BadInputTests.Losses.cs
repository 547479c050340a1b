namespace Autograd.Tests.Operations;

/// <content>Losses and distances.</content>
public partial class BadInputTests
{
    private static Case[] LossCases() =>
    [
        Different("L1Loss", t => t.M.L1Loss(t.V3)),
        Different("HuberLoss", t => t.M.HuberLoss(t.V3)),
        Different("SmoothL1Loss", t => t.M.SmoothL1Loss(t.V3)),
        Different("HingeLoss", t => t.M.HingeLoss(t.V3)),
        Different("KullbackLeiblerDivergence", t => t.M.KullbackLeiblerDivergence(t.V3)),
        Different("PoissonNegativeLogLikelihood", t => t.M.PoissonNegativeLogLikelihood(t.V3)),
        Different("GaussianNegativeLogLikelihood", t => t.M.GaussianNegativeLogLikelihood(t.V3, t.M)),
        Different("TripletLoss", t => t.M.TripletLoss(t.V3, t.M)),
        Different("FocalLoss", t => t.M.FocalLoss(t.V3)),
        new("TripletLoss second", t => t.M.TripletLoss(t.M, t.S), null, "TripletLoss: the prediction has shape [2, 3], the target has shape []; they must be the same. Reshape one of them."),
        new("HuberLoss threshold", t => t.M.HuberLoss(t.M, 0), "threshold", "HuberLoss: the threshold is 0; it must be above 0.", typeof(ArgumentOutOfRangeException)),
        new("SmoothL1Loss width", t => t.M.SmoothL1Loss(t.M, -1), "width", "SmoothL1Loss: the width is -1; it must be a finite number, 0 or more.", typeof(ArgumentOutOfRangeException)),
        new("TripletLoss margin", t => t.M.TripletLoss(t.M, t.M, double.NaN), "margin", "TripletLoss: the margin is NaN; it must be a finite number, 0 or more.", typeof(ArgumentOutOfRangeException)),
        new("FocalLoss focus", t => t.M.FocalLoss(t.M, -0.5), "focus", "FocalLoss: the focus is -0.5; it must be a finite number, 0 or more.", typeof(ArgumentOutOfRangeException)),
        new("FocalLoss balance", t => t.M.FocalLoss(t.M, 2, 1.5), "balance", "FocalLoss: the balance is 1.5; it must be from 0 to 1.", typeof(ArgumentOutOfRangeException)),
        new("KullbackLeiblerDivergence of a scalar", t => t.S.KullbackLeiblerDivergence(t.S), "dimension", "Sum: dimension -1 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("TripletLoss of a scalar", t => t.S.TripletLoss(t.S, t.S), "dimension", "Norm: dimension -1 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("GaussianNegativeLogLikelihood variance", t => t.M.GaussianNegativeLogLikelihood(t.M, t.V2), null, "GaussianNegativeLogLikelihood: the variance has shape [2], which does not broadcast to [2, 3]. Reshape it."),
        new("MeanSquaredError reduction", t => t.M.MeanSquaredError(t.M, (LossReduction)7), "reduction", "MeanSquaredError: the reduction is 7; it must be Mean, Sum or None.", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy reduction", t => t.M.CrossEntropy([0, 1], reduction: (LossReduction)(-1)), "reduction", "CrossEntropy: the reduction is -1; it must be Mean, Sum or None.", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy weights", t => t.M.CrossEntropy([0, 1], t.V2), null, "CrossEntropy: the weights has shape [2], the classes has shape [3]; they must be the same. Reshape one of them."),
        new("CrossEntropy smoothing", t => t.M.CrossEntropy([0, 1], smoothing: 1.5), "smoothing", "CrossEntropy: the smoothing is 1.5; it must be from 0 to 1.", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy smoothing of probabilities", t => t.M.CrossEntropy(t.M, smoothing: -1), "smoothing", "CrossEntropy: the smoothing is -1; it must be from 0 to 1.", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy beside the ignored", t => t.M.CrossEntropy([-1, 3], ignored: -1), "indices", "CrossEntropy: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy computed", t => t.M.CrossEntropy(t.R4.Slice(1, 0, 2).ArgMax(0), ignored: -1), "indices", "CrossEntropy: index 3 at position 0 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException), 2),
        new("NegativeLogLikelihood", t => t.M.NegativeLogLikelihood([0]), "indices", "NegativeLogLikelihood: 1 indices were given, but shape [2] needs 2, one for each position."),
        new("NegativeLogLikelihood range", t => t.M.NegativeLogLikelihood([0, 3]), "indices", "NegativeLogLikelihood: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("NegativeLogLikelihood of a scalar", t => t.S.NegativeLogLikelihood([0]), "dimension", "NegativeLogLikelihood: dimension -1 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("PairwiseDistances", t => t.M.PairwiseDistances(t.V3), null, "PairwiseDistances: left is [2, 3], right is [3]; both must be sets of vectors of one length, of shapes […, k, n] and […, m, n]."),
        new("PairwiseDistances batch", t => t.B2.PairwiseDistances(t.B3), null, "Subtract: shapes [2, 1, 1, 1] and [3, 1, 1, 1] cannot be broadcast: dimension -4 has lengths 2 and 3."),
        new("CosineSimilarity", t => t.M.CosineSimilarity(t.V2), null, "CosineSimilarity: left is [2, 3], right is [2]; the vectors along dimension -1 must have one length in both."),
        new("CosineDistance", t => t.M.CosineDistance(t.V3, 0), null, "CosineDistance: left is [2, 3], right is [3]; the vectors along dimension 0 must have one length in both."),
        new("CosineDistance dimension", t => t.M.CosineDistance(t.M, 2), "dimension", "CosineDistance: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("CtcLoss", t => t.M.CtcLoss([1], [1]), null, "CtcLoss: the logarithms have shape [2, 3]; it must be [times, examples, classes], with at least one time."),
        new("CtcLoss counts", t => t.Own[0].CtcLoss([1], [1]), "labelCounts", "CtcLoss: 1 counts were given; there are 2 examples, and each needs one.", Shapes: [[4, 2, 3]]),
        new("CtcLoss labels", t => t.Own[0].CtcLoss([1], [1, 1]), null, "CtcLoss: the labels has 1 elements; by the lengths it is 2.", Shapes: [[4, 2, 3]]),
        new("CtcLoss label", t => t.Own[0].CtcLoss([0], [1, 0]), "labels", "CtcLoss: a label is 0; it must be from 0 to 2, and not the blank 0.", typeof(ArgumentOutOfRangeException), Shapes: [[4, 2, 3]]),
        new("CtcLoss negative", t => t.Own[0].CtcLoss([1], [2, -1]), "labelCounts", "CtcLoss: a number of labels is 2; it must be from 0 to 1.", typeof(ArgumentOutOfRangeException), Shapes: [[4, 2, 3]]),
        new("CtcLoss times", t => t.Own[0].CtcLoss([1], [1, 0], [4, 5]), "timeCounts", "CtcLoss: a number of times is 5; it must be from 1 to 4.", typeof(ArgumentOutOfRangeException), Shapes: [[4, 2, 3]]),
        new("CtcLoss time counts", t => t.Own[0].CtcLoss([1], [1, 0], [4]), "timeCounts", "CtcLoss: 1 counts were given; there are 2 examples, and each needs one.", Shapes: [[4, 2, 3]]),
        new("CtcLoss blank", t => t.Own[0].CtcLoss([1], [1, 0], blank: 3), "blank", "CtcLoss: the blank is 3; it must be from 0 to 2.", typeof(ArgumentOutOfRangeException), Shapes: [[4, 2, 3]]),
    ];

    private static Case Different(string name, Func<Given, Variable<double>> call) =>
        new(name, call, null, $"{name}: the prediction has shape [2, 3], the target has shape [3]; they must be the same. Reshape one of them.");
}
