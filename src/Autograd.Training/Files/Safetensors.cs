using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Files of named tensors in the safetensors format, which Python's libraries read and write: a model, or a model with the state of its optimizer.
/// Numbers are stored as they are, little-endian. A file cannot run code, and one that does not hold to the format is refused.
/// </summary>
/// <remarks>The format is specified at https://github.com/huggingface/safetensors.</remarks>
/// <example>
/// <code>
/// Safetensors.Save("model.safetensors", network);                   // every tensor under its path: output.weight
/// Safetensors.Load("model.safetensors", network);
/// Safetensors.Save("model.safetensors", [.. network.Parameters, .. optimizer.States], new Dictionary&lt;string, string&gt; { ["step"] = "1000" });
/// IReadOnlyDictionary&lt;string, string&gt; metadata = Safetensors.Load("model.safetensors", [.. network.Parameters, .. optimizer.States]);
/// </code>
/// </example>
public static class Safetensors
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes parameters. A file of that name is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Parameters, or the states of an optimizer; each with a name of its own.</param>
    /// <param name="metadata">Texts to be stored beside them; null for none.</param>
    /// <typeparam name="T">Element type: stored as <c>F32</c> or <c>F64</c>.</typeparam>
    /// <exception cref="ArgumentException">A parameter is null, two have the same name, or a name or text cannot be written.</exception>
    /// <exception cref="IOException">The file cannot be written; then the one that was there is as it was.</exception>
    public static void Save<T>(string path, IEnumerable<Parameter<T>> parameters, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Write(path, ParameterNames.Sorted(parameters, "Save"), metadata);
    }

    /// <summary>Writes a model: all its parameters and buffers, each under its path. A file of that name is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="metadata">Texts to be stored beside it; null for none.</param>
    /// <typeparam name="T">Element type: stored as <c>F32</c> or <c>F64</c>.</typeparam>
    /// <exception cref="IOException">The file cannot be written; then the one that was there is as it was.</exception>
    public static void Save<T>(string path, Layer<T> model, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        Write(path, ParameterNames.Sorted(ParameterNames.Of(model), "Save"), metadata);
    }

    /// <summary>Opens a file without reading its numbers: it is mapped into memory, and they are read where they are used.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors, until it is disposed.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SafetensorsFile(path);
    }

    /// <summary>Writes parameters in the order of their names.</summary>
    internal static void Write<T>(string path, NamedParameter<T>[] sorted, IReadOnlyDictionary<string, string>? metadata)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var entries = new List<SafetensorsEntry>();
        long at = 0;
        foreach (var (name, parameter) in sorted)
        {
            long end = at + ((long)parameter.Shape.ElementCount * Unsafe.SizeOf<T>());
            entries.Add(new SafetensorsEntry(name, SafetensorsElements.TypeOf<T>(), parameter.Shape) { Begin = at, End = end });
            at = end;
        }

        byte[] header = SafetensorsHeader.Write(entries, metadata);
        using FileReplacement file = new(path);
        file.Stream.Write(header);
        foreach (var (_, parameter) in sorted) LittleEndian.Write(file.Stream, parameter.Values);
        file.Commit();
    }

    /// <summary>
    /// Reads the values of parameters by their names. Numbers of other types are converted, rounded where the element type is the shorter one; other tensors in
    /// the file are passed over. If it throws, no parameter has changed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Parameters, or the states of an optimizer; each has to be in the file, with its lengths.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The texts that are stored beside the tensors.</returns>
    /// <exception cref="ArgumentException">A parameter is null, or two have the same name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format, or lacks a parameter, or has other lengths for it.</exception>
    public static IReadOnlyDictionary<string, string> Load<T>(string path, IEnumerable<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, ParameterNames.Sorted(parameters, "Load"), static _ => { });
    }

    /// <summary>
    /// Reads a model: all its parameters and buffers by their paths. Numbers of other types are converted; other tensors in the file are passed over. If it
    /// throws, the model has not changed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The texts that are stored beside the tensors.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format, or lacks a tensor of the model, or has other lengths for it.</exception>
    public static IReadOnlyDictionary<string, string> Load<T>(string path, Layer<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        using FileStream file = File.OpenRead(path);
        return Read(file, ParameterNames.Sorted(ParameterNames.Of(model), "Load"), static _ => { });
    }

    /// <summary>Reads parameters once the metadata was found good; if it throws, nothing has changed.</summary>
    internal static Dictionary<string, string> Read<T>(Stream file, NamedParameter<T>[] named, Action<Dictionary<string, string>> check)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Dictionary<string, SafetensorsEntry> entries = SafetensorsHeader.Read(file, file.Length, metadata, out long start).ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
        foreach (var (name, parameter) in named)
        {
            if (!entries.TryGetValue(name, out SafetensorsEntry? entry)) throw TrainingErrors.File($"it has no tensor {name}");
            if (entry.Shape != parameter.Shape) throw TrainingErrors.File($"its tensor {name} has shape {entry.Shape}; the parameter has {parameter.Shape}");
            if (!SafetensorsElements.CanRead(entry.Type)) throw TrainingErrors.File($"its tensor {name} has elements of type {entry.Type}; F64, F32, F16 and BF16 are read");
        }

        check(metadata);

        // Everything is read before anything changes.
        T[][] values = new T[named.Length][];
        for (int k = 0; k < named.Length; k++)
        {
            values[k] = new T[named[k].Parameter.Shape.ElementCount];
            SafetensorsEntry entry = entries[named[k].Name];
            file.Position = start + entry.Begin;
            Read<T>(file, entry.Type, values[k]);
        }

        for (int k = 0; k < named.Length; k++) values[k].CopyTo(named[k].Parameter.Update());
        return metadata;
    }

    /// <summary>What a file contains.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors, in the order of the header.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format.</exception>
    public static IReadOnlyList<SafetensorsEntry> List(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return SafetensorsHeader.Read(file, file.Length, [], out _);
    }

    private static void Read<T>(Stream file, string type, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (type == SafetensorsElements.TypeOf<T>() && BitConverter.IsLittleEndian)
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values));
            return;
        }

        int size = SafetensorsEntry.BitsOf(type) / 8;
        byte[] buffer = new byte[BufferBytes];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(BufferBytes / size, values.Length - done);
            Span<byte> bytes = buffer.AsSpan(0, count * size);
            file.ReadExactly(bytes);
            SafetensorsElements.Convert(type, bytes, values.Slice(done, count));
            done += count;
        }
    }
}
