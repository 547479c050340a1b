using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>The rectifier whose slope below 0 is learned, for each channel, dimension 1, or one for all: y = x above 0, else slope · x.</summary>
/// <remarks>K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015. <c>x.PRelu(slope)</c> with a parameter; elsewhere <c>torch.nn.PReLU</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class PRelu<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer whose slopes start at 1/4.</summary>
    /// <param name="name">Its name: the parameter is called slope with this behind.</param>
    /// <param name="channels">The number of channels, each with a slope; 1 for a slope for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">No channels.</exception>
    public PRelu(string name, int channels = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (channels < 1) throw TrainingErrors.LengthBelow("PRelu", "number of channels", channels, 1, nameof(channels));
        Slope = Add("weight", new Parameter<T>("slope" + name, [channels]));
        Slope.Update().Fill(T.CreateSaturating(0.25));
    }

    /// <summary>The slope of each channel; its path ends in <c>weight</c>, as elsewhere.</summary>
    public Parameter<T> Slope { get; }

    /// <summary>Records the rectifier.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="ArgumentException">The input has other channels.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Shape shape = x.Shape;
        int channels = Slope.Shape[0];
        if (channels > 1 && (shape.Rank < 2 || shape[1] != channels)) throw LayerErrors.Channels("PRelu", shape, channels);
        using var attempt = new Attempt<T>(x.Tape);
        Variable<T> slope = Watch(x.Tape, Slope);
        return pass.Noted(this, attempt.Keep(x.PRelu(channels == 1 ? slope.Reshape(Shape.Scalar) : slope.PerChannel(shape.Rank))));
    }

    /// <summary>The number of channels.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PRelu {Slope.Shape[0]}");
}
