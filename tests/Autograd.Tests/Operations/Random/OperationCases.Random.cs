namespace Autograd.Tests.Operations;

/// <content>What is drawn, and recurrences.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Draws() =>
    [
        Row("Dropout", [Real(3, 4)], x => x[0].Dropout(C(0.5), 7), Traits.Linear | Traits.Elementwise),
        Row("Dropout", [Real(5)], x => x[0].Dropout(C(0.25), Generator()), Traits.Linear | Traits.Elementwise),
        Row("Dropout", [Real(3)], x => x[0].Dropout(C(0), 7), Traits.Linear | Traits.Elementwise),
        Row("Dropout", [Real(0, 3)], x => x[0].Dropout(C(0.5), 7), Traits.Linear | Traits.Elementwise),
        Row("StraightThrough", [Real(2, 3)], x => x[0].StraightThrough(x[0]), Traits.Linear | Traits.Elementwise),
        Row("StraightThrough", [Real(3)], x => x[0].StraightThrough(x[0].BroadcastTo([2, 3])), Traits.Linear),
        Row("SampleNormal", [Real(2, 3), Positive(2, 3)], x => x[0].SampleNormal(x[1], Generator()), Traits.Linear | Traits.Elementwise),
        Row("SampleNormal", [Real(2, 1), Positive(3)], x => x[0].SampleNormal(x[1], Generator()), Traits.Linear),
        Row("SampleUniform", [Real(2, 3), Positive(2, 3)], x => x[0].SampleUniform(x[1], Generator()), Traits.Linear | Traits.Elementwise),
        Row("SampleUniform", [Real(), Positive(0, 3)], x => x[0].SampleUniform(x[1], Generator()), Traits.Linear),
        Row("SampleExponential", [Positive(2, 3)], x => x[0].SampleExponential(Generator()), Traits.Elementwise),
        Row("SampleExponential", [Positive()], x => x[0].SampleExponential(Generator()), Traits.Elementwise),
        Row("SampleGamma", [Positive(2, 3)], x => x[0].SampleGamma(Generator()), Traits.Elementwise),
        Row("SampleGamma", [Positive()], x => x[0].SampleGamma(Generator()), Traits.Elementwise),
        Row("SampleGamma", [Positive(3)], x => (x[0] * C(16)).SampleGamma(Generator()), Traits.Elementwise),
        Row("SampleGamma", [Positive(0, 3)], x => x[0].SampleGamma(Generator()), Traits.Elementwise),
        Row("SampleBeta", [Positive(2, 3), Positive(2, 3)], x => x[0].SampleBeta(x[1], Generator()), Traits.Elementwise),
        Row("SampleBeta", [Positive(2, 1), Positive(3)], x => x[0].SampleBeta(x[1], Generator())),
        Row("SampleBeta", [Positive(), Positive(0, 3)], x => x[0].SampleBeta(x[1], Generator())),
        Row("GumbelSoftmax", [Real(3, 4)], x => x[0].GumbelSoftmax(C(0.75), Generator())),
        Row("GumbelSoftmax", [Real(3, 4)], x => x[0].GumbelSoftmax(C(2), Generator(), 0)),
        Row("GumbelSoftmax", [Real(0, 4)], x => x[0].GumbelSoftmax(C(2), Generator())),
    ];

    private static RandomGenerator Generator() => new(11);
}
