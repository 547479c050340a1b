using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Autograd;

/// <summary>Examples in a file of records that all have the same length. Each is read when it is asked for, so that a file may be larger than the memory.</summary>
/// <typeparam name="TInput">What an input consists of.</typeparam>
/// <typeparam name="TTarget">What a target consists of.</typeparam>
/// <example>
/// Images of 32 × 32 points of three colors, each behind a byte with its class:
/// <code>
/// using var images = new RecordDataSet&lt;float, int&gt;("data_batch_1.bin", 0, 3073, [3, 32, 32], [], (record, _, input, target) =>
/// {
///     target[0] = record[0];
///     for (int k = 0; k &lt; input.Length; k++) input[k] = record[k + 1] / 255f;
/// });
/// </code>
/// </example>
public sealed class RecordDataSet<TInput, TTarget> : IDataSet<TInput, TTarget>, IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly SafeFileHandle? _file;
    private readonly byte[] _memory = [];
    private readonly long _start;
    private readonly int _recordBytes;
    private readonly RecordDecoder<TInput, TTarget> _decode;

    /// <summary>Examples of a file, which stays open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where the first record begins, in bytes.</param>
    /// <param name="recordBytes">The length of a record, at least 1.</param>
    /// <param name="inputShape">The lengths of one input.</param>
    /// <param name="targetShape">The lengths of one target; <c>[]</c> for a class.</param>
    /// <param name="decode">Makes an example of a record.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative, or the length of a record below 1.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">What follows the start cannot be divided into records.</exception>
    public RecordDataSet(string path, long start, int recordBytes, Shape inputShape, Shape targetShape, RecordDecoder<TInput, TTarget> decode)
        : this(start, recordBytes, inputShape, targetShape, decode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            Count = Records(RandomAccess.GetLength(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file = file;
    }

    /// <summary>Examples of a stream, which is read to its end into memory: of one that is decompressed, or comes from elsewhere.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="start">Where the first record begins, in bytes from where the stream is.</param>
    /// <param name="recordBytes">The length of a record, at least 1.</param>
    /// <param name="inputShape">The lengths of one input.</param>
    /// <param name="targetShape">The lengths of one target; <c>[]</c> for a class.</param>
    /// <param name="decode">Makes an example of a record.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative, or the length of a record below 1.</exception>
    /// <exception cref="InvalidDataException">What follows the start cannot be divided into records.</exception>
    public RecordDataSet(Stream stream, long start, int recordBytes, Shape inputShape, Shape targetShape, RecordDecoder<TInput, TTarget> decode)
        : this(start, recordBytes, inputShape, targetShape, decode)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        Count = Records(memory.Length);
        _memory = memory.ToArray();
    }

    private RecordDataSet(long start, int recordBytes, Shape inputShape, Shape targetShape, RecordDecoder<TInput, TTarget> decode)
    {
        if (start < 0) throw TrainingErrors.LengthBelow("RecordDataSet", "start", start, 0, nameof(start));
        if (recordBytes < 1) throw TrainingErrors.LengthBelow("RecordDataSet", "length of a record", recordBytes, 1, nameof(recordBytes));
        ArgumentNullException.ThrowIfNull(decode);
        _start = start;
        _recordBytes = recordBytes;
        _decode = decode;
        InputShape = inputShape;
        TargetShape = targetShape;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public Shape TargetShape { get; }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The file was cut short since it was opened.</exception>
    public void Copy(int example, RandomGenerator random, Span<TInput> input, Span<TTarget> target)
    {
        if ((uint)example >= (uint)Count) throw DataErrors.NoExample("RecordDataSet", example, Count);
        long place = _start + ((long)example * _recordBytes);
        if (_file is null)
        {
            _decode(_memory.AsSpan((int)place, _recordBytes), random, input, target);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(_recordBytes);
        try
        {
            Span<byte> record = rented.AsSpan(0, _recordBytes);
            for (int read = 0; read < record.Length;)
            {
                int more = RandomAccess.Read(_file, record[read..], place + read);
                read += more > 0 ? more : throw DataErrors.CutShort(example);
            }

            _decode(record, random, input, target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private int Records(long length)
    {
        long bytes = length - _start;
        if (bytes < 0 || bytes % _recordBytes != 0 || bytes / _recordBytes > int.MaxValue) throw DataErrors.NoRecords(length, _start, _recordBytes);
        return (int)(bytes / _recordBytes);
    }
}
