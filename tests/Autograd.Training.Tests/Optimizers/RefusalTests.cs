namespace Autograd.Training.Tests.Optimizers;

/// <summary>Numbers that no optimizer takes. Adam and GradientDescent have theirs beside them.</summary>
public class RefusalTests
{
    private static readonly Parameter<double>[] Matrix = [new("W", [3, 2])];

    public static TheoryData<string, Func<object>> Cases => new()
    {
        { "Adam: the beta2 is 1; it must be 0 or more and below 1.", () => new Adam<double>(Matrix, beta2: 1) },
        { "AdamW: the learning rate is -1; it must be a finite number, 0 or more.", () => new AdamW<double>(Matrix, -1) },
        { "AdamW: the beta1 is 1; it must be 0 or more and below 1.", () => new AdamW<double>(Matrix, beta1: 1) },
        { "AdamW: the beta2 is NaN; it must be", () => new AdamW<double>(Matrix, beta2: double.NaN) },
        { "AdamW: the epsilon is 0; it must be a finite number above 0.", () => new AdamW<double>(Matrix, epsilon: 0) },
        { "AdamW: the weight decay is -1; it must be", () => new AdamW<double>(Matrix, weightDecay: -1) },
        { "RmsProp: the learning rate is Infinity; it must be", () => new RmsProp<double>(Matrix, double.PositiveInfinity) },
        { "RmsProp: the decay is 1; it must be", () => new RmsProp<double>(Matrix, decay: 1) },
        { "RmsProp: the epsilon is -1; it must be", () => new RmsProp<double>(Matrix, epsilon: -1) },
        { "RmsProp: the weight decay is NaN; it must be", () => new RmsProp<double>(Matrix, weightDecay: double.NaN) },
        { "RmsProp: the momentum is 1; it must be", () => new RmsProp<double>(Matrix, momentum: 1) },
        { "Adagrad: the learning rate is NaN; it must be", () => new Adagrad<double>(Matrix, double.NaN) },
        { "Adagrad: the epsilon is 0; it must be", () => new Adagrad<double>(Matrix, epsilon: 0) },
        { "Adagrad: the weight decay is -1; it must be", () => new Adagrad<double>(Matrix, weightDecay: -1) },
        { "Adagrad: the initial sum is -1; it must be", () => new Adagrad<double>(Matrix, initialSum: -1) },
        { "Adadelta: the learning rate is -1; it must be", () => new Adadelta<double>(Matrix, -1) },
        { "Adadelta: the decay is -0.1; it must be", () => new Adadelta<double>(Matrix, decay: -0.1) },
        { "Adadelta: the epsilon is 0; it must be", () => new Adadelta<double>(Matrix, epsilon: 0) },
        { "Adadelta: the weight decay is -1; it must be", () => new Adadelta<double>(Matrix, weightDecay: -1) },
        { "Lion: the learning rate is -1; it must be", () => new Lion<double>(Matrix, -1) },
        { "Lion: the beta1 is 1; it must be", () => new Lion<double>(Matrix, beta1: 1) },
        { "Lion: the beta2 is -1; it must be", () => new Lion<double>(Matrix, beta2: -1) },
        { "Lion: the weight decay is -1; it must be", () => new Lion<double>(Matrix, weightDecay: -1) },
        { "Adafactor: the learning rate is -1; it must be", () => new Adafactor<double>(Matrix, -1) },
        { "Adafactor: the decay power is 0; it must be -1 or more and below 0", () => new Adafactor<double>(Matrix, decayPower: 0) },
        { "Adafactor: the decay power is -1.1; it must be", () => new Adafactor<double>(Matrix, decayPower: -1.1) },
        { "Adafactor: the decay power is NaN; it must be", () => new Adafactor<double>(Matrix, decayPower: double.NaN) },
        { "Adafactor: the epsilon1 is 0; it must be", () => new Adafactor<double>(Matrix, epsilon1: 0) },
        { "Adafactor: the epsilon2 is 0; it must be", () => new Adafactor<double>(Matrix, epsilon2: 0) },
        { "Adafactor: the clipping is 0; it must be", () => new Adafactor<double>(Matrix, clipping: 0) },
        { "Adafactor: the weight decay is -1; it must be", () => new Adafactor<double>(Matrix, weightDecay: -1) },
        { "Muon: the learning rate is -1; it must be", () => new Muon<double>(Matrix, -1) },
        { "Muon: the momentum is 1; it must be", () => new Muon<double>(Matrix, momentum: 1) },
        { "Muon: the weight decay is -1; it must be", () => new Muon<double>(Matrix, weightDecay: -1) },
        { "Muon: the number of iterations is 0; it must be from 1 to 100.", () => new Muon<double>(Matrix, iterations: 0) },
        { "Muon: the number of iterations is 101; it must be from 1 to 100.", () => new Muon<double>(Matrix, iterations: 101) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Numbers_out_of_range_are_refused(string complaint, Func<object> make) =>
        Assert.StartsWith(complaint, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesterovs_step_needs_momentum() => Assert.StartsWith(
        "GradientDescent: nesterov is set and the momentum is 0;",
        Assert.Throws<ArgumentException>(() => new GradientDescent<double>(Matrix, 0.1, nesterov: true)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Muon_takes_matrices_only() => Assert.StartsWith(
        "Muon: parameter b has shape [3]; a matrix is expected,",
        Assert.Throws<ArgumentException>(() => new Muon<double>([.. Matrix, new("b", [3])])).Message,
        StringComparison.Ordinal);
}
