using System.Numerics;

namespace Autograd.Tests.Readme;

// The README's example of an operation of one's own, compiled and checked.
// <own-operation>
/// <summary>Softsign, element-wise: y = x / (1 + |x|), with dy/dx = 1 / (1 + |x|)².</summary>
public readonly record struct SoftsignOperation<T> : IUnaryOperation<SoftsignOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Softsign";

    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => x / (L.One + L.Abs(x));

    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        cotangent.ScaledBy((x.Abs() + T.One).Square().Reciprocal());
}

public static class OwnOperations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Variable<T> Softsign() => x.Apply(new SoftsignOperation<T>());
    }
}
// </own-operation>
