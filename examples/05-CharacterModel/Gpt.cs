using System.Globalization;

namespace Autograd.Examples.CharacterModel;

/// <summary>
/// A model of text, byte by byte: for each position the logits of all 256 bytes that may come next, from the bytes up to there. Bytes become rows of a
/// table, transformer blocks let positions look back, and a linear layer makes logits of what they found.
/// </summary>
internal sealed class Gpt : Layer<float>
{
    private const int Bytes = 256;
    private readonly Embedding<float> _table;
    private readonly Sequential<float> _blocks;
    private readonly RmsNorm<float> _norm;
    private readonly Linear<float> _logits;

    public Gpt(Settings settings, RandomGenerator random)
    {
        int features = settings.Features;
        _table = Add("table", new Embedding<float>("", Bytes, features, Initializer.Normal(0.02), random));
        _blocks = Add("blocks", new Sequential<float>([.. Enumerable.Range(0, settings.Blocks).Select(Block)]));
        _norm = Add("norm", new RmsNorm<float>("", [features]));
        _logits = Add("logits", new Linear<float>(".logits", features, Bytes, Initializer.GlorotUniform, random));

        Layer<float> Block(int k) => new TransformerBlock<float>(
            $".{k.ToString(CultureInfo.InvariantCulture)}", features, settings.Heads, 4 * features, ActivationLayer<float>.Gelu, random, isCausal: true, isRotary: true);
    }

    /// <summary>The logits of what comes next, of shape [..., positions, 256], for bytes of shape [..., positions].</summary>
    public Variable<float> Forward(Indices<float> text, Pass pass) => Forward(_table.Forward(text), pass);

    /// <inheritdoc/>
    public override Variable<float> Forward(Variable<float> x, Pass pass) => _logits.Forward(_norm.Forward(_blocks.Forward(x, pass), pass), pass);
}
