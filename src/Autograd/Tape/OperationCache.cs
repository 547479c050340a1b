using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Finds the operation for a declaration without allocating when an equal one was recorded before: an open-addressed table that
/// grows to a limit and then starts anew, so that attributes which change with every step cannot fill the memory.
/// </summary>
internal sealed class OperationCache<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Limit = 1 << 15;
    private Operation<T>?[] _table = new Operation<T>?[64];
    private int _count;

    /// <summary>The number of declarations that are remembered.</summary>
    public int Count => _count;

    /// <summary>The operation of a declaration.</summary>
    /// <param name="declaration">What is recorded.</param>
    /// <param name="expected">An operation that it may well be: looked at before the table.</param>
    /// <remarks>Left to tiering: it is compiled for each declaration, and a small program would wait longer for optimized code than it gains by it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Operation<T> Find<TDeclaration>(TDeclaration declaration, Operation<T>? expected = null)
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    {
        int slot = -1;
        for (Operation<T>? known = expected; known is not null || slot < 0; known = _table[slot])
        {
            if (known is Binding<TDeclaration, T> binding && binding.Declaration.Equals(declaration)) return known;
            slot = slot < 0 ? SlotOf(typeof(TDeclaration), declaration.GetHashCode()) : (slot + 1) & (_table.Length - 1);
        }

        return Add(slot, TDeclaration.Bind(declaration));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int SlotOf(Type declaration, int attributes) => HashCode.Combine(declaration.GetHashCode(), attributes) & (_table.Length - 1);

    private Operation<T> Add(int slot, Operation<T> operation)
    {
        _table[slot] = operation;
        if (++_count > _table.Length / 2) MakeRoom();
        return operation;
    }

    private void MakeRoom()
    {
        if (_count > Limit)
        {
            Array.Clear(_table);
            _count = 0;
            return;
        }

        Operation<T>?[] old = _table;
        _table = new Operation<T>?[2 * old.Length];
        int mask = _table.Length - 1;
        foreach (Operation<T>? operation in old)
        {
            if (operation is null) continue;
            int slot = SlotOf(operation.Attributes!.GetType(), operation.Attributes.GetHashCode());
            while (_table[slot] is not null) slot = (slot + 1) & mask;
            _table[slot] = operation;
        }
    }
}
