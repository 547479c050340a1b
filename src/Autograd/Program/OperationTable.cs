using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The operations of a program, by number: nodes refer to them so.</summary>
internal sealed class OperationTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Operation<T>, int> _shared = new(ReferenceEqualityComparer.Instance);
    private Operation<T>[] _operations = new Operation<T>[32];

    public OperationTable() => AddLeaves();

    public int Count { get; private set; }

    public Operation<T> this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _operations[number];
    }

    /// <summary>The number of an operation; −1 where it has none here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(Operation<T> operation)
    {
        int number = operation.Number;
        return (uint)number < (uint)Count && ReferenceEquals(_operations[number], operation) ? number : FindShared(operation);
    }

    /// <summary>The number of an operation, which it gets here unless it has one.</summary>
    public int NumberOf(Operation<T> operation)
    {
        int number = Find(operation);
        if (number >= 0) return number;
        if (Count == _operations.Length) Array.Resize(ref _operations, 2 * Count);
        _operations[Count] = operation;

        // One that another tape has recorded keeps its number there.
        if (operation.Number < 0) operation.Number = Count;
        else _shared.Add(operation, Count);
        return Count++;
    }

    /// <summary>Forgets all operations.</summary>
    public void Clear()
    {
        for (int number = LeafOperation<T>.All.Length; number < Count; number++)
        {
            if (_operations[number].Number == number && !_shared.ContainsKey(_operations[number])) _operations[number].Number = -1;
        }

        Array.Clear(_operations);
        _shared.Clear();
        AddLeaves();
    }

    /// <summary>Leaves are every tape's, and have the same numbers in all tables.</summary>
    private void AddLeaves()
    {
        Count = 0;
        foreach (LeafOperation<T> leaf in LeafOperation<T>.All) _operations[Count++] = leaf;
    }

    private int FindShared(Operation<T> operation) => _shared.Count > 0 && _shared.TryGetValue(operation, out int number) ? number : -1;
}
