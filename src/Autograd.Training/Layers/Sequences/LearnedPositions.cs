using System.Numerics;

namespace Autograd;

/// <summary>Adds to each position of a sequence numbers of its own, which are learned: yₚ = xₚ + Eₚ.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class LearnedPositions<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Deviation = 0.02;

    /// <summary>Positions of sequences up to a length, normal with deviation 0.02 at first, as in GPT-2.</summary>
    /// <param name="name">Its name: the parameter is called E with this behind.</param>
    /// <param name="positions">The length of the longest sequence, at least 1.</param>
    /// <param name="features">The number of features of a position, at least 1.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public LearnedPositions(string name, int positions, int features, RandomGenerator random)
    {
        const string layer = "LearnedPositions";
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(random);
        if (positions < 1) throw TrainingErrors.LengthBelow(layer, "number of positions", positions, 1, nameof(positions));
        if (features < 1) throw TrainingErrors.LengthBelow(layer, "number of features", features, 1, nameof(features));
        Weight = Add("weight", new Parameter<T>("E" + name, [positions, features]));
        foreach (ref T value in Weight.Update()) value = T.CreateSaturating(random.NextNormal() * Deviation);
    }

    /// <summary>E, of shape [positions, features].</summary>
    public Parameter<T> Weight { get; }

    /// <summary>Records x plus the numbers of its positions.</summary>
    /// <param name="x">The sequences, of shape [..., positions, features].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The sum, of the same shape.</returns>
    /// <exception cref="ArgumentException">The number of features differs, or a sequence is too long.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Shape shape = x.Shape, known = Weight.Shape;
        if (shape.Rank < 2 || shape[^1] != known[1]) throw SequenceErrors.SequenceShape("LearnedPositions", "input", shape, known[1], "x");
        if (shape[^2] > known[0]) throw SequenceErrors.TooManyPositions("LearnedPositions", shape, known[0]);
        return pass.Noted(this, x + Watch(x.Tape, Weight).Slice(0, 0, shape[^2]));
    }

    /// <summary>Its lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"LearnedPositions {Weight.Shape[0]} × {Weight.Shape[1]}";
}
