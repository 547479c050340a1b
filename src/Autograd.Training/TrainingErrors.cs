using System.Globalization;

namespace Autograd;

/// <summary>
/// The wording of every exception of this assembly, in the style of the core: who refuses, what was given, what was expected, how to
/// mend it.
/// </summary>
internal static class TrainingErrors
{
    public static ArgumentOutOfRangeException Negative(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be a finite number, 0 or more.");

    public static ArgumentOutOfRangeException NotPositive(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be a finite number above 0.");

    public static ArgumentOutOfRangeException NotAFraction(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be 0 or more and below 1.");

    public static ArgumentOutOfRangeException NotAboveZeroToOne(string caller, string what, double value, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be above 0 and at most 1.");

    public static ArgumentOutOfRangeException CountOutside(string caller, string what, long value, int least, int most, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be from {Text(least)} to {Text(most)}.");

    public static ArgumentOutOfRangeException LengthBelow(string caller, string what, long value, int least, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be {Text(least)} or more.");

    public static ArgumentOutOfRangeException LengthAbove(string caller, string what, int value, int most, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(value)}; it must be {Text(most)} or less.");

    public static ArgumentException NoParameters(string caller) =>
        new($"{caller}: no parameter was given; at least one is needed.", "parameters");

    public static ArgumentException ParameterTwice(string caller, string name) =>
        new($"{caller}: parameter {name} is given twice, so each step would update it twice. Give each parameter once.", "parameters");

    public static ArgumentException ParameterMissing(string caller, int position) =>
        new($"{caller}: the parameter at position {Text(position)} is null.", "parameters");

    public static ArgumentOutOfRangeException NoState(int index, int count) =>
        new(nameof(index), $"Update: there is no state {Text(index)}; the optimizer was made with {Text(count)}. Name its states to the constructor of Optimizer.");

    public static ArgumentException NotUpdated(string caller, string name) =>
        new($"{caller}: parameter {name} is none of those that it updates, so it keeps no states for it.", "parameter");

    public static ArgumentException SameName(string caller, string name) =>
        new($"{caller}: two parameters are named {name}; in a file each needs a name of its own.", "parameters");

    public static InvalidDataException File(string what) =>
        new($"Safetensors: {what}. A file of that format, with the tensors that are asked for, is expected.");

    public static ArgumentException LayerMissing(int position) =>
        new($"Sequential: the layer at position {Text(position)} is null.", "layers");

    public static ArgumentException PartName(string layer, string name) =>
        new($"{layer}: a part is named '{name}'; a name in a path is not empty and has no dots.", "name");

    public static ArgumentException PartTwice(string layer, string name) =>
        new($"{layer}: two parts are named {name}; each part of a layer needs a name of its own.", "name");

    public static InvalidOperationException PassUnspecified(string layer) =>
        new($"{layer}: it computes something else in training than in inference. Call Forward(x, Pass.Training(seed)) or Forward(x, Pass.Inference).");

    public static ArgumentException NotAWeight(Shape shape) =>
        new($"Initialize: the shape is {shape}; weights have shape [outputs, inputs] or [outputs, inputs, ...kernel]. Biases start at 0 and need none.", "parameter");

    public static ArgumentException LinearWeight(Shape shape) =>
        new($"Linear: the weight has shape {shape}; it must be a matrix, of shape [outputs, inputs].", "weight");

    public static ArgumentException LinearBias(Shape bias, Shape weight) =>
        new($"Linear: the bias has shape {bias}; for a weight of shape {weight} it must be [{Text(weight[0])}].", "bias");

    public static ArgumentException LinearInput(Shape input, Shape weight) =>
        new($"Linear: the input has shape {input}; for a weight of shape {weight} its last length must be {Text(weight[1])}.", "x");

    public static ArgumentException RowCount(int length, int rowLength) =>
        new($"CopyRows: {Text(length)} values cannot be divided into rows of {Text(rowLength)}.", "source");

    public static ArgumentException RowRoom(int length, int rows, int rowLength) =>
        new($"CopyRows: the destination has {Text(length)} elements; {Text(rows)} rows of {Text(rowLength)} need {Text((long)rows * rowLength)}.", "destination");

    public static ArgumentOutOfRangeException RowOutOfRange(int row, int position, int count) =>
        new("rows", $"CopyRows: row {Text(row)} at position {Text(position)} is outside 0..{Text(count - 1)}.");

    public static InvalidOperationException NoBatch() =>
        new("MiniBatches: there is no current batch. Go through the batches of NextEpoch by foreach, or call MoveNext first.");

    public static InvalidOperationException EpochOver() =>
        new("MiniBatches: the next epoch was begun, so the batches of this one are gone. Finish one epoch before beginning the next.");

    public static ArgumentException NesterovWithoutMomentum() =>
        new("GradientDescent: nesterov is set and the momentum is 0; Nesterov's step looks ahead along the momentum. Give a momentum, often 0.9, or leave nesterov out.", "nesterov");

    public static ArgumentException MuonShape(string parameter, Shape shape) =>
        new($"Muon: parameter {parameter} has shape {shape}; a matrix is expected, [outputs, inputs] or [outputs, inputs, ...kernel]. Give the others to an optimizer of their own, such as AdamW.", "parameters");

    public static ArgumentOutOfRangeException DecayPower(double decayPower) =>
        new(nameof(decayPower), $"Adafactor: the decay power is {Text(decayPower)}; it must be -1 or more and below 0, often -0.8.");

    public static InvalidOperationException SwappedAverage() =>
        new("MovingAverage: the parameters hold the averages, since Swap was called. Call Swap once more, so that they hold what is trained, before Update.");

    public static ArgumentOutOfRangeException NotALoss(string caller, string what, double loss, string parameter) =>
        new(parameter, $"{caller}: the {what} is {Text(loss)}; a number is expected. Stop the training, or leave such losses out.");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
