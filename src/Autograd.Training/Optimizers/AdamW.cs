using System.Numerics;

namespace Autograd;

/// <summary>
/// Adam with decoupled weight decay: θ itself decays, and the decay is not scaled as the gradients are. In step t:
/// <code>
/// m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
/// v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
/// θ ← (1 − η λ) θ − η m̂ / (√v̂ + ε)
/// </code>
/// All else is as in <see cref="Adam{T}"/>.
/// </summary>
/// <remarks>
/// I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019, algorithm 2, with their schedule multiplier and step size together in η. The
/// numbers, and the decay if none is given, are those of PyTorch's AdamW.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class AdamW<T> : Adam<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
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
    public AdamW(
        IEnumerable<Parameter<T>> parameters,
        double learningRate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0.01,
        bool amsGrad = false)
        : base("AdamW", parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsGrad, isDecoupled: true)
    {
    }
}
