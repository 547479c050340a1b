namespace Autograd;

/// <summary>
/// Arrays in NumPy's format: one array a file, <c>.npy</c>, as <c>numpy.save</c> and <c>numpy.load</c> write and read it. Elements are
/// <c>f4</c>, <c>f8</c>, <c>i4</c>, <c>i8</c> and <c>b1</c>, that is float, double, int, long and bool. A file cannot run code: arrays of Python objects
/// are refused, and so is what does not hold to the format.
/// </summary>
/// <remarks>
/// The format is specified in NumPy's documentation, "numpy.lib.format". All three versions are read, both orders of bytes, rows or columns first; version 1,
/// little-endian, row-major is written. Several arrays in one file are for <see cref="Npz"/>.
/// </remarks>
/// <example>
/// <code>
/// Npy.Save("x.npy", [1f, 2, 3, 4, 5, 6], [2, 3]);          // numpy.load("x.npy") is [[1, 2, 3], [4, 5, 6]]
/// float[] x = Npy.Load&lt;float&gt;("x.npy", out Shape shape);   // shape is [2, 3]
/// </code>
/// </example>
public static class Npy
{
    /// <summary>Writes an array. A file of that name is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The lengths; <c>[]</c> is a scalar.</param>
    /// <typeparam name="T">Element type: float, double, int, long or bool.</typeparam>
    /// <exception cref="ArgumentException">There are not as many values as the shape has elements.</exception>
    /// <exception cref="NotSupportedException">The element type is none of those.</exception>
    /// <exception cref="IOException">The file cannot be written; then the one that was there is as it was.</exception>
    public static void Save<T>(string path, ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(values, shape, "Save");
        using FileReplacement file = new(path);
        Write(file.Stream, values, shape);
        file.Commit();
    }

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The lengths.</param>
    /// <typeparam name="T">
    /// Element type: float or double for <c>f4</c> and <c>f8</c>, rounded where it is the shorter one; int or long for <c>i4</c> and <c>i8</c>; bool for <c>b1</c>.
    /// </typeparam>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="NotSupportedException">The element type is none of those.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of that format, has elements of another kind, or an integer that does not fit.</exception>
    public static T[] Load<T>(string path, out Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read<T>(file, file.Length, out shape);
    }

    /// <summary>Refuses what cannot be written.</summary>
    internal static void Check<T>(ReadOnlySpan<T> values, Shape shape, string caller)
    {
        _ = NpyHeader.TypeOf<T>(caller);
        if (values.Length != shape.ElementCount) throw FileErrors.ValueCount(caller, values.Length, shape);
    }

    internal static void Write<T>(Stream stream, ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged
    {
        stream.Write(NpyHeader.Write(NpyHeader.TypeOf<T>("Save"), shape));
        LittleEndian.Write(stream, values);
    }

    /// <summary>Reads the array that takes a number of bytes of a stream.</summary>
    internal static T[] Read<T>(Stream stream, long length, out Shape shape)
        where T : unmanaged
    {
        NpyHeader header = NpyHeader.Read(stream, length);
        shape = header.Shape;
        return NpyElements.Read<T>(stream, header);
    }
}
