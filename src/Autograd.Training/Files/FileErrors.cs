using System.Globalization;

namespace Autograd;

/// <summary>The wording of the exceptions of readers and writers of files, in the style of <see cref="TrainingErrors"/>.</summary>
internal static class FileErrors
{
    /// <summary>A file that does not hold to its format.</summary>
    public static InvalidDataException Malformed(string caller, string what, string expected) => new($"{caller}: {what}. {expected}");

    public static InvalidDataException Npy(string what) =>
        Malformed("Npy", what, "An array in NumPy's format, of f4, f8, i4, i8 or b1, is expected.");

    public static InvalidDataException Npz(string what) =>
        Malformed("Npz", what, "A zip archive of arrays in NumPy's format is expected.");

    public static NotSupportedException ElementType(string caller, Type type) =>
        new($"{caller}: there is no element type {type.Name} in these files; it must be float, double, int, long or bool.");

    public static ArgumentException ValueCount(string caller, int given, Shape shape) =>
        new($"{caller}: {Text(given)} values were given; shape {shape} has {Text(shape.ElementCount)}.", "values");

    public static ArgumentException NameTwice(string caller, string name) =>
        new($"{caller}: two arrays are named {name}; in a file each needs a name of its own.", "name");

    public static ArgumentException NameOfMetadata(string name) =>
        new($"Safetensors: a tensor is named {name}, which in these files is the place of texts; it needs another name.", "parameters");

    public static ArgumentException NoText(string what) => new($"Safetensors: {what} is null; a text is expected.", "metadata");

    public static ArgumentException HalfCharacter(string what, string text, int position) =>
        new($"Safetensors: {what} has half a character (U+{(int)text[position]:X4}) at position {Text(position)}, which no file of text can hold; a whole one is expected.");

    public static ArgumentException NoTensor(string name) =>
        new($"Safetensors: the file has no tensor {name}. Entries has the names of those that there are.", nameof(name));

    public static InvalidOperationException NotInPlace(SafetensorsEntry entry, Type type) =>
        new($"Safetensors: the elements of {entry.Name} are stored as {entry.Type}; {type.Name} was asked for. Span gives F32 and F64 as they are, on machines with the lowest byte first; Read converts F64, F32, F16 and BF16.");

    public static ArgumentException Destination(string caller, int length, Shape shape) =>
        new($"{caller}: the destination has {Text(length)} elements; shape {shape} has {Text(shape.ElementCount)}.", "destination");

    public static ArgumentException NoValues(string caller, string tag) =>
        new($"{caller}: {tag} has no values; at least one is needed.", "values");

    public static ArgumentException NotFinite(string caller, string tag, int position, double value) =>
        new($"{caller}: the value of {tag} at position {Text(position)} is {value.ToString(CultureInfo.InvariantCulture)}; a histogram has finite numbers only.", "values");

    public static InvalidDataException Checkpoint(string what) =>
        Malformed("Checkpoint", what, "A checkpoint of the same model, optimizers, random generators and loaders, in the same order, is expected.");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
