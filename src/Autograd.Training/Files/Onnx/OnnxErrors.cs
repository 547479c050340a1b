using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>The wording of the exceptions about ONNX files.</summary>
internal static class OnnxErrors
{
    public static NotSupportedException NoForm<T>(Tape<T> tape, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> given = tape.Program[node];
        string name = given.Name is null ? "" : $" named {given.Name}";
        return new($"Save: {NodeText.Operation(tape, node)} has no ONNX form; it is node %{Text(node)}{name}, of shape {given.Shape}. Make its result an input of the file, or record the formula with other operations.");
    }

    public static ArgumentException NoOutput() => new("Save: there is no output; at least one is needed.", "outputs");

    public static ArgumentException SameName(string name) =>
        new($"Save: two inputs or outputs are named {name}; in a file each needs a name of its own. Give them names by Named.");

    public static ArgumentException InputTwice(string name) => new($"Save: {name} is given as an input twice. Give each input once.", "inputs");

    public static InvalidOperationException TooLong(long bytes) =>
        new($"Save: the file would have {Text(bytes)} bytes; the format ends at 2 GB. Make the largest parameters inputs of the file.");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
