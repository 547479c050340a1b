using System.Numerics;

namespace Autograd;

/// <summary>
/// Adam: steps scaled, element by element, by running means of the gradient and of its square. In step t:
/// <code>
/// g ← ∇J + λ θ
/// m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
/// v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
/// θ ← θ − η m̂ / (√v̂ + ε)
/// </code>
/// m and v start at 0; the divisions undo the pull of that start. λ θ is the gradient of λ/2 ‖θ‖², and is scaled as the rest of the gradient is; for a
/// decay that is not, see <see cref="AdamW{T}"/>. With AMSGrad the largest v so far takes the place of v in the step: v* ← max(v*, v), v̂ = v* / (1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1. AMSGrad after S. Reddi, S. Kale, S. Kumar, "On the convergence of Adam
/// and beyond", 2018, algorithm 2, with the divisions, which they leave out. The numbers are those of PyTorch's Adam.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public class Adam<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly bool _isAmsGrad;
    private readonly bool _isDecoupled;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="beta1">β₁, from 0 to below 1: how much of the mean of the gradients is kept.</param>
    /// <param name="beta2">β₂, from 0 to below 1: how much of the mean of their squares is kept.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <param name="amsGrad">Whether steps are scaled by the largest v so far, AMSGrad.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IEnumerable<Parameter<T>> parameters,
        double learningRate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool amsGrad = false)
        : this("Adam", parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsGrad, isDecoupled: false)
    {
    }

    private protected Adam(
        string name,
        IEnumerable<Parameter<T>> parameters,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        bool amsGrad,
        bool isDecoupled)
        : base(parameters, learningRate, numbers: 3, amsGrad ? OfSameLengths("mean", "square", "largest") : OfSameLengths("mean", "square"))
    {
        _beta1 = Checked.Fraction(name, "beta1", beta1);
        _beta2 = Checked.Fraction(name, "beta2", beta2);
        _epsilon = Checked.Positive(name, "epsilon", epsilon);
        _weightDecay = Checked.NotNegative(name, "weight decay", weightDecay);
        _isAmsGrad = amsGrad;
        _isDecoupled = isDecoupled;
    }

    /// <inheritdoc/>
    protected sealed override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> gradient = _isDecoupled ? update.Gradient : update.GradientWithDecay(_weightDecay);
        Variable<T> mean = update.Follow(0, gradient, _beta1);
        Variable<T> square = update.Follow(1, gradient.Square(), _beta2);
        if (_isAmsGrad)
        {
            square = update.State(2).Maximum(square);
            update.SetState(2, square);
        }

        Variable<T> step = update.Rate * mean / ((update.Number(1) * square.Sqrt()) + T.CreateSaturating(_epsilon));
        return (_isDecoupled && _weightDecay != 0 ? update.Number(2) * update.Value : update.Value) - step;
    }

    /// <summary>The factors of step t: η / (1 − β₁ᵗ), 1 / √(1 − β₂ᵗ) and 1 − η λ.</summary>
    private protected sealed override void SetNumbers(Span<double> numbers, long step)
    {
        numbers[0] = LearningRate / (1 - Math.Pow(_beta1, step));
        numbers[1] = 1 / Math.Sqrt(1 - Math.Pow(_beta2, step));
        numbers[2] = 1 - (LearningRate * _weightDecay);
    }
}
