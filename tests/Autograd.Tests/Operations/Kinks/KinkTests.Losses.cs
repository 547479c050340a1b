namespace Autograd.Tests.Operations;

/// <content>Losses and distances.</content>
public partial class KinkTests
{
    [Fact]
    public void Absolute_errors_at_0_and_at_the_ends_of_the_parabola()
    {
        Check(x => x.L1Loss(0 * x, LossReduction.None), [0, -2, 3], [0, 2, 3], [0, -1, 1]);
        Check(x => x.HuberLoss(x.Tape.Zeros(x.Shape), 2, LossReduction.None), [0, 1, 2, -2, 3, -Inf], [0, 0.5, 2, 2, 4, Inf], [0, 1, 2, -2, 2, -2]);
        Check(x => x.HuberLoss(x.Tape.Zeros(x.Shape), reduction: LossReduction.Sum), [0.5, -3], [0.125 + 2.5], [0.5, -1]);
        Check(x => x.SmoothL1Loss(x.Tape.Zeros(x.Shape), 0.5, LossReduction.None), [0, 0.25, 0.5, -3], [0, 0.0625, 0.25, 2.75], [0, 0.5, 1, -1]);
        Check(x => x.SmoothL1Loss(x.Tape.Zeros(x.Shape), 0, LossReduction.None), [0, 0.25, -3], [0, 0.25, 3], [0, 1, -1]);
        CheckSecond(x => x.HuberLoss(x.Tape.Zeros(x.Shape), 2, LossReduction.None), [0, 1, 3, -3], [1, 1, 0, 0]);
    }

    [Fact]
    public void Hinge_at_the_kink_and_beyond() =>
        Check(x => x.HingeLoss(x.Tape.Constant([1.0, 1, -1, -1, 1], [5]), LossReduction.None), [1, 0.5, -1, 2, Inf], [0, 0.5, 0, 3, 0], [0, -1, 0, 1, 0]);

