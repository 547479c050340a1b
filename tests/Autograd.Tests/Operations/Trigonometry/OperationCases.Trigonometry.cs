namespace Autograd.Tests.Operations;

/// <content>Circular and hyperbolic functions.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Trigonometry() =>
    [
        .. EachShape("Atan", x => x.Atan(), -3, 3),
        .. EachShape("Cos", x => x.Cos(), -4, 4),
        .. EachShape("Cosh", x => x.Cosh(), -2, 2),
        .. EachShape("Sin", x => x.Sin(), -4, 4),
        .. EachShape("Sinh", x => x.Sinh(), -2, 2),
        .. EachShape("Tan", x => x.Tan(), -1.2, 1.2),
        .. EachShape("Tanh", x => x.Tanh(), -2, 2),
        .. EachShape("Acos", x => x.Acos(), -0.9, 0.9),
        .. EachShape("Acosh", x => x.Acosh(), 1.25, 4),
        .. EachShape("Asin", x => x.Asin(), -0.9, 0.9),
        .. EachShape("Asinh", x => x.Asinh(), -3, 3),
        .. EachShape("Atanh", x => x.Atanh(), -0.85, 0.85),
        .. EachPair("Atan2", (a, b) => a == b ? a.Atan2(C(0.75)) : a.Atan2(b), -2, 2, 0.5, 2.5),
        .. EachPair("Atan2", (a, b) => a == b ? a.Atan2(C(-0.75)) : a.Atan2(b), 0.5, 2.5, -2.5, -0.5),
        Row("Atan2", [Real(2, 3)], x => x[0].Atan2(C(1.5)), Traits.Elementwise),
    ];
}
