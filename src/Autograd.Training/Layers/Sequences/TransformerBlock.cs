using System.Numerics;

namespace Autograd;

/// <summary>
/// A block of a transformer: attention of a sequence to itself, then a network of two layers at each position, each added to what came in, and normalized before or after:
/// <code>
/// before:  x ← x + attention(norm(x))      after:  x ← norm(x + attention(x))
///          x ← x + feedForward(norm(x))            x ← norm(x + feedForward(x))
/// feedForward(x) = activation(x W₁ᵀ + b₁) W₂ᵀ + b₂
/// </code>
/// After is what A. Vaswani et al. (2017) wrote; before learns without a warm-up and is what language models have. (R. Xiong et al., "On layer normalization in the
/// transformer architecture", 2020.)
/// </summary>
/// <remarks>
/// PyTorch's <c>TransformerEncoderLayer</c> with <c>batch_first=True</c>, and <c>norm_first</c> where it is before: its <c>self_attn</c> is the attention, <c>linear1</c> and <c>linear2</c> are
/// expand and contract, <c>norm1</c> is the norm of the attention, <c>norm2</c> of the feed-forward part. Dropout stands at the same four places.
/// </remarks>
/// <example>
/// <code>
/// var block = new TransformerBlock&lt;float&gt;("0", features: 64, heads: 4, hidden: 256, ActivationLayer&lt;float&gt;.Gelu, random, isCausal: true, dropout: 0.1);
/// var y = block.Forward(x, Pass.Training(seed: step));   // [batch, time, 64]
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class TransformerBlock<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A block with random weights, biases of zeros, and normalizations that scale by 1.</summary>
    /// <param name="name">Its name: the parameters' names have it behind.</param>
    /// <param name="features">The number of features of a position, at least 1.</param>
    /// <param name="heads">The number of heads, which divides that of the features.</param>
    /// <param name="hidden">The number of units between the two layers at each position, at least 1; four times the features, usually.</param>
    /// <param name="activation">What stands between these layers.</param>
    /// <param name="random">Where the weights come from, and what is left to chance in training.</param>
    /// <param name="normalizesFirst">Whether it normalizes before the attention and the feed-forward part, or after.</param>
    /// <param name="isCausal">Whether a position may only look at itself and those before.</param>
    /// <param name="dropout">
    /// How often, in training, an element is set to 0: weights of the attention, what it found, the units between the layers, and their outputs; from 0 to below 1.
    /// </param>
    /// <param name="isRotary">Whether queries and keys are turned by their positions.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the heads do not divide the features.</exception>
    public TransformerBlock(
        string name,
        int features,
        int heads,
        int hidden,
        Layer<T> activation,
        RandomGenerator random,
        bool normalizesFirst = true,
        bool isCausal = false,
        double dropout = 0,
        bool isRotary = false)
    {
        const string layer = "TransformerBlock";
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(activation);
        if (hidden < 1) throw TrainingErrors.LengthBelow(layer, "number of hidden units", hidden, 1, nameof(hidden));
        Dropout = PassDropout.Check(layer, dropout);
        NormalizesFirst = normalizesFirst;
        Attention = Add("attention", new MultiHeadAttention<T>(name, features, heads, random, isCausal, dropout, isRotary));
        AttentionNorm = Add("attentionNorm", new LayerNorm<T>($"{name}.attention", [features]));
        Expand = Add("expand", new Linear<T>($"{name}.expand", features, hidden, Initializer.GlorotUniform, random));
        Activation = Add("activation", activation);
        Contract = Add("contract", new Linear<T>($"{name}.contract", hidden, features, Initializer.GlorotUniform, random));
        FeedForwardNorm = Add("feedForwardNorm", new LayerNorm<T>($"{name}.feedForward", [features]));
        Choices = random.NextBits();
    }

    /// <summary>The attention.</summary>
    public MultiHeadAttention<T> Attention { get; }

    /// <summary>The normalization before or after the attention.</summary>
    public LayerNorm<T> AttentionNorm { get; }

    /// <summary>The first of the two layers at each position.</summary>
    public Linear<T> Expand { get; }

    /// <summary>What stands between them.</summary>
    public Layer<T> Activation { get; }

    /// <summary>The second of them.</summary>
    public Linear<T> Contract { get; }

    /// <summary>The normalization before or after the feed-forward part.</summary>
    public LayerNorm<T> FeedForwardNorm { get; }

    /// <summary>Whether it normalizes before the attention and the feed-forward part, or after.</summary>
    public bool NormalizesFirst { get; }

    /// <summary>How often, in training, an element is set to 0.</summary>
    public double Dropout { get; }

    /// <summary>Records the block.</summary>
    /// <param name="x">The sequences, of shape [..., positions, features].</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output, of the same shape.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">There is a dropout, and the pass was not told what it is for.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => Forward(x, pass, default);

    /// <summary>Records the block, its attention under a mask.</summary>
    /// <param name="x">The sequences, of shape [..., positions, features].</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <param name="mask">Not 0, and not below, where a position may look at another; lengths that broadcast to [..., heads, positions, positions].</param>
    /// <returns>The output, of the same shape.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">There is a dropout, and the pass was not told what it is for.</exception>
    public Variable<T> Forward(Variable<T> x, Pass pass, Variable<T> mask)
    {
        PassDropout.Check("TransformerBlock", Dropout, pass);
        pass = pass.Inside(this);
        using var attempt = new Attempt<T>(x.Tape);
        Shape shape = x.Shape;
        int features = Contract.Weight.Shape[0];
        if (shape.Rank is < 2 or > Shape.MaxRank - 1 || shape[^1] != features) throw SequenceErrors.SequenceShape("TransformerBlock", "input", shape, features, "x");
        if (!NormalizesFirst)
        {
            x = AttentionNorm.Forward(x + Attend(x, pass, mask), pass);
            return pass.Noted(this, attempt.Keep(FeedForwardNorm.Forward(x + FeedForward(x, pass), pass)));
        }

        x += Attend(AttentionNorm.Forward(x, pass), pass, mask);
        return pass.Noted(this, attempt.Keep(x + FeedForward(FeedForwardNorm.Forward(x, pass), pass)));
    }

    /// <summary>Its lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"TransformerBlock {Contract.Weight.Shape[0]}, {Attention.Heads} heads, {Expand.Weight.Shape[0]} hidden, {Activation}{(Attention.IsCausal ? ", causal" : "")}";

    private Variable<T> Attend(Variable<T> x, Pass pass, Variable<T> mask) => Attention.Forward(x, x, pass, mask).Dropout(Dropout, pass, Choices.GetValueOrDefault());

    private Variable<T> FeedForward(Variable<T> x, Pass pass)
    {
        Variable<T> hidden = pass.Noted(Activation, Activation.Forward(Expand.Forward(x, pass), pass)).Dropout(Dropout, pass, Choices.GetValueOrDefault() + 1);
        return Contract.Forward(hidden, pass).Dropout(Dropout, pass, Choices.GetValueOrDefault() + 2);
    }
}
