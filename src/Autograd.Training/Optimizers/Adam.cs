using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    private readonly T[][] _means;
    private readonly T[][] _squares;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;
    private readonly T _epsilon;
    private double _beta1Power = 1;
    private double _beta2Power = 1;
    private T _rate;
    private T _rootScale;
    private T _kept;

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
        : base(parameters, learningRate)
    {
        if (!(beta1 >= 0 && beta1 < 1)) throw TrainingErrors.NotAFraction("Adam", "beta1", beta1, nameof(beta1));
        if (!(beta2 >= 0 && beta2 < 1)) throw TrainingErrors.NotAFraction("Adam", "beta2", beta2, nameof(beta2));
        if (!(double.IsFinite(epsilon) && epsilon > 0)) throw TrainingErrors.NotPositive("Adam", "epsilon", epsilon, nameof(epsilon));
        if (!(double.IsFinite(weightDecay) && weightDecay >= 0)) throw TrainingErrors.Negative("Adam", "weight decay", weightDecay, nameof(weightDecay));
        _beta1 = beta1;
        _beta2 = beta2;
        _weightDecay = weightDecay;
        _epsilon = T.CreateSaturating(epsilon);
        _means = NewState();
        _squares = NewState();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Absorb(int index, ReadOnlySpan<T> gradient, ReadOnlySpan<T> values)
    {
        Span<T> mean = _means[index], square = _squares[index];
        Span<Vector<T>> m = MemoryMarshal.Cast<T, Vector<T>>(mean), v = MemoryMarshal.Cast<T, Vector<T>>(square);
        ReadOnlySpan<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradient);
        T kept1 = T.CreateSaturating(_beta1), kept2 = T.CreateSaturating(_beta2);
        T new1 = T.CreateSaturating(1 - _beta1), new2 = T.CreateSaturating(1 - _beta2);
        Vector<T> kept1s = new(kept1), kept2s = new(kept2), new1s = new(new1), new2s = new(new2);
        for (int i = 0; i < m.Length; i++)
        {
            Vector<T> x = g[i];
            m[i] = (kept1s * m[i]) + (new1s * x);
            v[i] = (kept2s * v[i]) + (new2s * (x * x));
        }

        for (int i = m.Length * Vector<T>.Count; i < mean.Length; i++)
        {
            T x = gradient[i];
            mean[i] = (kept1 * mean[i]) + (new1 * x);
            square[i] = (kept2 * square[i]) + (new2 * (x * x));
        }
    }

    /// <summary>The factors of step t: η / (1 − β₁ᵗ), 1 / √(1 − β₂ᵗ) and 1 − η λ.</summary>
    protected override void BeforeMoving()
    {
        _beta1Power *= _beta1;
        _beta2Power *= _beta2;
        _rate = T.CreateSaturating(LearningRate / (1 - _beta1Power));
        _rootScale = T.CreateSaturating(1 / Math.Sqrt(1 - _beta2Power));
        _kept = T.CreateSaturating(1 - (LearningRate * _weightDecay));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Move(int index, Span<T> values)
    {
        ReadOnlySpan<T> mean = _means[index], square = _squares[index];
        ReadOnlySpan<Vector<T>> m = MemoryMarshal.Cast<T, Vector<T>>(mean), v = MemoryMarshal.Cast<T, Vector<T>>(square);
        Span<Vector<T>> w = MemoryMarshal.Cast<T, Vector<T>>(values);
        T kept = _kept, rate = _rate, scale = _rootScale, epsilon = _epsilon;
        Vector<T> kepts = new(kept), rates = new(rate), scales = new(scale), epsilons = new(epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = (kepts * w[i]) - (rates * m[i] / ((scales * Vector.SquareRoot(v[i])) + epsilons));
        }

        for (int i = w.Length * Vector<T>.Count; i < values.Length; i++)
        {
            values[i] = (kept * values[i]) - (rate * mean[i] / ((scale * T.Sqrt(square[i])) + epsilon));
        }
    }
}
