using System.Numerics;

namespace Autograd;

/// <summary>Normalization by the root mean square, x / √(mean of x² + ε) ⊙ scale, the mean over the last dimensions of each example.</summary>
/// <remarks>
/// B. Zhang, R. Sennrich, "Root mean square layer normalization", 2019. <c>x.RmsNorm(…)</c> with a parameter; elsewhere <c>torch.nn.RMSNorm</c>, whose ε is the
/// distance from 1 to the next number of the type unless it is given.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class RmsNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon;

    /// <summary>A layer that leaves each example at a mean square of 1.</summary>
    /// <param name="name">Its name: the parameter is called scale with this behind.</param>
    /// <param name="lengths">The last lengths of the input, over which it normalizes: <c>[64]</c>, one dimension or more.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no element to normalize.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative.</exception>
    public RmsNorm(string name, Shape lengths, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(name);
        NormParameters.CheckLengths("RmsNorm", lengths);
        _epsilon = NormParameters.Epsilon<T>("RmsNorm", epsilon);
        Scale = Add("weight", NormParameters.Ones<T>("scale" + name, lengths));
    }

    /// <summary>The factor of each element; its path ends in <c>weight</c>, as elsewhere.</summary>
    public Parameter<T> Scale { get; }

    /// <summary>Records the normalization.</summary>
    /// <param name="x">The input, of shape [..., ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="ArgumentException">The last lengths of the input are others.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        using var attempt = new Attempt<T>(x.Tape);
        return pass.Noted(this, attempt.Keep(x.RmsNorm(Watch(x.Tape, Scale), _epsilon)));
    }

    /// <summary>The lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"RmsNorm {Scale.Shape}";
}
