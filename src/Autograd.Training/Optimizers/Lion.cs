using System.Numerics;

namespace Autograd;

/// <summary>
/// Lion: each element goes the same way, along the sign of an interpolation between the momentum and the gradient:
/// <code>
/// θ ← (1 − η λ) θ − η sign(β₁ m + (1 − β₁) g)
/// m ← β₂ m + (1 − β₂) g
/// </code>
/// m starts at 0; sign(0) is 0. It keeps one number an element, where Adam keeps two. Steps are longer than Adam's: a learning rate 3 to 10 times smaller, and
/// a decay larger by as much, is what its authors advise.
/// </summary>
/// <remarks>
/// X. Chen, C. Liang, D. Huang, E. Real et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2. PyTorch has none.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Lion<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="beta1">β₁, from 0 to below 1: the share of the momentum in a step.</param>
    /// <param name="beta2">β₂, from 0 to below 1: how much of the momentum is kept.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Lion(IEnumerable<Parameter<T>> parameters, double learningRate = 0.0001, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : base(parameters, learningRate, numbers: 2, OfSameLengths("momentum"))
    {
        _beta1 = Checked.Fraction("Lion", "beta1", beta1);
        _beta2 = Checked.Fraction("Lion", "beta2", beta2);
        _weightDecay = Checked.NotNegative("Lion", "weight decay", weightDecay);
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> direction = ((T.CreateSaturating(_beta1) * update.State(0)) + (T.CreateSaturating(1 - _beta1) * update.Gradient)).Sign();
        update.Follow(0, update.Gradient, _beta2);
        return (_weightDecay == 0 ? update.Value : update.Number(1) * update.Value) - (update.Rate * direction);
    }

    /// <summary>η and 1 − η λ.</summary>
    private protected override void SetNumbers(Span<double> numbers, long step)
    {
        numbers[0] = LearningRate;
        numbers[1] = 1 - (LearningRate * _weightDecay);
    }
}
