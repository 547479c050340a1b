using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    private readonly T[][] _velocities;
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
        : base(parameters, learningRate)
    {
        if (!(momentum >= 0 && momentum < 1)) throw TrainingErrors.NotAFraction("GradientDescent", "momentum", momentum, nameof(momentum));
        if (!(double.IsFinite(weightDecay) && weightDecay >= 0)) throw TrainingErrors.Negative("GradientDescent", "weight decay", weightDecay, nameof(weightDecay));
        _momentum = T.CreateSaturating(momentum);
        _weightDecay = T.CreateSaturating(weightDecay);
        _velocities = NewState();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Absorb(int index, ReadOnlySpan<T> gradient, ReadOnlySpan<T> values)
    {
        Span<T> velocity = _velocities[index];
        Span<Vector<T>> v = MemoryMarshal.Cast<T, Vector<T>>(velocity);
        ReadOnlySpan<Vector<T>> g = MemoryMarshal.Cast<T, Vector<T>>(gradient), w = MemoryMarshal.Cast<T, Vector<T>>(values);
        var momentum = new Vector<T>(_momentum);
        var decay = new Vector<T>(_weightDecay);
        for (int i = 0; i < v.Length; i++) v[i] = (momentum * v[i]) + (g[i] + (decay * w[i]));
        for (int i = v.Length * Vector<T>.Count; i < velocity.Length; i++)
        {
            velocity[i] = (_momentum * velocity[i]) + (gradient[i] + (_weightDecay * values[i]));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Move(int index, Span<T> values)
    {
        ReadOnlySpan<T> velocity = _velocities[index];
        ReadOnlySpan<Vector<T>> v = MemoryMarshal.Cast<T, Vector<T>>(velocity);
        Span<Vector<T>> w = MemoryMarshal.Cast<T, Vector<T>>(values);
        T rate = T.CreateSaturating(LearningRate);
        var rates = new Vector<T>(rate);
        for (int i = 0; i < w.Length; i++) w[i] -= rates * v[i];
        for (int i = w.Length * Vector<T>.Count; i < values.Length; i++) values[i] -= rate * velocity[i];
    }
}
