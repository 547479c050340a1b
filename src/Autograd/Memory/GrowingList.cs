using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A list of structs that are changed where they stand, and whose memory is kept.</summary>
internal sealed class GrowingList<TItem>
{
    private TItem[] _items = new TItem[16];

    public int Count { get; private set; }

    public ref TItem this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _items[index];
    }

    public Span<TItem> Items => _items.AsSpan(0, Count);

    /// <summary>The place of a new item, which is to be set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TItem Add()
    {
        if (Count == _items.Length) Array.Resize(ref _items, 2 * Count);
        return ref _items[Count++];
    }

    public void RemoveLast() => Count--;

    public void Clear() => Count = 0;
}
