using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Memory for values: handed out by moving a mark forward, taken back by moving it backward. The same memory is used again then, since
/// fresh pages cost an order of magnitude more than warm ones.
/// </summary>
internal sealed class Arena<T>
    where T : unmanaged
{
    private const int FirstBlock = 1 << 12;
    private const int SmallAlignment = 16;

    /// <summary>What is made for the same purpose the next time often takes a little more: this part of it, in memory that costs nothing until it is written.</summary>
    private const int RoomToGrow = 16;
    private readonly List<T[]> _blocks = [];
    private int _current = -1;
    private nint _next;
    private nint _end;

    /// <summary>The elements reserved in all blocks.</summary>
    public long Reserved { get; private set; }

    /// <summary>
    /// The address of room for <paramref name="count"/> elements, aligned to a cache line, or to 16 bytes where that is all they take:
    /// a long chain of scalars should not fill the caches with padding. The content is undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Allocate(int count)
    {
        nint bytes = BytesOf(count, out nint alignment), address = (_next + alignment - 1) & -alignment;
        if (bytes > _end - address) return AllocateInNextBlock(count);
        _next = address + bytes;
        return address;
    }

    /// <summary>Takes back everything that was handed out; several blocks are replaced by one that holds them all.</summary>
    public void Reset()
    {
        _current = -1;
        _next = _end = 0;
        MergeRest();
        Rewind();
    }

    /// <summary>Several blocks of which nothing is handed out are replaced by one that holds them all, or by none where memory is short.</summary>
    public void MergeRest()
    {
        int first = _current + 1;
        if (_blocks.Count - first < 2) return;
        long size = 0;
        for (int block = first; block < _blocks.Count; block++) size += _blocks[block].Length;
        _blocks.RemoveRange(first, _blocks.Count - first);
        Reserved -= size;
        if (size <= Array.MaxLength / 2) TryAddBlock(size);
    }

    /// <summary>Takes back everything that was handed out, except what is retained next.</summary>
    public void Rewind()
    {
        if (_blocks.Count > 0) Enter(0);
    }

    /// <summary>After <see cref="Rewind"/>: leaves a piece that was handed out before to its user, with all before it.</summary>
    public void Retain(nint address, int count)
    {
        nint end = address + BytesOf(count, out _);
        for (int block = Math.Max(_current, 0); block < _blocks.Count; block++)
        {
            nint start = PinnedMemory.AlignedAddress(_blocks[block]);
            if (address < start || address >= start + Capacity(_blocks[block])) continue;
            if (block > _current) Enter(block);
            _next = nint.Max(_next, end);
            return;
        }
    }

    /// <summary>Gives the memory back to the runtime.</summary>
    public void Release()
    {
        _blocks.Clear();
        _current = -1;
        _next = _end = 0;
        Reserved = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint BytesOf(int count, out nint alignment)
    {
        nint bytes = (nint)Math.Max(count, 1) * Unsafe.SizeOf<T>();
        alignment = bytes <= SmallAlignment ? SmallAlignment : PinnedMemory.Alignment;
        return (bytes + alignment - 1) & -alignment;
    }

    /// <summary>What fits into a block, in bytes from its first aligned address; a vector more than that can be read.</summary>
    private static nint Capacity(T[] block) => (((nint)block.Length * Unsafe.SizeOf<T>()) - (2 * PinnedMemory.Alignment)) & -PinnedMemory.Alignment;

    private nint AllocateInNextBlock(int count)
    {
        nint bytes = BytesOf(count, out _);
        int block = _current + 1;
        while (block < _blocks.Count && Capacity(_blocks[block]) < bytes) block++;
        long roomy = count + ((long)count / RoomToGrow);
        if (block == _blocks.Count && !TryAddBlock(Math.Max(Math.Min(Math.Max(Reserved, FirstBlock), Array.MaxLength / 2), Math.Min(roomy, Math.Max(count, Array.MaxLength / 2))))) AddBlock(count);
        Enter(block);
        return Allocate(count);
    }

    /// <summary>A block larger than what is needed now, unless memory is too short for that.</summary>
    private bool TryAddBlock(long count)
    {
        try
        {
            AddBlock(count);
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    private void AddBlock(long count)
    {
        T[] block = PinnedMemory.Allocate<T>(count + (PinnedMemory.Alignment / Unsafe.SizeOf<T>()), "Tape");
        _blocks.Add(block);
        Reserved += block.Length;
    }

    private void Enter(int block)
    {
        _current = block;
        _next = PinnedMemory.AlignedAddress(_blocks[block]);
        _end = _next + Capacity(_blocks[block]);
    }
}
