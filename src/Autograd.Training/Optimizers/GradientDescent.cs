using System.Numerics;

namespace Autograd;

/// <summary>
/// Gradient descent with momentum and weight decay:
/// <code>
/// g ← ∇J + λ θ
/// v ← μ v + g
/// θ ← θ − η v          or, Nesterov's:  θ ← θ − η (g + μ v)
/// </code>
/// with the learning rate η, the momentum μ and the weight decay λ (the gradient of λ/2 ‖θ‖²). v starts at 0; with μ = 0 and λ = 0 the
/// step is θ ← θ − η g.
/// </summary>
/// <remarks>
/// Momentum after B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Nesterov's after I. Sutskever, J. Martens, G. Dahl,
/// G. Hinton, "On the importance of initialization and momentum in deep learning", 2013, seen from the point that is looked ahead to. η stands outside of v,
/// so that a change of the learning rate acts at once. The numbers are those of PyTorch's SGD without dampening, for which a smaller learning rate stands here.
/// TensorFlow and the papers have η inside of v.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class GradientDescent<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _momentum;
    private readonly double _weightDecay;
    private readonly bool _isNesterov;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="momentum">μ, from 0 to below 1, often 0.9.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <param name="nesterov">Whether the step is Nesterov's, which looks ahead; it needs a momentum above 0.</param>
    /// <exception cref="ArgumentException">There is no parameter, one is null or given twice, or Nesterov's step is asked for without momentum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GradientDescent(IEnumerable<Parameter<T>> parameters, double learningRate, double momentum = 0, double weightDecay = 0, bool nesterov = false)
        : base(parameters, learningRate, momentum == 0 ? [] : ["velocity"])
    {
        _momentum = T.CreateSaturating(Checked.Fraction("GradientDescent", "momentum", momentum));
        _weightDecay = Checked.NotNegative("GradientDescent", "weight decay", weightDecay);
        _isNesterov = nesterov;
        if (nesterov && momentum == 0) throw TrainingErrors.NesterovWithoutMomentum();
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> gradient = update.GradientWithDecay(_weightDecay), step = gradient;
        if (update.StateCount > 0)
        {
            Variable<T> velocity = (_momentum * update.State(0)) + gradient;
            update.SetState(0, velocity);
            step = _isNesterov ? gradient + (_momentum * velocity) : velocity;
        }

        return update.Value - (update.Rate * step);
    }
}
