using System.IO.MemoryMappedFiles;
using System.Numerics;

namespace Autograd;

/// <summary>
/// A safetensors file that is open for reading. It is mapped into memory, so that a tensor takes no memory of its own and is read from the disk when its
/// numbers are: a model of gigabytes opens at once.
/// </summary>
/// <remarks>Spans end with <see cref="Dispose"/>; the file must not be cut short before. For any number of threads.</remarks>
/// <example>
/// <code>
/// using SafetensorsFile file = Safetensors.Open("model.safetensors");
/// ReadOnlySpan&lt;float&gt; weight = file.Span&lt;float&gt;("embedding.weight");
/// </code>
/// </example>
public sealed class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<SafetensorsEntry> _list;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _dataStart;
    private bool _isDisposed;

    internal SafetensorsFile(string path)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            _list = SafetensorsHeader.Read(stream, stream.Length, metadata, out _dataStart);
            foreach (SafetensorsEntry entry in _list) _entries.Add(entry.Name, entry);
            Metadata = metadata;
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _file?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _list;

    /// <summary>The texts that are stored beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What the file says of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public SafetensorsEntry this[string name] =>
        _entries.TryGetValue(name ?? throw new ArgumentNullException(nameof(name)), out SafetensorsEntry? entry) ? entry : throw FileErrors.NoTensor(name);

    /// <summary>The numbers of a tensor in the file itself, nothing copied.</summary>
    /// <param name="name">Its name.</param>
    /// <typeparam name="T">The type that they are stored as: float for <c>F32</c>, double for <c>F64</c>. <see cref="Read"/> converts others.</typeparam>
    /// <returns>Its elements in row-major order, until this is disposed.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="InvalidOperationException">It is stored as another type, or this machine has the highest byte first.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public ReadOnlySpan<T> Span<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafetensorsEntry entry = this[name];
        if (entry.Type != SafetensorsElements.TypeOf<T>() || !BitConverter.IsLittleEndian) throw FileErrors.NotInPlace(entry, typeof(T));
        return Mapped<T>(entry, entry.Shape.ElementCount);
    }

    /// <summary>Copies the numbers of a tensor, converted where they are stored as another type, rounded where that is the longer one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Where they go, in row-major order: as many elements as it has.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="ArgumentException">There is none of that name, or the destination has another length.</exception>
    /// <exception cref="InvalidOperationException">It is stored as none of <c>F64</c>, <c>F32</c>, <c>F16</c> and <c>BF16</c>.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public void Read<T>(string name, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafetensorsEntry entry = this[name];
        if (!SafetensorsElements.CanRead(entry.Type)) throw FileErrors.NotInPlace(entry, typeof(T));
        if (destination.Length != entry.Shape.ElementCount) throw FileErrors.Destination("Read", destination.Length, entry.Shape);
        const int part = 1 << 20;
        int size = SafetensorsEntry.BitsOf(entry.Type) / 8;
        for (int done = 0; done < destination.Length; done += part)
        {
            Span<T> values = destination.Slice(done, Math.Min(part, destination.Length - done));
            SafetensorsElements.Convert(entry.Type, Mapped<byte>(entry, values.Length * size, (long)done * size), values);
        }
    }

    /// <summary>Closes the file; its spans end.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _view.Dispose();
        _file.Dispose();
    }

    private ReadOnlySpan<TElement> Mapped<TElement>(SafetensorsEntry entry, int count, long offset = 0)
        where TElement : unmanaged
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long place = _view.PointerOffset + _dataStart + entry.Begin + offset;
        return PinnedMemory.Span<TElement>(_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)place, count);
    }
}
