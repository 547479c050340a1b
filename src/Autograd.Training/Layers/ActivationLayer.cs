using System.Globalization;
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

    // Each is made when it is first asked for: made together, they would all be compiled into a program that uses one of them.

    /// <summary>max(x, 0).</summary>
    public static ActivationLayer<T> Relu => field ??= new("Relu", static x => x.Relu());

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static ActivationLayer<T> Sigmoid => field ??= new("Sigmoid", static x => x.Sigmoid());

    /// <summary>The hyperbolic tangent.</summary>
    public static ActivationLayer<T> Tanh => field ??= new("Tanh", static x => x.Tanh());

    /// <summary>x Φ(x), Φ being the normal distribution function.</summary>
    public static ActivationLayer<T> Gelu => field ??= new("Gelu", static x => x.Gelu());

    /// <summary>x σ(x), σ being the sigmoid.</summary>
    public static ActivationLayer<T> Silu => field ??= new("Silu", static x => x.Silu());

    /// <summary>ln(1 + eˣ).</summary>
    public static ActivationLayer<T> Softplus => field ??= new("Softplus", static x => x.Softplus());

    /// <summary>x Φ(x) by the approximation of Φ with a hyperbolic tangent.</summary>
    public static ActivationLayer<T> GeluTanh => field ??= new("GeluTanh", static x => x.GeluTanh());

    /// <summary>x tanh(ln(1 + eˣ)).</summary>
    public static ActivationLayer<T> Mish => field ??= new("Mish", static x => x.Mish());

    /// <summary>The exponential linear unit that keeps mean 0 and variance 1; with <see cref="Initializer.LeCunNormal"/>.</summary>
    public static ActivationLayer<T> Selu => field ??= new("Selu", static x => x.Selu());

    /// <summary>min(max(x, 0), 6).</summary>
    public static ActivationLayer<T> Relu6 => field ??= new("Relu6", static x => x.Relu6());

    /// <summary>min(max(x, −1), 1).</summary>
    public static ActivationLayer<T> HardTanh => field ??= new("HardTanh", static x => x.HardTanh());

    /// <summary>min(max(x / 6 + 1/2, 0), 1).</summary>
    public static ActivationLayer<T> HardSigmoid => field ??= new("HardSigmoid", static x => x.HardSigmoid());

    /// <summary>x times the hard sigmoid of x.</summary>
    public static ActivationLayer<T> HardSwish => field ??= new("HardSwish", static x => x.HardSwish());

    /// <summary>x / (1 + |x|).</summary>
    public static ActivationLayer<T> Softsign => field ??= new("Softsign", static x => x.Softsign());

    /// <summary>−ln(1 + e⁻ˣ), the logarithm of the sigmoid.</summary>
    public static ActivationLayer<T> LogSigmoid => field ??= new("LogSigmoid", static x => x.LogSigmoid());

    /// <summary>exp(x) / Σ exp(x) over the last dimension.</summary>
    public static ActivationLayer<T> Softmax => field ??= new("Softmax", static x => x.Softmax(-1));

    /// <summary>The logarithm of the softmax over the last dimension.</summary>
    public static ActivationLayer<T> LogSoftmax => field ??= new("LogSoftmax", static x => x.LogSoftmax(-1));

    /// <summary>The first half of the last dimension times the sigmoid of the second.</summary>
    public static ActivationLayer<T> Glu => field ??= new("Glu", static x => x.Glu());

    /// <summary>x above 0, else slope · x.</summary>
    /// <param name="slope">The slope below 0.</param>
    /// <returns>The layer.</returns>
    public static ActivationLayer<T> LeakyRelu(double slope = 0.01)
    {
        T number = T.CreateSaturating(slope);
        return new(string.Create(CultureInfo.InvariantCulture, $"LeakyRelu {slope}"), x => x.LeakyRelu(number));
    }

    /// <summary>x above 0, else scale · (eˣ − 1).</summary>
    /// <param name="scale">What it tends to below 0, with the sign changed.</param>
    /// <returns>The layer.</returns>
    public static ActivationLayer<T> Elu(double scale = 1)
    {
        T number = T.CreateSaturating(scale);
        return new(string.Create(CultureInfo.InvariantCulture, $"Elu {scale}"), x => x.Elu(number));
    }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => pass.Noted(this, _function(x));

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _name;
}
