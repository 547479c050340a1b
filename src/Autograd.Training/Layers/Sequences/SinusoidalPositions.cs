using System.Numerics;

namespace Autograd;

/// <summary>
/// Adds to each position of a sequence waves that tell it from the others: sin(p ω) to feature 2i of position p and cos(p ω) to feature 2i + 1, with
/// ω = 10000^(−2i/features). It learns nothing. (A. Vaswani et al., "Attention is all you need", 2017.)
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class SinusoidalPositions<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _features;
    private readonly T[] _waves;

    /// <summary>Positions of sequences up to a length.</summary>
    /// <param name="positions">The length of the longest sequence, at least 1.</param>
    /// <param name="features">The number of features of a position, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there are more elements than an array can have.</exception>
    public SinusoidalPositions(int positions, int features)
    {
        const string layer = "SinusoidalPositions";
        if (positions < 1) throw TrainingErrors.LengthBelow(layer, "number of positions", positions, 1, nameof(positions));
        if (features < 1) throw TrainingErrors.LengthBelow(layer, "number of features", features, 1, nameof(features));
        if (positions > Array.MaxLength / features) throw TrainingErrors.LengthAbove(layer, "number of positions", positions, Array.MaxLength / features, nameof(positions));
        Positions = positions;
        _features = features;
        _waves = new T[positions * features];
        for (int feature = 0; feature < features; feature++)
        {
            double frequency = Math.Pow(10000, -(double)(feature - (feature % 2)) / features);
            for (int position = 0; position < positions; position++)
            {
                double angle = position * frequency;
                _waves[(position * features) + feature] = T.CreateSaturating(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }
    }

    /// <summary>The length of the longest sequence.</summary>
    public int Positions { get; }

    /// <summary>Records x plus the waves.</summary>
    /// <param name="x">The sequences, of shape [..., positions, features].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The sum, of the same shape.</returns>
    /// <exception cref="ArgumentException">The number of features differs, or a sequence is too long.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass)
    {
        Shape shape = x.Shape;
        if (shape.Rank < 2 || shape[^1] != _features) throw SequenceErrors.SequenceShape("SinusoidalPositions", "input", shape, _features, "x");
        if (shape[^2] > Positions) throw SequenceErrors.TooManyPositions("SinusoidalPositions", shape, Positions);
        return pass.Noted(this, x + x.Tape.Constant(_waves.AsSpan(0, shape[^2] * _features), [shape[^2], _features], "positions"));
    }

    /// <summary>Its lengths.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"SinusoidalPositions {Positions} × {_features}";
}
