using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Arrays in the IDX format, in which the MNIST digits come: two zeros, a type, the number of dimensions, the lengths, and the elements, highest byte first.
/// </summary>
/// <remarks>The format is described with the data: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998.</remarks>
/// <example><code>byte[] pixels = Idx.Load&lt;byte&gt;("train-images-idx3-ubyte.gz", out Shape shape);     // [60000, 28, 28]</code></example>
public static class Idx
{
    /// <summary>The most bytes that are believed to follow before they have come: a length of gigabytes in a small file asks for no memory.</summary>
    private const int MostBytesAtOnce = 1 << 19;

    /// <summary>Reads an array. A file whose name ends in <c>.gz</c> is decompressed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The lengths.</param>
    /// <typeparam name="T">Element type, as it is stored: byte, sbyte, short, int, float or double.</typeparam>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="NotSupportedException">The element type is none of those.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format, or has elements of another type.</exception>
    public static T[] Load<T>(string path, out Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return Load<T>(file, out shape);
        using var decompressed = new GZipStream(file, CompressionMode.Decompress);
        return Load<T>(decompressed, out shape);
    }

    /// <summary>Reads an array from a stream, to its end.</summary>
    /// <param name="stream">The stream, already decompressed.</param>
    /// <param name="shape">The lengths.</param>
    /// <typeparam name="T">Element type, as it is stored: byte, sbyte, short, int, float or double.</typeparam>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="NotSupportedException">The element type is none of those.</exception>
    /// <exception cref="InvalidDataException">The stream is none of that format, or has elements of another type.</exception>
    public static T[] Load<T>(Stream stream, out Shape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            shape = ReadShape(stream, TypeOf<T>(), typeof(T));
            T[] values = ReadElements<T>(stream, shape.ElementCount);
            if (stream.ReadByte() >= 0) throw DataErrors.Idx($"it has more bytes than shape {shape} asks for");
            return values;
        }
        catch (EndOfStreamException)
        {
            throw DataErrors.Idx("it ends before its elements do");
        }
    }

    private static Shape ReadShape(Stream stream, int wanted, Type type)
    {
        Span<byte> start = stackalloc byte[4];
        stream.ReadExactly(start);
        if (start[0] != 0 || start[1] != 0) throw DataErrors.Idx("it does not begin with two zeros");
        if (start[2] != wanted) throw DataErrors.Idx($"its elements have type {start[2]:x2}; {type.Name} is type {wanted:x2}");
        if (start[3] > Shape.MaxRank) throw DataErrors.Idx($"it has {start[3]} dimensions; a tensor has at most {Shape.MaxRank}");
        Span<int> lengths = stackalloc int[start[3]];
        Span<nint> shape = stackalloc nint[start[3]];
        stream.ReadExactly(MemoryMarshal.AsBytes(lengths));
        LittleEndian.ToMachine(lengths, isBigEndian: true);
        Int128 count = 1;
        for (int d = 0; d < lengths.Length; d++)
        {
            if (lengths[d] < 0) throw DataErrors.Idx("one of its lengths does not fit into 31 bits");
            shape[d] = lengths[d];
            if (count <= long.MaxValue) count *= lengths[d];
        }

        if (count > Array.MaxLength) throw DataErrors.Idx($"it has more than {Array.MaxLength} elements");
        return new Shape(shape);
    }

    private static T[] ReadElements<T>(Stream stream, int count)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>(), done = 0;
        T[] values = new T[Math.Min(count, MostBytesAtOnce / size)];
        while (true)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(done)));
            done = values.Length;
            if (done == count) break;
            Array.Resize(ref values, (int)Math.Min(count, 2L * done));
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        if (size == sizeof(short)) LittleEndian.ToMachine(MemoryMarshal.Cast<byte, short>(bytes), isBigEndian: true);
        else if (size == sizeof(int)) LittleEndian.ToMachine(MemoryMarshal.Cast<byte, int>(bytes), isBigEndian: true);
        else if (size == sizeof(long)) LittleEndian.ToMachine(MemoryMarshal.Cast<byte, long>(bytes), isBigEndian: true);
        return values;
    }

    private static int TypeOf<T>()
    {
        if (typeof(T) == typeof(byte)) return 0x08;
        if (typeof(T) == typeof(sbyte)) return 0x09;
        if (typeof(T) == typeof(short)) return 0x0b;
        if (typeof(T) == typeof(int)) return 0x0c;
        if (typeof(T) == typeof(float)) return 0x0d;
        return typeof(T) == typeof(double) ? 0x0e : throw DataErrors.IdxType(typeof(T));
    }
}
