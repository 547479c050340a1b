using System.Numerics;

namespace Autograd;

/// <summary>
/// Gradient descent with momentum and weight decay:
/// <code>
/// v ← μ v + (g + λ θ)
/// θ ← θ − η v
/// </code>
/// with the learning rate η, the momentum μ and the weight decay λ (the gradient of λ/2 ‖θ‖²). v starts at 0; with μ = 0 and λ = 0 the
/// step is θ ← θ − η g.
/// </summary>
/// <remarks>
/// Momentum after B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964. η stands outside of v, so that a
/// change of the learning rate acts at once.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class GradientDescent<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _momentum;
    private readonly T _weightDecay;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="momentum">μ, from 0 to below 1, often 0.9.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GradientDescent(IEnumerable<Parameter<T>> parameters, double learningRate, double momentum = 0, double weightDecay = 0)
        : base(parameters, learningRate, momentum == 0 ? [] : ["velocity"])
    {
        if (!(momentum >= 0 && momentum < 1)) throw TrainingErrors.NotAFraction("GradientDescent", "momentum", momentum, nameof(momentum));
        if (!(double.IsFinite(weightDecay) && weightDecay >= 0)) throw TrainingErrors.Negative("GradientDescent", "weight decay", weightDecay, nameof(weightDecay));
        _momentum = T.CreateSaturating(momentum);
        _weightDecay = T.CreateSaturating(weightDecay);
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> step = _weightDecay == T.Zero ? update.Gradient : update.Gradient + (_weightDecay * update.Value);
        if (_momentum != T.Zero)
        {
            step = (_momentum * update.State(0)) + step;
            update.SetState(0, step);
        }

        return update.Value - (update.Rate * step);
    }
}
