using System.Numerics;

namespace Autograd.Training.Tests;

// The page's example of a layer of one's own, compiled and checked.
// <own-layer>
/// <summary>Each channel times a gate that follows from the means of all channels. (Hu et al., "Squeeze-and-excitation networks", 2018.)</summary>
public sealed class ChannelGate<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Linear<T> _squeeze, _excite;

    public ChannelGate(string name, int channels, int inner, RandomGenerator random)
    {
        _squeeze = Add("squeeze", new Linear<T>(name + "s", channels, inner, Initializer.HeNormal, random));
        _excite = Add("excite", new Linear<T>(name + "e", inner, channels, Initializer.GlorotUniform, random));
    }

    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Variable<T> inner = _squeeze.Forward(x.Mean(2, 3), pass).Relu();
        Variable<T> gates = _excite.Forward(inner, pass).Sigmoid();
        return x * gates.Reshape(x.Shape[0], x.Shape[1], 1, 1);
    }
}
// </own-layer>
