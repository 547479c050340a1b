using System.Numerics;

namespace Autograd;

/// <summary>
/// RMSprop: the gradient over the root of the running mean of its square, element by element:
/// <code>
/// g ← ∇J + λ θ
/// v ← ρ v + (1 − ρ) g²
/// m ← ρ m + (1 − ρ) g          s = v, or, centered, max(v − m², 0)
/// b ← μ b + g / (√s + ε)
/// θ ← θ − η b
/// </code>
/// All start at 0. Centered, the step is scaled by an estimate of the gradient's variance, v − m².
/// </summary>
/// <remarks>
/// T. Tieleman, G. Hinton, "Lecture 6.5: RMSprop", 2012; centered and with momentum after A. Graves, "Generating sequences with recurrent neural networks", 2013,
/// equations 38 to 45, where ε stands inside of the root, as it does in TensorFlow. Here it stands outside, as in PyTorch, whose numbers these are, but for one
/// thing: rounding can take v − m² below 0, where PyTorch gives NaN.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _decay;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly double _momentum;
    private readonly bool _isCentered;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="decay">ρ, from 0 to below 1: how much of the means is kept.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    /// <param name="centered">Whether steps are scaled by the variance of the gradient instead of the mean of its square.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(
        IEnumerable<Parameter<T>> parameters,
        double learningRate = 0.01,
        double decay = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false)
        : base(parameters, learningRate, ["square", .. centered ? (string[])["mean"] : [], .. momentum == 0 ? (string[])[] : ["velocity"]])
    {
        _decay = Checked.Fraction("RmsProp", "decay", decay);
        _epsilon = Checked.Positive("RmsProp", "epsilon", epsilon);
        _weightDecay = Checked.NotNegative("RmsProp", "weight decay", weightDecay);
        _momentum = Checked.Fraction("RmsProp", "momentum", momentum);
        _isCentered = centered;
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> gradient = update.GradientWithDecay(_weightDecay);
        Variable<T> square = update.Follow(0, gradient.Square(), _decay);
        if (_isCentered) square = (square - update.Follow(1, gradient, _decay).Square()).Maximum(T.Zero);
        Variable<T> step = gradient / (square.Sqrt() + T.CreateSaturating(_epsilon));
        if (_momentum != 0)
        {
            int velocity = update.StateCount - 1;
            step = (T.CreateSaturating(_momentum) * update.State(velocity)) + step;
            update.SetState(velocity, step);
        }

        return update.Value - (update.Rate * step);
    }
}
