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
    /// <remarks>Optimized at once, so that what it calls is part of it: it is compiled for each declaration, and a small program waits for that.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public Operation<T> Find<TDeclaration>(TDeclaration declaration, Operation<T>? expected = null)
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    {
        if (expected is Binding<TDeclaration, T> next && next.Declaration.Equals(declaration)) return next;
        int mask = _table.Length - 1, slot = HashCode.Combine(typeof(TDeclaration).GetHashCode(), declaration.GetHashCode()) & mask;
        for (; _table[slot] is { } known; slot = (slot + 1) & mask)
        {
            if (known is Binding<TDeclaration, T> binding && binding.Declaration.Equals(declaration)) return known;
        }

        Operation<T> added = TDeclaration.Bind(declaration);
        _table[slot] = added;
        if (++_count > _table.Length / 2) MakeRoom();
        return added;
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
            int slot = HashCode.Combine(operation.Attributes!.GetType().GetHashCode(), operation.Attributes.GetHashCode()) & mask;
            while (_table[slot] is not null) slot = (slot + 1) & mask;
            _table[slot] = operation;
        }
    }
}
