using System.Globalization;

namespace Autograd;

/// <summary>The wording of the exceptions of data sets and loaders, in the style of <see cref="TrainingErrors"/>.</summary>
internal static class DataErrors
{
    public static ArgumentException NotDivisible(string caller, string what, int length, Shape shape) =>
        new($"{caller}: {Text(length)} {what} cannot be divided into examples of shape {shape}, which have {Text(shape.ElementCount)} elements.", what);

    public static ArgumentException CountsDiffer(string caller, int inputs, int targets) =>
        new($"{caller}: there are {Text(inputs)} inputs and {Text(targets)} targets; each example needs one of both.", "targets");

    public static ArgumentOutOfRangeException NoExample(string caller, int example, int count) =>
        new(nameof(example), $"{caller}: example {Text(example)} is outside 0..{Text(count - 1)}.");

    public static InvalidDataException NoRecords(long length, long start, int recordBytes) =>
        new($"RecordDataSet: {Text(length)} bytes cannot be divided into records of {Text(recordBytes)} bytes from byte {Text(start)} on.");

    public static EndOfStreamException CutShort(int example) =>
        new($"RecordDataSet: the file ends before record {Text(example)} does; it was longer when it was opened.");

    public static ArgumentException UnknownByte(byte value, int position) =>
        new($"Encode: the byte {Text(value)} at position {Text(position)} does not occur in the sample that the vocabulary was made of. A ByteVocabulary without a sample has all bytes.", "text");

    public static ArgumentOutOfRangeException NoToken(int token, int position, int count) =>
        new("tokens", $"Decode: token {Text(token)} at position {Text(position)} is outside 0..{Text(count - 1)}.");

    public static ArgumentOutOfRangeException NoPosition(DataPosition position, int batchCount) =>
        new("value", $"Position: epoch {Text(position.Epoch)}, batch {Text(position.Batch)} is no place in these data; an epoch is 0 or more, and has {Text(batchCount)} batches.");

    public static InvalidOperationException NoEpoch() =>
        new("DataLoader: there are no batches to go through. Go through those of RestOfEpoch by foreach.");

    public static InvalidDataException Idx(string what) =>
        new($"Idx: {what}. A file of the IDX format is expected, with elements of the type that is asked for.");

    public static NotSupportedException IdxType(Type type) =>
        new($"Idx: there is no element type {type.Name} in these files; it must be byte, sbyte, short, int, float or double.");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
