using System.IO.Compression;
using System.Numerics;

namespace Autograd;

/// <summary>A <c>.npz</c> file that is being written by <see cref="Npz.Save(string, Action{NpzWriter})"/>.</summary>
public sealed class NpzWriter
{
    /// <summary>The earliest time that zip archives can tell: equal arrays give equal files.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    internal NpzWriter(ZipArchive archive) => _archive = archive;

    /// <summary>Writes an array.</summary>
    /// <param name="name">Its name; in a file each has its own.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The lengths; <c>[]</c> is a scalar.</param>
    /// <typeparam name="T">Element type: float, double, int, long or bool.</typeparam>
    /// <exception cref="ArgumentException">The name is empty or was given before, or there are not as many values as the shape has elements.</exception>
    /// <exception cref="NotSupportedException">The element type is none of those.</exception>
    public void Add<T>(string name, ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Npy.Check(values, shape, "Add");
        if (!_names.Add(name)) throw FileErrors.NameTwice("Add", name);
        ZipArchiveEntry entry = _archive.CreateEntry(name + Npz.Extension, CompressionLevel.NoCompression);
        entry.LastWriteTime = Time;
        using Stream stream = entry.Open();
        Npy.Write(stream, values, shape);
    }

    /// <summary>Writes a parameter under its name.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="ArgumentException">An array of that name was written before.</exception>
    public void Add<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Add(parameter.Name, parameter.Values, parameter.Shape);
    }
}
