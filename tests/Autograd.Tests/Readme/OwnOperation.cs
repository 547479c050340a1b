using System.Numerics;

namespace Autograd.Tests.Readme;

// The README's example of an operation of one's own, compiled and checked.
// <own-operation>
/// <summary>A bell curve, element-wise: y = 1 / (1 + x²), with dy/dx = −2 x y².</summary>
public readonly record struct LorentzianOperation<T> : IUnaryOperation<LorentzianOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Lorentzian";

    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.One / (L.One + (x * x));

    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        cotangent.ScaledBy(-(x + x) * y.Square());
}

public static class OwnOperations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Variable<T> Lorentzian() => x.Apply(new LorentzianOperation<T>());
    }
}
// </own-operation>
