using System.Globalization;

namespace Autograd;

/// <summary>
/// The wording of every exception about shapes, in one style: the public method, what was given, what was expected, how to mend it.
/// </summary>
internal static class Errors
{
    public static ArgumentException RankTooHigh(int rank) =>
        new($"Shape: rank {rank} is higher than {Shape.MaxRank}, the highest that is supported. Merge dimensions with Reshape.", "lengths");

    public static ArgumentOutOfRangeException NegativeLength(ReadOnlySpan<nint> lengths) =>
        new("lengths", $"Shape: {Text(lengths)} has a negative length; lengths are 0 or more.");

    public static ArgumentOutOfRangeException TooManyElements(ReadOnlySpan<nint> lengths) =>
        new("lengths", $"Shape: {Text(lengths)} has more than {int.MaxValue} elements, the most a tensor can hold.");

    public static ArgumentOutOfRangeException TooManyElements(Shape shape) => TooManyElements(shape.ToArray());

    public static ArgumentOutOfRangeException DimensionOutOfRange(string operation, int dimension, Shape shape) =>
        new("dimension", shape.Rank == 0
            ? $"{operation}: dimension {dimension} was given, but a scalar (shape []) has none."
            : $"{operation}: dimension {dimension} is outside {-shape.Rank}..{shape.Rank - 1} for shape {shape}.");

    public static ArgumentException DimensionTwice(string operation, int dimension, Shape shape) =>
        new($"{operation}: dimension {dimension} of shape {shape} is named twice.", "dimensions");

    public static InvalidOperationException NotContiguous(Shape shape) =>
        new($"Span: the tensor of shape {shape} is a view that does not lie contiguously in memory. Copy it, or read it by its strides.");

    private static string Text(ReadOnlySpan<nint> lengths)
    {
        var parts = new string[lengths.Length];
        for (int d = 0; d < lengths.Length; d++) parts[d] = lengths[d].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }
}
