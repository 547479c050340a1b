using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Finds the operation for a declaration without allocating when an equal one was recorded lately. Direct-mapped and of fixed
/// size: attributes that change with every step cost a small object each, never a growing table.
/// </summary>
internal sealed class OperationCache<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Operation<T>?[] _recent = new Operation<T>?[256];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Operation<T> Find<TDeclaration>(TDeclaration declaration)
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration> =>
        declaration.Equals(default) ? WithoutAttributes<TDeclaration>.Operation : FindRecent(declaration);

    private Operation<T> FindRecent<TDeclaration>(TDeclaration declaration)
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    {
        uint hash = (uint)HashCode.Combine(typeof(TDeclaration).GetHashCode(), declaration.GetHashCode());
        ref Operation<T>? slot = ref _recent[hash % (uint)_recent.Length];
        if (slot is not Binding<TDeclaration, T> binding || !binding.Declaration.Equals(declaration)) slot = TDeclaration.Bind(declaration);
        return slot;
    }

    private static class WithoutAttributes<TDeclaration>
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    {
        public static readonly Operation<T> Operation = TDeclaration.Bind(default);
    }
}
