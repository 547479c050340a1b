using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// In training a random share p of the elements is set to 0 and the others are divided by 1 − p, so that the mean stays; in inference y = x. The choice follows from
/// the seed of the pass, from a number that the layer was given when it was made, and from the place of each element: the same on any number of threads, and when
/// the pass is done again.
/// </summary>
/// <remarks>
/// N. Srivastava et al., "Dropout", 2014. Elsewhere <c>torch.nn.Dropout</c>. A layer that stands at two places makes the same choice at both; two layers make two.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Dropout<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _probability;

    /// <summary>A layer with a number of its own.</summary>
    /// <param name="probability">p, how often an element is set to 0, from 0 to 1.</param>
    /// <param name="random">Where the number comes from: its next 64 bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Dropout(double probability, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(probability >= 0 && probability <= 1)) throw LayerErrors.NotAShare("Dropout", "probability", probability, nameof(probability));
        _probability = probability;
        Choices = random.NextBits();
    }

    /// <summary>Records the choice in training; in inference the output is the input.</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">Whether to train or to infer.</param>
    /// <returns>The output, with the lengths of the input.</returns>
    /// <exception cref="InvalidOperationException">The pass was not told what it is for.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        if (!pass.IsSpecified) throw TrainingErrors.PassUnspecified("Dropout");
        return pass.Noted(this, x.Dropout(_probability, pass, Choices.GetValueOrDefault()));
    }

    /// <summary>The probability.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Dropout {_probability}");
}
