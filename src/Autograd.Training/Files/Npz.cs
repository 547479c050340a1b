using System.IO.Compression;
using System.Numerics;

namespace Autograd;

/// <summary>
/// Several named arrays in one file, <c>.npz</c>, as <c>numpy.savez</c> writes and <c>numpy.load</c> reads it: a zip archive of arrays in the format of
/// <see cref="Npy"/>. Archives written by <c>numpy.savez_compressed</c> are read, too.
/// </summary>
/// <remarks>
/// An array takes as much memory as its file says it has elements, and no more, which a compressed file may say of a thousand times its own length. Look at
/// <see cref="List(string)"/> before an array is loaded from a file of unknown origin, or load parameters: their lengths are compared before an array is read. Check
/// sums are compared.
/// </remarks>
/// <example>
/// <code>
/// Npz.Save("data.npz", file =>
/// {
///     file.Add("x", [1f, 2, 3, 4], [2, 2]);
///     file.Add("labels", [7L, 2], [2]);
/// });
/// float[] x = Npz.Load&lt;float&gt;("data.npz", "x", out Shape shape);
/// </code>
/// </example>
public static class Npz
{
    internal const string Extension = ".npy";

    /// <summary>The highest ratio of deflate: 258 bytes for 2 bits.</summary>
    private const long MostExpansion = 1032;

    /// <summary>Writes arrays. A file of that name is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Adds the arrays.</param>
    /// <exception cref="IOException">The file cannot be written; then, and when <paramref name="write"/> throws, the one that was there is as it was.</exception>
    public static void Save(string path, Action<NpzWriter> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using FileReplacement file = new(path);
        using (var archive = new ZipArchive(file.Stream, ZipArchiveMode.Create, leaveOpen: true)) write(new NpzWriter(archive));
        file.Commit();
    }

    /// <summary>Reads one array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="shape">Its lengths.</param>
    /// <typeparam name="T">Element type, as for <see cref="Npy.Load{T}"/>.</typeparam>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="NotSupportedException">The element type is none of those.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format, lacks the array, has elements of another kind, or an integer that does not fit.</exception>
    public static T[] Load<T>(string path, string name, out Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using FileStream file = File.OpenRead(path);
        return Load<T>(file, name, out shape);
    }

    /// <summary>Reads the values of parameters by their names; other arrays in the file are passed over. If it throws, no parameter has changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Parameters; each has to be in the file, with its lengths.</param>
    /// <typeparam name="T">Element type; numbers of the other one are converted.</typeparam>
    /// <exception cref="ArgumentException">A parameter is null, or two have the same name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format, or lacks a parameter, or has other lengths for it.</exception>
    public static void Load<T>(string path, IEnumerable<Parameter<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NamedParameter<T>[] named = ParameterNames.Sorted(parameters, "Load");
        using FileStream file = File.OpenRead(path);
        T[][] values = new T[named.Length][];
        for (int k = 0; k < named.Length; k++)
        {
            // Before the array is read: a parameter says how much memory it may take.
            var (name, expected) = (named[k].Name, named[k].Parameter.Shape);
            values[k] = Load<T>(file, name, out _, Check);

            void Check(Shape shape)
            {
                if (shape != expected) throw FileErrors.Npz($"its array {name} has shape {shape}; the parameter has {expected}");
            }
        }

        for (int k = 0; k < named.Length; k++) values[k].CopyTo(named[k].Parameter.Update());
    }

    /// <summary>What a file contains.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its arrays, in the order of the file.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format.</exception>
    public static IReadOnlyList<NpzEntry> List(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return List(file);
    }

    internal static List<NpzEntry> List(Stream file) => Read(file, static archive =>
    {
        var entries = new List<NpzEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal)) continue;
            string name = entry.FullName[..^Extension.Length];
            if (!names.Add(name)) throw FileErrors.Npz($"there are two arrays {name}");
            using Stream stream = Open(entry);
            NpyHeader header = NpyHeader.Read(stream, entry.Length);
            entries.Add(new NpzEntry(name, header.Type, header.Shape));
        }

        return entries;
    });

    internal static T[] Load<T>(Stream file, string name, out Shape shape, Action<Shape>? check = null)
        where T : unmanaged
    {
        (T[] values, shape) = Read(file, archive =>
        {
            ZipArchiveEntry? entry = null;
            foreach (ZipArchiveEntry each in archive.Entries)
            {
                if (each.FullName.Length != name.Length + Extension.Length || !each.FullName.StartsWith(name, StringComparison.Ordinal) || !each.FullName.EndsWith(Extension, StringComparison.Ordinal)) continue;
                entry = entry is null ? each : throw FileErrors.Npz($"there are two arrays {name}");
            }

            if (entry is null) throw FileErrors.Npz($"it has no array {name}");
            using var stream = new Crc32Stream(Open(entry));
            NpyHeader header = NpyHeader.Read(stream, entry.Length);
            check?.Invoke(header.Shape);
            T[] values = NpyElements.Read<T>(stream, header);
            if (stream.ReadByte() >= 0) throw FileErrors.Npz($"its array {name} is longer than the archive says");
            if (stream.Value != entry.Crc32) throw FileErrors.Npz($"its array {name} is damaged: the check sums differ");
            return (values, header.Shape);
        });
        return values;
    }

    /// <summary>Opens an array once its lengths are known to be possible.</summary>
    private static Stream Open(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted) throw FileErrors.Npz($"{entry.FullName} is encrypted");
        if (entry.Length < 0 || entry.CompressedLength < 0 || entry.Length > (entry.CompressedLength * MostExpansion) + MostExpansion) throw FileErrors.Npz($"{entry.FullName} has {entry.Length} bytes, which {entry.CompressedLength} cannot stand for");
        return entry.Open();
    }

    private static TResult Read<TResult>(Stream file, Func<ZipArchive, TResult> read)
    {
        try
        {
            file.Position = 0;
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return read(archive);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith("Np", StringComparison.Ordinal))
        {
            throw FileErrors.Npz($"it is no archive that can be read: {e.Message.TrimEnd('.')}");
        }
        catch (EndOfStreamException)
        {
            throw FileErrors.Npz("it ends before its arrays do");
        }
    }
}
