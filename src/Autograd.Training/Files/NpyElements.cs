using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>Reads the elements of an array in NumPy's format into row-major order and the type that is asked for.</summary>
internal static class NpyElements
{
    private const int BufferElements = 2048;

    /// <summary>Reads all elements.</summary>
    public static T[] Read<T>(Stream stream, in NpyHeader header)
        where T : unmanaged
    {
        string wanted = NpyHeader.TypeOf<T>("Npy");
        if (wanted[0] != header.Type[0]) throw FileErrors.Npy($"it has elements of type {header.Type}, which are not converted to {typeof(T).Name}");
        T[] values = new T[header.Shape.ElementCount];
        byte[] stored = wanted == header.Type ? [] : new byte[BufferElements * header.ElementBytes];
        if (header.IsFortranOrder && header.Shape.Rank > 1)
        {
            ReadTransposed(stream, header, stored, values);
            return values;
        }

        int step = stored.Length == 0 ? values.Length : BufferElements;
        for (int done = 0; done < values.Length; done += step) Next(stream, header, stored, values.AsSpan(done, Math.Min(step, values.Length - done)));
        return values;
    }

    /// <summary>Reads elements of which those are neighbours that differ in the first index, and puts each to its place.</summary>
    private static void ReadTransposed<T>(Stream stream, in NpyHeader header, byte[] stored, T[] values)
        where T : unmanaged
    {
        int rank = header.Shape.Rank, at = 0;
        Span<int> index = stackalloc int[Shape.MaxRank], strides = stackalloc int[Shape.MaxRank];
        index.Clear();
        for (int d = rank - 1, stride = 1; d >= 0; stride *= header.Shape[d--]) strides[d] = stride;
        T[] buffer = new T[Math.Min(BufferElements, values.Length)];
        for (int done = 0; done < values.Length; done += buffer.Length)
        {
            Span<T> part = buffer.AsSpan(0, Math.Min(buffer.Length, values.Length - done));
            Next(stream, header, stored, part);
            foreach (T element in part)
            {
                values[at] = element;
                for (int d = 0; d < rank; d++)
                {
                    at += strides[d];
                    if (++index[d] < header.Shape[d]) break;
                    at -= strides[d] * index[d];
                    index[d] = 0;
                }
            }
        }
    }

    /// <summary>The next elements of the stream, converted where they are stored as another type.</summary>
    private static void Next<T>(Stream stream, in NpyHeader header, byte[] stored, Span<T> elements)
        where T : unmanaged
    {
        Span<byte> bytes = stored.Length == 0 ? MemoryMarshal.AsBytes(elements) : stored.AsSpan(0, elements.Length * header.ElementBytes);
        stream.ReadExactly(bytes);
        if (header.Type == "b1") CheckTruth(bytes);
        else if (header.ElementBytes == sizeof(int)) LittleEndian.ToMachine(MemoryMarshal.Cast<byte, int>(bytes), header.IsBigEndian);
        else LittleEndian.ToMachine(MemoryMarshal.Cast<byte, long>(bytes), header.IsBigEndian);
        if (stored.Length == 0) return;
        if (header.Type == "f4") TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(bytes), MemoryMarshal.Cast<T, double>(elements));
        else if (header.Type == "f8") TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), MemoryMarshal.Cast<T, float>(elements));
        else if (header.Type == "i4") TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<T, long>(elements));
        else Narrow(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<T, int>(elements));
    }

    private static void Narrow(ReadOnlySpan<long> stored, Span<int> elements)
    {
        for (int k = 0; k < stored.Length; k++)
        {
            elements[k] = (int)stored[k];
            if (elements[k] != stored[k]) throw FileErrors.Npy($"its element {stored[k]} does not fit into 32 bits; read it as long");
        }
    }

    private static void CheckTruth(ReadOnlySpan<byte> bytes)
    {
        int wrong = bytes.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0) throw FileErrors.Npy($"one of its truth values is the byte {bytes[wrong]}; 0 and 1 are read");
    }
}
