using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// What somebody else's element-wise rule made of a cotangent, with its zeros set right: nothing where the cotangent was cut off, and any other
/// zero computed. So a rule may write <c>-cotangent</c> or <c>cotangent * 2</c>; the library's own scale by ScaledBy and need none of this.
/// </summary>
internal readonly record struct KeepCutOperation<T> : IBinaryOperation<KeepCutOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "KeepCut";

    /// <inheritdoc/>
    public static Notation NotationOf(KeepCutOperation<T> operation) => Notation.Sum(1, 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => L.Select(L.IsNegativeZero(b), b, a + L.Zero);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => (cotangent.Apply(this, b), default);
}
