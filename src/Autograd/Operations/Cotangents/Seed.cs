using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A cotangent that is given from outside, as a reverse walk takes it: the same numbers, and where it is 0 nothing is asked for, which is
/// what −0 stands for.
/// </summary>
internal readonly record struct SeedOperation<T> : IUnaryOperation<SeedOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Seed";

    /// <inheritdoc/>
    public static Notation NotationOf(SeedOperation<T> operation) => Notation.Rearrangement;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Select(L.Equal(x, L.Zero), L.Create(T.NegativeZero), x);

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent;
}
