namespace Autograd.Tests.Operations;

/// <summary>
/// The operations of random graphs: each takes [2, 3] matrices and gives one, smooth near every point it is evaluated at (guarded
/// domains, no ties) and bounded, so that differences are accurate however they are composed.
/// </summary>
internal static class GraphOperations
{
    private static readonly Func<Variable<double>, Variable<double>, Variable<double>, Indices<double>, Variable<double>>[] All =
    [
        (a, b, _, _) => Tame(a + b), (a, b, _, _) => a - (0.5 * b), (a, b, _, _) => Tame(a * b), (a, b, _, _) => Tame(a / (1.5 + b.Square())),
        (a, b, _, _) => Tame((1.5 + a.Square()).Pow(b.Tanh())), (a, _, _, _) => (1 + a.Square()).Log(), (a, _, _, _) => (1 + a.Square()).Sqrt(), (a, _, _, _) => a.Tanh().Exp(),
        (a, _, _, _) => a.Sin(), (a, _, _, _) => a.Cos(), (a, _, _, _) => a.Tanh(), (a, _, _, _) => a.Sigmoid(), (a, _, _, _) => Tame(a.Softplus()), (a, _, _, _) => a.LogSigmoid().Sigmoid(),
        (a, _, _, _) => Tame(a.Silu()), (a, _, _, _) => Tame(a.Gelu()), (a, _, _, _) => Tame(a.GeluTanh()), (a, _, _, _) => a.Erf(), (a, _, _, _) => (2 + a.Sin()).Reciprocal(), (a, _, _, _) => -a,
        (a, b, _, _) => Tame((2 + a.Sin()).XLogY(1.5 + b.Square())), (a, b, _, _) => Tame(a.ScaledBy(2 + b.Sin())),
        (a, b, c, _) => a.Tape.Where(Mask(a), b, c.Sin()), (a, _, _, _) => (a.Tanh() + Sides(a)).Abs(), (a, _, _, _) => (a.Tanh() + Sides(a)).Relu(), (a, _, _, _) => (a.Tanh() + Sides(a)).LeakyRelu(0.3),
        (a, _, _, _) => (a.Tanh() + Sides(a)).Elu(0.7), (a, _, _, _) => (a.Tanh() + (3 * Sides(a))).Clamp(-3, 3), (a, b, _, _) => a.Tanh().Maximum(b.Tanh() + Sides(b)), (a, b, _, _) => a.Tanh().Minimum(b.Tanh() + Sides(b)),
        (a, b, _, _) => a.Tanh().MatMul(b.Transpose()).MatMul(b.Tanh()).Tanh(), (a, b, c, _) => Tame(a.MatMul(b.Transpose().MatMul(c.Tanh()).Tanh())),
        (a, b, _, _) => Tame(a.Sum([0]) + b), (a, b, _, _) => Tame(a.Sum([1], keep: true) * b), (a, b, _, _) => Tame(a.Mean() - b), (a, _, _, _) => Tame(a.LogSumExp([1], keep: true) + a),
        (a, _, _, _) => a.Softmax(-1), (a, _, _, _) => a.Softmax(0, 1), (a, _, _, _) => Tame(a.LogSoftmax(0)), (a, _, _, _) => Tame(a.Variance([1], keep: true) + a),
        (a, _, _, _) => a.Transpose().Reshape(2, 3), (a, _, _, _) => a.Flip(1), (a, b, _, _) => a.Tape.Concatenate(0, a, b).Slice(0, 1, 2), (a, b, _, _) => a.Tape.Concatenate(1, b, a).Slice(1, 0, 3, 2),
        (a, b, _, _) => a.Tape.Stack(2, a, b).Permute(2, 0, 1).At(0, 1), (a, _, _, _) => a.Pad(1, 1, 2).Slice(1, 1..4), (a, _, _, i) => a.Gather(1, i), (a, b, _, i) => Tame(a.ScatterAdd(1, i, b.Tanh())),
        (a, _, _, _) => Tame((a.Tanh() + Steps(a)).Max([1], keep: true) * 0.3 + a), (a, _, _, _) => Tame((a.Tanh() + Steps(a)).Min([0]) * 0.3 - a), (a, b, _, _) => Tame(a.At(0, 0).Outer(b.At(0, 1)).Slice(0, 0, 2)),
        (a, b, _, i) => Tame(a.Pick(0, i) + b), (a, b, _, i) => Tame(a.Transpose().CrossEntropy(i) * b), (a, b, _, i) => Tame(a.Embedding(i).Slice(0, 1, 2) - b), (a, b, _, _) => Tame(a.MeanSquaredError(b) + a),
        (a, b, c, _) => a.Tape.Where((a.Tanh() + Sides(a)) > 0.0, b, c), (a, b, _, _) => Tame(a.BinaryCrossEntropyWithLogits(b.Sigmoid()) + b), (a, b, _, _) => Tame((a.Sigmoid() * 0.9).BinaryCrossEntropy(b.Sigmoid()) * a),
        (a, _, _, _) => a.At(0, 1).BroadcastTo([2, 3]), (a, b, _, _) => a.Unsqueeze(0).Squeeze(0) + b.StopGradient().Sin().StopGradient() * 0,
        (a, _, _, _) => a.Roll(1, 1), (a, b, _, _) => Tame(a.Tril() + b.Triu(1)), (a, b, _, _) => Tame(a.MatMul(b.Transpose()).Diagonal().DiagonalMatrix(1)[..2, ..]), (a, _, _, _) => a.Tile(2, 1)[1..3], (a, _, _, _) => a.Repeat(1, 2).Slice(1, 1, 3),
        (a, b, _, _) => a.Chunk(1, 3)[1] * b.Tanh(), (a, _, _, _) => Tame(a.Unfold(1, 2).Fold(1, 3)), (a, b, _, i) => a.Scatter(1, i, b), (a, b, _, _) => Tame(a.Sin().Product([0]) + b),
        (a, b, _, i) => Tame(a.SegmentMean(1, i, 3) + b.SegmentSum(1, i, 3)), (a, b, _, _) => a.MaskedFill(Mask(a), 0.5) + (Mask(b) * b.Tanh()).PNorm(3, 1, keep: true), (a, _, _, _) => a.LogCumulativeSumExp(1).Tanh(),
        (a, _, _, _) => (a.Tanh() + Steps(a)).Sort(1).Tanh(), (a, b, _, _) => Tame(((a.Tanh() + Steps(a)).CumulativeMax(1) * 0.3) + b), (a, b, _, _) => Tame(((a.Tanh() + Steps(a)).Median(1, keep: true) * 0.3) + b),
        (a, b, _, _) => Tame(((a.Tanh() + Steps(a)).TopK(2, 0, largest: false).Values * 0.3) + b), (a, b, _, _) => Tame(a.GatherAlong(1, (a.Tanh() + Steps(a)).ArgSort(1)) - b.Difference(1).Sum(1).Unsqueeze(1)),
    ];

    public static int Count => All.Length;

    public static Variable<double> Apply(int operation, Variable<double> a, Variable<double> b, Variable<double> c, Indices<double> indices) => All[operation](a, b, c, indices);

    private static Variable<double> Tame(Variable<double> x) => 2 * (x * 0.5).Tanh();

    /// <summary>±2, so that tanh is moved well to one side of a kink.</summary>
    private static Variable<double> Sides(Variable<double> x) => x.Tape.Constant([2.0, -2, 2, -2, 2, -2], [2, 3]);

    /// <summary>Steps of 3, so that tanh of anything leaves the largest and the smallest where they are.</summary>
    private static Variable<double> Steps(Variable<double> x) => x.Tape.Constant([0.0, 6, 3, 9, -3, -6], [2, 3]);

    private static Variable<double> Mask(Variable<double> x) => x.Tape.Constant([1.0, 0, 0, 1, 1, 0], [2, 3]);
}
