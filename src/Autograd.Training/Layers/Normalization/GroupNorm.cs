using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Group normalization (x − mean) / √(variance + ε) · scale + shift, the mean and the variance over each group of channels of each example and over all dimensions
/// after. With one group for each channel this is instance normalization.
/// </summary>
/// <remarks>Y. Wu, K. He, "Group normalization", 2018. <c>x.GroupNorm(…)</c> with parameters; elsewhere <c>torch.nn.GroupNorm</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class GroupNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _groups;
    private readonly T _epsilon;

    /// <summary>A layer that leaves each group at mean 0 and variance 1.</summary>
    /// <param name="name">Its name: the parameters are called scale and shift with this behind.</param>
    /// <param name="groups">The number of groups, which divides that of the channels.</param>
    /// <param name="channels">The number of channels, at least 1.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GroupNorm(string name, int groups, int channels, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (channels < 1) throw TrainingErrors.LengthBelow("GroupNorm", "number of channels", channels, 1, nameof(channels));
        if (groups < 1 || channels % groups != 0) throw LayerErrors.Groups("GroupNorm", groups, channels, channels);
        _groups = groups;
        _epsilon = NormParameters.Epsilon<T>("GroupNorm", epsilon);
        Scale = Add("weight", NormParameters.Ones<T>("scale" + name, [channels]));
        Shift = Add("bias", new Parameter<T>("shift" + name, [channels]));
    }

    /// <summary>The factor of each channel; its path ends in <c>weight</c>, as elsewhere.</summary>
    public Parameter<T> Scale { get; }

    /// <summary>What is added to each channel; its path ends in <c>bias</c>.</summary>
    public Parameter<T> Shift { get; }

    /// <summary>Records the normalization.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="ArgumentException">The input has other channels.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        using var attempt = new Attempt<T>(x.Tape);
        return pass.Noted(this, attempt.Keep(x.GroupNorm(_groups, Watch(x.Tape, Scale), Watch(x.Tape, Shift), _epsilon)));
    }

    /// <summary>The number of channels and of groups.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"GroupNorm {Scale.Shape[0]}, groups {_groups}");
}
