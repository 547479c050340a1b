using System.Buffers.Binary;
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
    /// <exception cref="ArgumentException">A parameter is null, or two have the same name.</exception>
    /// <exception cref="IOException">The file cannot be written; then the one that was there is as it was.</exception>
    public static void Save<T>(string path, IEnumerable<Parameter<T>> parameters, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Parameter<T>[] sorted = Named(parameters, "Save");
        var entries = new List<SafetensorsEntry>();
        long at = 0;
        foreach (Parameter<T> parameter in sorted)
        {
            long end = at + ((long)parameter.Shape.ElementCount * Unsafe.SizeOf<T>());
            entries.Add(new SafetensorsEntry(parameter.Name, typeof(T) == typeof(float) ? "F32" : "F64", parameter.Shape) { Begin = at, End = end });
            at = end;
        }

        string aside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (FileStream file = File.Create(aside))
            {
                file.Write(SafetensorsHeader.Write(entries, metadata));
                foreach (Parameter<T> parameter in sorted) Write(file, parameter.Values);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
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
        Parameter<T>[] named = Named(parameters, "Load");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        using FileStream file = File.OpenRead(path);
        Dictionary<string, SafetensorsEntry> entries = SafetensorsHeader.Read(file, file.Length, metadata, out long start).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (Parameter<T> parameter in named)
        {
            if (!entries.TryGetValue(parameter.Name, out SafetensorsEntry? entry)) throw TrainingErrors.File($"it has no tensor {parameter.Name}");
            if (entry.Shape != parameter.Shape) throw TrainingErrors.File($"its tensor {parameter.Name} has shape {entry.Shape}; the parameter has {parameter.Shape}");
            if (entry.Type is not ("F64" or "F32" or "F16" or "BF16")) throw TrainingErrors.File($"its tensor {parameter.Name} has elements of type {entry.Type}; F64, F32, F16 and BF16 are read");
        }

        // Everything is read before anything changes.
        T[][] values = new T[named.Length][];
        for (int k = 0; k < named.Length; k++)
        {
            values[k] = new T[named[k].Shape.ElementCount];
            SafetensorsEntry entry = entries[named[k].Name];
            file.Position = start + entry.Begin;
            Read<T>(file, entry.Type, values[k]);
        }

        for (int k = 0; k < named.Length; k++) values[k].CopyTo(named[k].Update());
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

    /// <summary>The parameters in the order of their names.</summary>
    private static Parameter<T>[] Named<T>(IEnumerable<Parameter<T>> parameters, string caller)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameter<T>[] given = [.. parameters];
        for (int k = 0; k < given.Length; k++)
        {
            if (given[k] is null) throw TrainingErrors.ParameterMissing(caller, k);
        }

        Array.Sort(given, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int k = 1; k < given.Length; k++)
        {
            if (given[k].Name == given[k - 1].Name) throw TrainingErrors.SameName(caller, given[k].Name);
        }

        return given;
    }

    internal static void Write<T>(FileStream file, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            file.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (T value in values)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref Unsafe.AsRef(in value)));
            for (int k = bytes.Length - 1; k >= 0; k--) file.WriteByte(bytes[k]);
        }
    }

    private static void Read<T>(FileStream file, string type, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = SafetensorsEntry.BitsOf(type) / 8;
        byte[] buffer = new byte[BufferBytes];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(BufferBytes / size, values.Length - done);
            Span<byte> bytes = buffer.AsSpan(0, count * size);
            file.ReadExactly(bytes);
            for (int k = 0; k < count; k++, done++) values[done] = Element<T>(type, bytes.Slice(k * size, size));
        }
    }

    private static T Element<T>(string type, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IFloatingPointIeee754<T> => type switch
        {
            "F64" => T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
            "F32" => T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
            "F16" => T.CreateTruncating(BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            _ => T.CreateTruncating(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16)),
        };
}
