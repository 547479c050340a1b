using System.Numerics;

namespace Autograd;

/// <summary>
/// Adam: steps scaled, element by element, by running means of the gradient and of its square. In step t:
/// <code>
/// m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
/// v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
/// θ ← θ − η (m̂ / (√v̂ + ε) + λ θ)
/// </code>
/// m and v start at 0; the divisions undo the pull of that start. With a weight decay λ this is AdamW: θ itself decays, and the decay
/// is not scaled as the gradients are.
/// </summary>
/// <remarks>
/// D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1; the decay after I. Loshchilov, F. Hutter,
/// "Decoupled weight decay regularization", 2019, algorithm 2, with their schedule multiplier and step size together in η.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Adam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="beta1">β₁, from 0 to below 1: how much of the mean of the gradients is kept.</param>
    /// <param name="beta2">β₂, from 0 to below 1: how much of the mean of their squares is kept.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IEnumerable<Parameter<T>> parameters,
        double learningRate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0)
        : base(parameters, learningRate, numbers: 3, ["mean", "square"])
    {
        if (!(beta1 >= 0 && beta1 < 1)) throw TrainingErrors.NotAFraction("Adam", "beta1", beta1, nameof(beta1));
        if (!(beta2 >= 0 && beta2 < 1)) throw TrainingErrors.NotAFraction("Adam", "beta2", beta2, nameof(beta2));
        if (!(double.IsFinite(epsilon) && epsilon > 0)) throw TrainingErrors.NotPositive("Adam", "epsilon", epsilon, nameof(epsilon));
        if (!(double.IsFinite(weightDecay) && weightDecay >= 0)) throw TrainingErrors.Negative("Adam", "weight decay", weightDecay, nameof(weightDecay));
        _beta1 = beta1;
        _beta2 = beta2;
        _weightDecay = weightDecay;
        _epsilon = epsilon;
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> gradient = update.Gradient;
        Variable<T> mean = (T.CreateSaturating(_beta1) * update.State(0)) + (T.CreateSaturating(1 - _beta1) * gradient);
        Variable<T> square = (T.CreateSaturating(_beta2) * update.State(1)) + (T.CreateSaturating(1 - _beta2) * gradient.Square());
        update.SetState(0, mean);
        update.SetState(1, square);
        Variable<T> step = update.Rate * mean / ((update.Number(1) * square.Sqrt()) + T.CreateSaturating(_epsilon));
        return (_weightDecay == 0 ? update.Value : update.Number(2) * update.Value) - step;
    }

    /// <summary>The factors of step t: η / (1 − β₁ᵗ), 1 / √(1 − β₂ᵗ) and 1 − η λ.</summary>
    private protected override void SetNumbers(Span<double> numbers, long step)
    {
        numbers[0] = LearningRate / (1 - Math.Pow(_beta1, step));
        numbers[1] = 1 / Math.Sqrt(1 - Math.Pow(_beta2, step));
        numbers[2] = 1 - (LearningRate * _weightDecay);
    }
}
