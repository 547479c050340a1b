using System.Globalization;

namespace Autograd;

/// <summary>The wording of the exceptions of layers, in the style of <see cref="TrainingErrors"/>.</summary>
internal static class LayerErrors
{
    public static ArgumentOutOfRangeException NotAShare(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be from 0 to 1.");

    public static ArgumentException Groups(string layer, int groups, int inputs, int outputs) =>
        new($"{layer}: the number of groups is {Text(groups)}; it must be 1 or more and divide the channels, {Text(inputs)}{(inputs == outputs ? "" : " and " + Text(outputs))}.", "groups");

    public static ArgumentException WeightGroups(string layer, int groups, Shape weight) =>
        new($"{layer}: the number of groups is {Text(groups)}; it must divide the {Text(weight[0])} channels of a weight of shape {weight}.", "groups");

    public static ArgumentException Kernel(string layer, Shape kernel, int most) =>
        new($"{layer}: the kernel has lengths {kernel}; it must have from 1 to {Text(most)} of them, such as [3, 3].", "kernel");

    public static ArgumentException ConvolutionWeight(string layer, Shape shape, int most, bool isTransposed) =>
        new($"{layer}: the weight has shape {shape}; it must be {(isTransposed ? "[inputs, outputs/groups, ...kernel]" : "[outputs, inputs/groups, ...kernel]")} with from 1 to {Text(most)} lengths of the kernel.", "weight");

    public static ArgumentException BiasShape(string layer, Shape bias, Shape weight, int outputs) =>
        new($"{layer}: the bias has shape {bias}; for a weight of shape {weight} it must be [{Text(outputs)}].", "bias");

    public static ArgumentException Channels(string layer, Shape shape, int channels) =>
        new($"{layer}: the input has shape {shape}; it must be [examples, {Text(channels)}, ...lengths].", "x");

    public static ArgumentException NoVariance(string layer, Shape shape) =>
        new($"{layer}: the input has shape {shape}, with one element of each channel or none; in training there must be two, to have a variance. Give more examples, or infer.", "x");

    public static ArgumentException NothingToNormalize(string layer, Shape shape) =>
        new($"{layer}: the lengths are {shape}; there must be one or more, with elements, such as [64].", "lengths");

    public static ArgumentException Residual(Shape input, Shape output) =>
        new($"Residual: the inner layer makes {output} of {input}; to be added to its input, its output must have the same lengths.", "x");

    public static ArgumentException EmbeddingWeight(Shape shape) =>
        new($"Embedding: the table has shape {shape}; it must be a matrix, of shape [tokens, length].", "weight");

    public static ArgumentException EmbeddingInput(Shape input, Shape weight) =>
        new($"Embedding: the input has shape {input}; for a table of shape {weight} its last length must be {Text(weight[0])}, a share of each token. Tokens are given as tape.Indices(…).", "x");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
