using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// x beside a factor that vanishes faster than x grows, element-wise: limited to ±1000, where the factor is 0, since ±∞ times 0 would be NaN.
/// The product and its derivatives of any order do not tell it from x, so dy/dx = 1.
/// </summary>
internal readonly record struct LimitedOperation<T> : IUnaryOperation<LimitedOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Limited";

    /// <inheritdoc/>
    public static Notation NotationOf(LimitedOperation<T> operation) => Notation.Sum(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.Min(L.Max(x, L.Create(T.CreateSaturating(-1000))), L.Create(T.CreateSaturating(1000)));

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) => cotangent;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x, or ±1000 beyond: for a product with what is 0 there.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> Limited() => x.Apply(new LimitedOperation<T>());
    }
}
