using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>1 where a = b or both are NaN, else 0: which elements an extremum was taken from. No derivative: cotangents stop here.</summary>
internal readonly record struct MatchesOperation<T> : IBinaryOperation<MatchesOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Matches";

    /// <inheritdoc/>
    public static Notation NotationOf(MatchesOperation<T> operation) => Notation.Relation("=", "=");

    public static bool IsDifferentiable => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> =>
        L.Select(L.Equal(a, b), L.One, L.Select(L.Equal(a, a), L.Zero, L.Select(L.Equal(b, b), L.Zero, L.One)));

    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => default;
}

public static partial class Operations
{
    extension<T>(VjpContext<T> context)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The cotangent of an extremum, given to the elements that attain it, in equal parts.</summary>
        internal Variable<T> ToWinners(Dimensions reduced, bool kept)
        {
            Variable<T> x = context[0];
            Variable<T> extremum = context.Result.Restore(x.Shape, reduced, kept);
            Variable<T> winners = x.Apply(new MatchesOperation<T>(), extremum);
            Variable<T> ties = winners.Apply(new SumOperation<T>(reduced, Keep: true));
            return context.Cotangent.Restore(x.Shape, reduced, kept).MaskedBy(winners / ties);
        }
    }
}
