using System.Globalization;

namespace Autograd;

/// <summary>The wording of the exceptions of layers of sequences, in the style of <see cref="TrainingErrors"/>.</summary>
internal static class SequenceErrors
{
    public static ArgumentException HeadsDoNotDivide(int features, int heads) =>
        new($"MultiHeadAttention: {Text(features)} features cannot be divided among {Text(heads)} heads; the number of heads must divide that of the features.", "heads");

    public static ArgumentException OddHeads(int features) =>
        new($"MultiHeadAttention: a head has {Text(features)} features; to be turned by its position, by pairs, it must have an even number of them.", "heads");

    public static ArgumentException SequenceShape(string layer, string what, Shape shape, int features, string parameter) =>
        new($"{layer}: the {what} has shape {shape}; it must be [..., positions, {Text(features)}].", parameter);

    public static ArgumentException TooManyPositions(string layer, Shape shape, int positions) =>
        new($"{layer}: the input of shape {shape} has {Text(shape[^2])} positions; there are {Text(positions)}. Make the layer for longer sequences.", "x");

    public static ArgumentOutOfRangeException UnknownRecurrentKind(RecurrentKind kind) =>
        new(nameof(kind), $"Recurrent: {kind} is none of the kinds.");

    public static ArgumentException RecurrentInput(Shape shape, int inputs) =>
        new($"Recurrent: the input has shape {shape}; it must be [batch, time, {Text(inputs)}], of at least one step.", "x");

    public static ArgumentException RecurrentState(string what, Shape shape, Shape expected) =>
        new($"Recurrent: the {what} have shape {shape}; it must be {expected}: levels and directions, batch, units.", what);

    public static ArgumentException NoCells(RecurrentKind kind) =>
        new($"Recurrent: cells were given to {kind}, which has none; only Lstm has.", "cells");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
