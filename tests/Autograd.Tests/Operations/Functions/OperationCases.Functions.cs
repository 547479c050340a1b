namespace Autograd.Tests.Operations;

/// <content>Elementary functions.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Functions() =>
    [
        .. EachShape("Exp", x => x.Exp(), -2, 2),
        .. EachShape("Expm1", x => x.Expm1(), -2, 2),
        .. EachShape("Log", x => x.Log(), 0.5, 3),
        .. EachShape("Log1p", x => x.Log1p(), -0.5, 2),
        .. EachShape("Sqrt", x => x.Sqrt(), 0.5, 3),
        .. EachPair("XLogY", (a, b) => a.XLogY(b), 0.25, 2.5, 0.5, 2.5),
        .. EachShape("Exp2", x => x.Exp2(), -3, 3),
        .. EachShape("Log10", x => x.Log10(), 0.5, 3),
        .. EachShape("Log2", x => x.Log2(), 0.5, 3),
        .. EachShape("Logit", x => x.Logit(), 0.15, 0.85),
        .. EachShape("Rsqrt", x => x.Rsqrt(), 0.5, 3),
        .. EachPair("Hypot", (a, b) => a.Hypot(b), -2, -0.5, 0.5, 2.5),
        .. EachPair("LogAddExp", (a, b) => a.LogAddExp(b), -2, 2, -2, 2),
        .. EachPair("Remainder", (a, b) => a.Remainder(b), 2.1, 2.9, 1.05, 1.4),
        .. EachPair("Fmod", (a, b) => a.Fmod(b), 2.1, 2.9, 1.05, 1.4),
        Row("Hypot", [Positive(2, 3)], x => x[0].Hypot(C(1.5)), Traits.Elementwise),
        Row("LogAddExp", [Real(2, 3)], x => x[0].LogAddExp(C(0.5)), Traits.Elementwise),
        Row("Remainder", [new Operand([2, 3], -0.95, -0.05)], x => x[0].Remainder(C(1))),
        Row("Fmod", [new Operand([2, 3], -2.95, -2.05)], x => x[0].Fmod(C(-1))),
        Row("Lerp", [Real(), Real(), Real()], x => x[0].Lerp(x[1], x[2]), Traits.Elementwise),
        Row("Lerp", [Real(2, 3), Real(2, 3), Real(2, 3)], x => x[0].Lerp(x[1], x[2]), Traits.Elementwise),
        Row("Lerp", [Real(2, 3), Real(2, 3), new Operand([2, 3], 0.6, 1.4)], x => x[0].Lerp(x[1], x[2]), Traits.Elementwise),
        Row("Lerp", [Real(2, 1), Real(3), Real()], x => x[0].Lerp(x[1], x[2])),
        Row("Lerp", [Real(0, 3), Real(3), Real(1, 1)], x => x[0].Lerp(x[1], x[2])),
        Row("Lerp", [Real(2, 3), Real(3)], x => x[0].Lerp(x[1], C(0.25)), Traits.Linear),
        Row("Lerp", [Real(2, 3)], x => x[0].Lerp(x[0], x[0]), Traits.Elementwise),
    ];
}
