using System.Numerics;

namespace Autograd;

/// <summary>
/// Attention of several heads: each head looks, with queries, keys and values of its own that are projections of the features, from every position at others, and what the
/// heads found is projected back:
/// <code>
/// Q = x Wqᵀ + bq      K = m Wkᵀ + bk      V = m Wvᵀ + bv
/// headᵢ = softmax(Qᵢ Kᵢᵀ / √(features / heads)) Vᵢ
/// y = [head₁ … headₙ] Woᵀ + bo
/// </code>
/// where m, the memory, is x itself or another sequence. x has shape [..., positions, features], usually [examples, positions, features]. (A. Vaswani et al.,
/// "Attention is all you need", 2017.)
/// </summary>
/// <remarks>
/// PyTorch's <c>MultiheadAttention</c> with <c>batch_first=True</c>: its <c>in_proj_weight</c> has the weights of query, key and value one below the other, its <c>out_proj</c> is the
/// output. Its masks say by True what may not be looked at; here not 0 is what may.
/// </remarks>
/// <example>
/// <code>
/// var attention = new MultiHeadAttention&lt;float&gt;("a", features: 64, heads: 4, random, isCausal: true);
/// var y = attention.Forward(x, pass);             // [batch, time, 64], each position of itself and those before
/// var z = cross.Forward(x, memory, pass);         // looks at another sequence
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class MultiHeadAttention<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with random weights and biases of zeros.</summary>
    /// <param name="name">Its name: the parameters are called Wname.query, bname.query and so on.</param>
    /// <param name="features">The number of features of a position, at least 1.</param>
    /// <param name="heads">The number of heads, which divides that of the features.</param>
    /// <param name="random">Where the weights come from, and what is left to chance in training.</param>
    /// <param name="isCausal">Whether a position may only look at itself and those before.</param>
    /// <param name="dropout">How often, in training, a weight of the attention is set to 0; from 0 to below 1.</param>
    /// <param name="isRotary">Whether queries and keys are turned by their positions, as in <c>RotaryEmbedding</c>; then the layer needs no other positions.</param>
    /// <param name="memoryFeatures">The number of features of a memory; that of the features unless given.</param>
    /// <exception cref="ArgumentException">
    /// A number is below 1, the heads do not divide the features, they are odd in a head that is to be turned, or the dropout is out of range.
    /// </exception>
    public MultiHeadAttention(
        string name, int features, int heads, RandomGenerator random, bool isCausal = false, double dropout = 0, bool isRotary = false, int? memoryFeatures = null)
    {
        const string layer = "MultiHeadAttention";
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(random);
        if (features < 1) throw TrainingErrors.LengthBelow(layer, "number of features", features, 1, nameof(features));
        if (heads < 1) throw TrainingErrors.LengthBelow(layer, "number of heads", heads, 1, nameof(heads));
        if (features % heads != 0) throw SequenceErrors.HeadsDoNotDivide(features, heads);
        if (isRotary && features / heads % 2 != 0) throw SequenceErrors.OddHeads(features / heads);
        int remembered = memoryFeatures ?? features;
        if (remembered < 1) throw TrainingErrors.LengthBelow(layer, "number of features of the memory", remembered, 1, nameof(memoryFeatures));
        Heads = heads;
        IsCausal = isCausal;
        IsRotary = isRotary;
        Dropout = PassDropout.Check(layer, dropout);
        Query = Add("query", new Linear<T>($"{name}.query", features, features, Initializer.GlorotUniform, random));
        Key = Add("key", new Linear<T>($"{name}.key", remembered, features, Initializer.GlorotUniform, random));
        Value = Add("value", new Linear<T>($"{name}.value", remembered, features, Initializer.GlorotUniform, random));
        Output = Add("output", new Linear<T>($"{name}.output", features, features, Initializer.GlorotUniform, random));
        Choices = random.NextBits();
    }

    /// <summary>The number of heads.</summary>
    public int Heads { get; }

    /// <summary>Whether a position may only look at itself and those before.</summary>
    public bool IsCausal { get; }

    /// <summary>Whether queries and keys are turned by their positions.</summary>
    public bool IsRotary { get; }

    /// <summary>How often, in training, a weight of the attention is set to 0.</summary>
    public double Dropout { get; }

    /// <summary>What makes the queries.</summary>
    public Linear<T> Query { get; }

    /// <summary>What makes the keys.</summary>
    public Linear<T> Key { get; }

    /// <summary>What makes the values.</summary>
    public Linear<T> Value { get; }

    /// <summary>What projects back.</summary>
    public Linear<T> Output { get; }

    /// <summary>Records the attention of a sequence to itself.</summary>
    /// <param name="x">The sequences, of shape [..., positions, features].</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output, of the same shape.</returns>
    /// <exception cref="ArgumentException">The shape does not fit, or a memory has another number of features.</exception>
    /// <exception cref="InvalidOperationException">There is a dropout, and the pass was not told what it is for.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => Forward(x, x, pass);

    /// <summary>Records the attention of one sequence to another, or to itself under a mask.</summary>
    /// <param name="x">The sequences that look, of shape [..., positions, features].</param>
    /// <param name="memory">The sequences that are looked at, of shape [..., remembered positions, features of the memory].</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <param name="mask">Not 0, and not below, where a position may look at a remembered one; lengths that broadcast to [..., heads, positions, remembered positions]. Without, all.</param>
    /// <returns>The output, of the shape of x. A position that may look at nothing gets the bias of the output.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the sequences or the mask belong to different tapes.</exception>
    /// <exception cref="InvalidOperationException">There is a dropout, and the pass was not told what it is for.</exception>
    public Variable<T> Forward(Variable<T> x, Variable<T> memory, Pass pass, Variable<T> mask = default)
    {
        const string layer = "MultiHeadAttention";
        PassDropout.Check(layer, Dropout, pass);
        Shape shape = x.Shape, remembered = x.Tape.NodeOf(memory, layer).Shape;
        if (!mask.IsDefault) _ = x.Tape.NodeOf(mask, layer);
        using var attempt = new Attempt<T>(x.Tape);
        int features = Query.Weight.Shape[1], memoryFeatures = Key.Weight.Shape[1];
        if (shape.Rank is < 2 or > Shape.MaxRank - 1 || shape[^1] != features) throw SequenceErrors.SequenceShape(layer, "input", shape, features, "x");
        if (remembered.Rank is < 2 or > Shape.MaxRank - 1 || remembered[^1] != memoryFeatures) throw SequenceErrors.SequenceShape(layer, "memory", remembered, memoryFeatures, nameof(memory));
        Variable<T> query = SplitHeads(Query.Forward(x, pass)), key = SplitHeads(Key.Forward(memory, pass)), value = SplitHeads(Value.Forward(memory, pass));
        if (IsRotary) (query, key) = (query.RotaryEmbedding(), key.RotaryEmbedding());
        T dropout = pass.IsTraining ? T.CreateSaturating(Dropout) : T.Zero;
        Variable<T> found = query.ScaledDotProductAttention(key, value, mask, IsCausal, dropout: dropout, seed: PassDropout.SeedOf(pass, Choices.GetValueOrDefault()));
        return pass.Noted(this, attempt.Keep(Output.Forward(found.Transpose(-3, -2).Reshape(shape), pass)));
    }

    /// <summary>Its lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"MultiHeadAttention {Query.Weight.Shape[1]}, {Heads} heads{(IsCausal ? ", causal" : "")}";

    /// <summary>[..., positions, features] as [..., heads, positions, features of a head], a view.</summary>
    private Variable<T> SplitHeads(Variable<T> x)
    {
        Shape shape = x.Shape;
        return x.Reshape(shape.With(shape.Rank - 1, Heads).Insert(shape.Rank, shape[^1] / Heads)).Transpose(-3, -2);
    }
}
