using System.Numerics;

namespace Autograd;

/// <summary>
/// Adadelta: the gradient scaled, element by element, so that steps have the size of the steps before:
/// <code>
/// g ← ∇J + λ θ
/// v ← ρ v + (1 − ρ) g²
/// Δ = √(u + ε) / √(v + ε) g
/// u ← ρ u + (1 − ρ) Δ²
/// θ ← θ − η Δ
/// </code>
/// u and v start at 0, so that first steps are as small as ε says.
/// </summary>
/// <remarks>
/// M. Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1, which has no η: it is 1. ε stands inside of the roots, in the paper as in PyTorch,
/// whose numbers these are.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Adadelta<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _decay;
    private readonly double _epsilon;
    private readonly double _weightDecay;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="decay">ρ, from 0 to below 1: how much of the means is kept.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adadelta(IEnumerable<Parameter<T>> parameters, double learningRate = 1, double decay = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        : base(parameters, learningRate, "square", "step")
    {
        _decay = Checked.Fraction("Adadelta", "decay", decay);
        _epsilon = Checked.Positive("Adadelta", "epsilon", epsilon);
        _weightDecay = Checked.NotNegative("Adadelta", "weight decay", weightDecay);
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        T epsilon = T.CreateSaturating(_epsilon);
        Variable<T> gradient = update.GradientWithDecay(_weightDecay);
        Variable<T> square = update.Follow(0, gradient.Square(), _decay);
        Variable<T> step = (update.State(1) + epsilon).Sqrt() / (square + epsilon).Sqrt() * gradient;
        update.Follow(1, step.Square(), _decay);
        return update.Value - (update.Rate * step);
    }
}
