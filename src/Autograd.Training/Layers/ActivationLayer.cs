using System.Numerics;

namespace Autograd;

/// <summary>A function without parameters as a layer.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class ActivationLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string _name;
    private readonly Func<Variable<T>, Variable<T>> _function;

    /// <summary>A function of one's own as a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="function">The function, such as <c>x => x.LeakyRelu(0.01f)</c>.</param>
    public ActivationLayer(string name, Func<Variable<T>, Variable<T>> function)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        _name = name;
        _function = function;
    }

    /// <summary>max(x, 0).</summary>
    public static ActivationLayer<T> Relu { get; } = new("Relu", static x => x.Relu());

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static ActivationLayer<T> Sigmoid { get; } = new("Sigmoid", static x => x.Sigmoid());

    /// <summary>The hyperbolic tangent.</summary>
    public static ActivationLayer<T> Tanh { get; } = new("Tanh", static x => x.Tanh());

    /// <summary>x Φ(x), Φ being the normal distribution function.</summary>
    public static ActivationLayer<T> Gelu { get; } = new("Gelu", static x => x.Gelu());

    /// <summary>x σ(x), σ being the sigmoid.</summary>
    public static ActivationLayer<T> Silu { get; } = new("Silu", static x => x.Silu());

    /// <summary>ln(1 + eˣ).</summary>
    public static ActivationLayer<T> Softplus { get; } = new("Softplus", static x => x.Softplus());

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => _function(x);

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _name;
}
