using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Finds the operation for a declaration without allocating when an equal one was recorded lately. Of fixed size: attributes that
/// change with every step cost a small object each, never a growing table. An operation may lie in any of <see cref="Ways"/> places,
/// so that two of one step do not push each other out: hash codes differ from process to process, and with them who meets whom.
/// </summary>
internal sealed class OperationCache<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Ways = 8;
    private readonly Operation<T>?[] _recent = new Operation<T>?[512];
    private int _replaced;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Operation<T> Find<TDeclaration>(TDeclaration declaration)
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration> =>
        declaration.Equals(default) ? WithoutAttributes<TDeclaration>.Operation : FindRecent(declaration);

    private Operation<T> FindRecent<TDeclaration>(TDeclaration declaration)
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    {
        uint hash = (uint)HashCode.Combine(typeof(TDeclaration).GetHashCode(), declaration.GetHashCode());
        Span<Operation<T>?> places = _recent.AsSpan((int)(hash % (uint)(_recent.Length / Ways)) * Ways, Ways);
        foreach (ref Operation<T>? place in places)
        {
            place ??= TDeclaration.Bind(declaration);
            if (place is Binding<TDeclaration, T> binding && binding.Declaration.Equals(declaration)) return place;
        }

        _replaced = (_replaced + 1) % Ways;
        return places[_replaced] = TDeclaration.Bind(declaration);
    }

    private static class WithoutAttributes<TDeclaration>
        where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    {
        public static readonly Operation<T> Operation = TDeclaration.Bind(default);
    }
}