    [Fact]
    public void A_divergence_takes_0_times_infinity_for_0()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([-Inf, 0, -1, -1], [2, 2], "x"), t = tape.Variable([0, 1, 0.5, 0.5], [2, 2], "t");
        var loss = x.KullbackLeiblerDivergence(t, LossReduction.None);
        Same([0, 1 - Math.Log(2)], loss.ToArray());
        Gradients<double> gradients = loss.Sum().Backward();
        Same([0, -1, -0.5, -0.5], gradients[x].ToArray());
        Same([0, 1, Math.Log(0.5) + 2, Math.Log(0.5) + 2], gradients[t].ToArray());
        Assert.Equal((1 - Math.Log(2)) / 2, x.KullbackLeiblerDivergence(t).Scalar, 1e-15);
    }

    [Fact]
    public void Likelihoods_of_counts_and_of_normal_numbers()
    {
        Check(x => x.PoissonNegativeLogLikelihood(x.Tape.Constant([0.0, 2, 0], [3]), reduction: LossReduction.None), [-Inf, 1, 0], [0, Math.E - 2, 1], [0, Math.E - 2, 1]);
        Check(x => x.PoissonNegativeLogLikelihood(x.Tape.Constant([3.0], [1]), full: true), [0], [1 + Math.Log(6)], [-2], 1e-14);
        Check(x => x.GaussianNegativeLogLikelihood(x.Tape.Constant([3.0, 1], [2]), x.Tape.Constant([4.0, 1], [2]), full: true, LossReduction.None), [1, 1], [((Math.Log(4) + 1) / 2) + (Math.Log(2 * Math.PI) / 2), Math.Log(2 * Math.PI) / 2], [-0.5, 0]);
        Check((v, x) => x.GaussianNegativeLogLikelihood(0 * x, v, reduction: LossReduction.None), [0, 0, -1], [1, 0, 1], [NaN, NaN, NaN], [NaN, NaN, NaN], [Inf, NaN, -1]);
    }

    [Fact]
    public void A_focal_loss_is_finite_and_has_its_digits_everywhere()
    {
        Check(x => x.FocalLoss(x.Tape.Constant([1.0, 0, 1, 0, 1], [5]), reduction: LossReduction.None), [1000, -1000, -1000, 1000, 0], [0, 0, 1000, 1000, Math.Log(2) / 4], [0, 0, -1, 1, -(Math.Log(2) + 0.5) / 4]);
        Check(x => x.FocalLoss(x.Tape.Constant([1.0, 0], [2]), 0, 0.25, LossReduction.None), [0, 0], [Math.Log(2) / 4, 3 * Math.Log(2) / 4], [-0.125, 0.375]);
        Check(x => x.FocalLoss(x.Tape.Constant([1.0], [1]), 0.5), [1000], [0], [0]);
        double p = 1 / (1 + Math.Exp(1.5));
        Check(x => x.FocalLoss(x.Tape.Constant([0.0], [1]), 3, 0.25), [-1.5], [-0.75 * Math.Pow(p, 3) * Math.Log(1 - p)], [0.75 * ((Math.Pow(p, 4)) - (3 * Math.Pow(p, 3) * (1 - p) * Math.Log(1 - p)))]);
    }

    [Fact]
    public void A_triplet_at_the_kink_and_of_equal_vectors()
    {
        Check(x => x.Reshape(2, 2).TripletLoss(x.Tape.Constant([0.0, 0, 3, 4], [2, 2]), x.Tape.Constant([3.0, 4, 3, 4], [2, 2]), 5, LossReduction.None), [0, 0, 3, 4], [0, 5], [0, 0, 0, 0]);
        Check(x => x.TripletLoss(x.Tape.Constant([3.0, 4], [2]), x.Tape.Constant([0.0, 1], [2])), [0, 0], [5], [-0.6, -0.8 + 1]);
    }

    /// <summary>Weights, smoothing and what is ignored, against sums written out.</summary>
    [Theory]
    [InlineData(false, 0, -1)]
    [InlineData(true, 0, -1)]
    [InlineData(false, 0.25, -1)]
    [InlineData(true, 0.25, -1)]
    [InlineData(true, 0.25, 1)]
    [InlineData(false, 0, 2)]
    public void Cross_entropy_with_weights_smoothing_and_an_ignored_class(bool weighted, double smoothing, int ignored)
    {
        double[] z = [0.5, -1, 2, 1, 0, -2, 0.25, 3, -0.5], w = weighted ? [2, 0.5, 3] : [1, 1, 1];
        int[] classes = [2, 1, 0];
        var losses = new double[3];
        double total = 0;
        for (int n = 0; n < 3; n++)
        {
            if (classes[n] == ignored) continue;
            double[] row = z[(3 * n)..((3 * n) + 3)];
            double sum = Math.Log(row.Sum(Math.Exp));
            for (int k = 0; k < 3; k++) losses[n] -= w[k] * ((k == classes[n] ? 1 - smoothing : 0) + (smoothing / 3)) * (row[k] - sum);
            total += w[classes[n]];
        }

        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(z, [3, 3], "x"), weights = weighted ? tape.Constant(w, [3]) : default;
        Same(losses, x.CrossEntropy(classes, weights, smoothing, ignored, LossReduction.None).ToArray(), 1e-14);
        Same([losses.Sum()], x.CrossEntropy(classes, weights, smoothing, ignored, LossReduction.Sum).ToArray(), 1e-14);
        Same([losses.Sum() / total], x.CrossEntropy(classes, weights, smoothing, ignored).ToArray(), 1e-14);
        if (smoothing == 0) Same([losses.Sum() / total], x.LogSoftmax(-1).NegativeLogLikelihood(classes, weights, ignored).ToArray(), 1e-14);
    }

    [Fact]
    public void Where_all_classes_are_ignored_the_loss_and_its_slope_are_0()
    {
        Check(x => x.Reshape(2, 2).CrossEntropy([-1, -1], ignored: -1), [1, 2, 3, Inf], [0], [0, 0, 0, 0]);
        Check(x => x.Reshape(2, 2).CrossEntropy([-1, 0], ignored: -1), [1, 2, 0, 0], [Math.Log(2)], [0, 0, -0.5, 0.5]);
        Check(x => x.Reshape(2, 2).CrossEntropy([-1, -1], x.Tape.Ones(2), 0.5, -1, LossReduction.None), [1, 2, 3, 4], [0, 0], [0, 0, 0, 0]);
    }

    [Fact]
    public void A_logit_of_minus_infinity_costs_nothing_unless_it_is_the_class()
    {
        Check(x => x.CrossEntropy([1], x.Tape.Ones(2)), [-Inf, 0], [0], [0, 0]);
        Check(x => x.CrossEntropy([0], x.Tape.Ones(2)), [-Inf, 0], [Inf], [-1, 1]);
    }

    [Fact]
    public void Distances_of_equal_points_are_0_with_slope_0()
    {
        Check(x => x.Reshape(1, 2).PairwiseDistances(x.Tape.Constant([0.0, 0, 3, 4], [2, 2])), [3, 4], [5, 0], [0.6, 0.8]);
        Check(x => x.Reshape(2, 1).PairwiseDistances(x.Reshape(2, 1)), [1, 3], [0, 2, 2, 0], [-2, 2]);
        Check(x => x.Reshape(1, 1).PairwiseDistances(x.Tape.Constant([1e200], [1, 1])), [0], [1e200], [-1]);
    }

    [Fact]
    public void The_cosine_of_a_vector_of_0_is_0_with_slope_0()
    {
        Check((a, b) => a.CosineSimilarity(b).Reshape(1), [0, 0], [1, 2], [0], [0, 0], [0, 0]);
        Check((a, b) => a.CosineDistance(b).Reshape(1), [0, 0], [1, 2], [1], [0, 0], [0, 0]);
        Check(x => x.CosineSimilarity(x.Tape.Constant([2.0, 0], [2])), [3, 4], [0.6], [0.128, -0.096]);
        Check(x => x.CosineDistance(x.Tape.Constant([2.0, 0], [2])), [3, 4], [0.4], [-0.128, 0.096]);
        Check(x => x.CosineSimilarity(x.Tape.Constant([1e-200, 0], [2])), [3e200, 4e200], [0.6], [0, 0]);
        Check(x => x.CosineSimilarity(x.Tape.Zeros(2)), [NaN, 1], [NaN], [0, 0]);
    }

    [Fact]
    public void The_cosine_distance_of_nearly_parallel_vectors_has_its_digits()
    {
        using var tape = new Tape<double>();
        double found = tape.Constant([1, 1e-10], [2]).CosineDistance(tape.Constant([1.0, 0], [2])).Scalar;
        Assert.Equal(1, found / 5e-21, 1e-9);
    }
}
