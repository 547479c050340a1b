using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A node that a reverse walk came by, and the node that is its cotangent.</summary>
internal readonly record struct CotangentOfNode(int Node, int Value)
{
    /// <summary>The cotangent of a node, −1 for none, in a list in which the latest nodes come first.</summary>
    public static int Find(ReadOnlySpan<CotangentOfNode> cotangents, int node)
    {
        int low = 0, high = cotangents.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (cotangents[middle].Node > node) low = middle + 1;
            else high = middle;
        }

        return low < cotangents.Length && cotangents[low].Node == node ? cotangents[low].Value : -1;
    }
}

/// <summary>
/// What one reverse walk holds: the nodes whose turn is still to come with their cotangents so far, a heap from which the latest is taken,
/// and those that were taken. So a walk costs what it walks, not what lies between.
/// </summary>
internal sealed class PendingCotangents<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Variable<T>[] _contributions = new Variable<T>[4];
    private CotangentOfNode[] _taken = new CotangentOfNode[64];
    private int[] _heap = new int[16];
    private int _takenCount;
    private int _heapCount;

    /// <summary>For each node of the program one more than its cotangent; 0 for none, also for nodes that were taken.</summary>
    private int[] _cotangents = [];

    /// <summary>The nodes that were taken, the latest first.</summary>
    public ReadOnlySpan<CotangentOfNode> Taken => _taken.AsSpan(0, _takenCount);

    /// <summary>An emptied place for each operand's contribution, good until the next rule of this walk.</summary>
    public Span<Variable<T>> Contributions(int count)
    {
        if (_contributions.Length < count) _contributions = new Variable<T>[2 * count];
        Span<Variable<T>> contributions = _contributions.AsSpan(0, count);
        contributions.Clear();
        return contributions;
    }

    /// <summary>The cotangent of a node so far, −1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int node) => node < _cotangents.Length ? _cotangents[node] - 1 : -1;

    /// <summary>Gives a node its first cotangent, or a larger sum.</summary>
    public void Set(int node, int cotangent)
    {
        if (node >= _cotangents.Length) Array.Resize(ref _cotangents, Math.Max(2 * _cotangents.Length, node + 16));
        bool isNew = _cotangents[node] == 0;
        _cotangents[node] = cotangent + 1;
        if (!isNew) return;
        if (_heapCount == _heap.Length) PlainArray.Grow(ref _heap, 2 * _heapCount);
        int[] heap = _heap;
        int place = _heapCount++;
        for (; place > 0; place = (place - 1) / 2)
        {
            int parent = heap[(place - 1) / 2];
            if (parent > node) break;
            heap[place] = parent;
        }

        heap[place] = node;
    }

    /// <summary>Takes the latest node: no other contributes to its cotangent any more.</summary>
    /// <returns>False where none is left.</returns>
    public bool TryTake(out CotangentOfNode latest)
    {
        latest = default;
        if (_heapCount == 0) return false;
        int[] heap = _heap;
        int node = heap[0], count = --_heapCount, last = heap[count], place = 0;
        for (int child = 1; child < count; child = (2 * place) + 1)
        {
            if (child + 1 < count && heap[child + 1] > heap[child]) child++;
            if (heap[child] <= last) break;
            heap[place] = heap[child];
            place = child;
        }

        heap[place] = last;
        latest = new CotangentOfNode(node, _cotangents[node] - 1);
        _cotangents[node] = 0;
        if (_takenCount == _taken.Length) PlainArray.Grow(ref _taken, 2 * _takenCount);
        _taken[_takenCount++] = latest;
        return true;
    }

    /// <summary>Empties it, also in the middle of a walk.</summary>
    public void Clear()
    {
        while (_heapCount > 0) _cotangents[_heap[--_heapCount]] = 0;
        _takenCount = 0;
    }
}
