using System.Numerics;

namespace Autograd;

/// <summary>Layer normalization (x − mean) / √(variance + ε) ⊙ scale + shift, the mean and the variance over the last dimensions of each example.</summary>
/// <remarks>J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016. <c>x.LayerNorm(…)</c> with parameters; elsewhere <c>torch.nn.LayerNorm</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class LayerNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon;

    /// <summary>A layer that leaves each example at mean 0 and variance 1.</summary>
    /// <param name="name">Its name: the parameters are called scale and shift with this behind.</param>
    /// <param name="lengths">The last lengths of the input, over which it normalizes: <c>[64]</c>, one dimension or more.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no element to normalize.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative.</exception>
    public LayerNorm(string name, Shape lengths, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(name);
        NormParameters.CheckLengths("LayerNorm", lengths);
        _epsilon = NormParameters.Epsilon<T>("LayerNorm", epsilon);
        Scale = Add("weight", NormParameters.Ones<T>("scale" + name, lengths));
        Shift = Add("bias", new Parameter<T>("shift" + name, lengths));
    }

    /// <summary>The factor of each element; its path ends in <c>weight</c>, as elsewhere.</summary>
    public Parameter<T> Scale { get; }

    /// <summary>What is added to each element; its path ends in <c>bias</c>.</summary>
    public Parameter<T> Shift { get; }

    /// <summary>Records the normalization.</summary>
    /// <param name="x">The input, of shape [..., ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="ArgumentException">The last lengths of the input are others.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        using var attempt = new Attempt<T>(x.Tape);
        return pass.Noted(this, attempt.Keep(x.LayerNorm(Watch(x.Tape, Scale), Watch(x.Tape, Shift), _epsilon)));
    }

    /// <summary>The lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"LayerNorm {Scale.Shape}";
}
