using System.Numerics;

namespace Autograd;

/// <summary>
/// A row of numbers for each token. Tokens are indices: of lengths [N, L] they give [N, L, d]. As a layer of a variable it is linear, y = x W: x has a share of
/// each token in its last dimension, and a share of 1 for one token gives its row.
/// </summary>
/// <remarks>
/// Elsewhere <c>torch.nn.Embedding</c>. Tokens are no numbers that one could differentiate by, so they do not come through <see cref="Layer{T}.Forward(Variable{T}, Pass)"/>:
/// a model that begins with an embedding is a class of one's own that takes them.
/// </remarks>
/// <example>
/// <code>
/// public Variable&lt;float&gt; Forward(Indices&lt;float&gt; tokens, Pass pass) => Forward(_tokens.Forward(tokens), pass);
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Embedding<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A table of random numbers.</summary>
    /// <param name="name">Its name: the table is called E with this behind.</param>
    /// <param name="count">The number of tokens, at least 1.</param>
    /// <param name="length">The length of a row, at least 1.</param>
    /// <param name="initializer">The distribution of the numbers, such as <c>Initializer.Normal(0.02)</c>.</param>
    /// <param name="random">Where they come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">No tokens or empty rows.</exception>
    public Embedding(string name, int count, int length, Initializer initializer, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (count < 1) throw TrainingErrors.LengthBelow("Embedding", "number of tokens", count, 1, nameof(count));
        if (length < 1) throw TrainingErrors.LengthBelow("Embedding", "length of a row", length, 1, nameof(length));
        Weight = Add("weight", new Parameter<T>("E" + name, [count, length]).Initialize(initializer, random));
    }

    /// <summary>A given table: a saved one, or one that an output layer shares.</summary>
    /// <param name="weight">The table, of shape [tokens, length].</param>
    /// <exception cref="ArgumentException">It is no matrix.</exception>
    public Embedding(Parameter<T> weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank != 2) throw LayerErrors.EmbeddingWeight(weight.Shape);
        Weight = Add("weight", weight);
    }

    /// <summary>The table, of shape [tokens, length].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>Records the rows of tokens.</summary>
    /// <param name="tokens">Which, each from 0 to their number − 1.</param>
    /// <returns>The rows, of shape [...tokens, length].</returns>
    /// <exception cref="ArgumentException">A token is out of range.</exception>
    public Variable<T> Forward(Indices<T> tokens)
    {
        using var attempt = new Attempt<T>(tokens.Tape);
        return attempt.Keep(Watch(tokens.Tape, Weight).Embedding(tokens));
    }

    /// <summary>Records x W, the rows mixed by shares.</summary>
    /// <param name="x">The shares, of shape [..., tokens].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of shape [..., length].</returns>
    /// <exception cref="ArgumentException">The last length of the input is not the number of tokens.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Shape shape = x.Shape;
        if (shape.Rank == 0 || shape[^1] != Weight.Shape[0]) throw LayerErrors.EmbeddingInput(shape, Weight.Shape);
        return pass.Noted(this, x.MatMul(Watch(x.Tape, Weight)));
    }

    /// <summary>The number of tokens and the length of a row.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"Embedding {Weight.Shape[0]} → {Weight.Shape[1]}";
}
