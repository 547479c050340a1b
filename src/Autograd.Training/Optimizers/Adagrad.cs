using System.Numerics;

namespace Autograd;

/// <summary>
/// Adagrad: the gradient over the root of the sum of all its squares so far, element by element:
/// <code>
/// g ← ∇J + λ θ
/// s ← s + g²
/// θ ← θ − η g / (√s + ε)
/// </code>
/// Steps become shorter by themselves, most where gradients were large.
/// </summary>
/// <remarks>
/// J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011, the diagonal form of figure 1. The numbers
/// are those of PyTorch's Adagrad; its <c>lr_decay</c> is a schedule here. Keras lets s start at 0.1.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Adagrad<T> : Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _epsilon;
    private readonly double _weightDecay;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it updates: at least one, none twice.</param>
    /// <param name="learningRate">η, 0 or more.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="weightDecay">λ, 0 or more.</param>
    /// <param name="initialSum">What s starts at, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adagrad(IEnumerable<Parameter<T>> parameters, double learningRate = 0.01, double epsilon = 1e-10, double weightDecay = 0, double initialSum = 0)
        : base(parameters, learningRate, "sum")
    {
        _epsilon = Checked.Positive("Adagrad", "epsilon", epsilon);
        _weightDecay = Checked.NotNegative("Adagrad", "weight decay", weightDecay);
        T start = T.CreateSaturating(Checked.NotNegative("Adagrad", "initial sum", initialSum));
        foreach (Parameter<T> sum in States) sum.Update().Fill(start);
    }

    /// <inheritdoc/>
    protected override Variable<T> Update(in ParameterUpdate<T> update)
    {
        Variable<T> gradient = update.GradientWithDecay(_weightDecay);
        Variable<T> sum = update.State(0) + gradient.Square();
        update.SetState(0, sum);
        return update.Value - (update.Rate * (gradient / (sum.Sqrt() + T.CreateSaturating(_epsilon))));
    }
}
