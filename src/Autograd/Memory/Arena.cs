using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Memory for the values of one recording: handed out by moving a mark forward, taken back all at once. After a
/// <see cref="Reset"/> the same memory is used again, since fresh pages cost an order of magnitude more than warm ones.
/// </summary>
internal sealed class Arena<T>
    where T : unmanaged
{
    private const int FirstBlock = 1 << 12;
    private const int SmallAlignment = 16;
    private readonly List<T[]> _fullBlocks = [];
    private T[]? _block;
    private nint _next;
    private nint _end;
    private long _reserved;

    /// <summary>The elements reserved in all blocks.</summary>
    public long Reserved => _reserved;

    /// <summary>
    /// The address of room for <paramref name="count"/> elements, aligned to a cache line, or to 16 bytes where that is all they take:
    /// a long chain of scalars should not fill the caches with padding. The content is undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate(int count)
    {
        nint bytes = (nint)Math.Max(count, 1) * Unsafe.SizeOf<T>();
        nint alignment = bytes <= SmallAlignment ? SmallAlignment : PinnedMemory.Alignment;
        bytes = (bytes + alignment - 1) & -alignment;
        nint address = (_next + alignment - 1) & -alignment;
        if (bytes > _end - address) return AllocateBlock(count);
        _next = address + bytes;
        return address;
    }

    /// <summary>Takes back everything that was handed out; several blocks are replaced by one that holds them all.</summary>
    public void Reset()
    {
        if (_fullBlocks.Count > 0)
        {
            _fullBlocks.Clear();
            _block = null;
            if (_reserved <= Array.MaxLength / 2) Open(_reserved);
            else _next = _end = 0;
        }
        else if (_block is not null)
        {
            _next = PinnedMemory.AlignedAddress(_block);
        }
    }

    /// <summary>Gives the memory back to the runtime.</summary>
    public void Release()
    {
        _fullBlocks.Clear();
        _block = null;
        _next = _end = 0;
        _reserved = 0;
    }

    private nint AllocateBlock(int count)
    {
        if (_block is not null) _fullBlocks.Add(_block);
        else _reserved = 0;
        long size = Math.Max(Math.Min(Math.Max(_reserved, FirstBlock), Array.MaxLength / 2), count);
        Open(size);
        _reserved += _fullBlocks.Count == 0 ? 0 : TotalOfFullBlocks();
        return Allocate(count);
    }

    private long TotalOfFullBlocks()
    {
        long total = 0;
        foreach (T[] block in _fullBlocks) total += block.Length;
        return total;
    }

    private void Open(long count)
    {
        int padded = PinnedMemory.Alignment / Unsafe.SizeOf<T>();
        _block = PinnedMemory.Allocate<T>(count + padded);
        _next = PinnedMemory.AlignedAddress(_block);
        _end = _next + (nint)((count + padded - 1) / padded * padded * Unsafe.SizeOf<T>());
        _reserved = _block.Length;
    }
}
