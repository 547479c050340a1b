namespace Autograd.Tests.Operations;

/// <content>Elementary and special functions, and activations.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Functions() =>
    [
        .. EachShape("Acos", x => x.Acos(), -0.9, 0.9),
        .. EachShape("Acosh", x => x.Acosh(), 1.25, 4),
        .. EachShape("Asin", x => x.Asin(), -0.9, 0.9),
        .. EachShape("Asinh", x => x.Asinh(), -3, 3),
        .. EachShape("Atanh", x => x.Atanh(), -0.85, 0.85),
        .. EachShape("Exp2", x => x.Exp2(), -3, 3),
        .. EachShape("Log10", x => x.Log10(), 0.5, 3),
        .. EachShape("Log2", x => x.Log2(), 0.5, 3),
        .. EachShape("Logit", x => x.Logit(), 0.15, 0.85),
        .. EachShape("Rsqrt", x => x.Rsqrt(), 0.5, 3),
        .. EachPair("Atan2", (a, b) => a == b ? a.Atan2(C(0.75)) : a.Atan2(b), -2, 2, 0.5, 2.5),
        .. EachPair("Atan2", (a, b) => a == b ? a.Atan2(C(-0.75)) : a.Atan2(b), 0.5, 2.5, -2.5, -0.5),
        .. EachPair("Hypot", (a, b) => a.Hypot(b), -2, -0.5, 0.5, 2.5),
        .. EachPair("LogAddExp", (a, b) => a.LogAddExp(b), -2, 2, -2, 2),
        .. EachPair("Remainder", (a, b) => a.Remainder(b), 2.1, 2.9, 1.05, 1.4),
        Row("Atan2", [Real(2, 3)], x => x[0].Atan2(C(1.5)), Traits.Elementwise),
        Row("Hypot", [Positive(2, 3)], x => x[0].Hypot(C(1.5)), Traits.Elementwise),
        Row("LogAddExp", [Real(2, 3)], x => x[0].LogAddExp(C(0.5)), Traits.Elementwise),
        Row("Remainder", [new Operand([2, 3], -0.95, -0.05)], x => x[0].Remainder(C(1))),
        Row("Lerp", [Real(), Real(), Real()], x => x[0].Lerp(x[1], x[2]), Traits.Elementwise),
        Row("Lerp", [Real(2, 3), Real(2, 3), Real(2, 3)], x => x[0].Lerp(x[1], x[2]), Traits.Elementwise),
        Row("Lerp", [Real(2, 3), Real(2, 3), new Operand([2, 3], 0.6, 1.4)], x => x[0].Lerp(x[1], x[2]), Traits.Elementwise),
        Row("Lerp", [Real(2, 1), Real(3), Real()], x => x[0].Lerp(x[1], x[2])),
        Row("Lerp", [Real(0, 3), Real(3), Real(1, 1)], x => x[0].Lerp(x[1], x[2])),
        Row("Lerp", [Real(2, 3), Real(3)], x => x[0].Lerp(x[1], C(0.25)), Traits.Linear),
        Row("Lerp", [Real(2, 3)], x => x[0].Lerp(x[0], x[0]), Traits.Elementwise),
    ];

    private static OperationCase<T>[] SpecialFunctions() =>
    [
        .. EachShape("BesselI0e", x => x.BesselI0e(), 0.25, 4),
        .. EachShape("BesselI0e", x => x.BesselI0e(), -12, -7),
        .. EachShape("BesselI1e", x => x.BesselI1e(), 0.25, 4),
        .. EachShape("BesselI1e", x => x.BesselI1e(), -12, -7),
        .. EachShape("Digamma", x => x.Digamma(), 0.5, 5),
        .. EachShape("ErfInv", x => x.ErfInv(), -0.85, 0.85),
        .. EachShape("LogGamma", x => x.LogGamma(), 0.5, 5),
        .. EachShape("NormalQuantile", x => x.NormalQuantile(), 0.1, 0.9),
        .. EachShape("Polygamma", x => x.Polygamma(2), 0.75, 3),
        .. EachShape("Sinc", x => x.Sinc(), -2, 2),
        .. EachShape("Trigamma", x => x.Trigamma(), 0.75, 3),
        Row("Digamma", [new Operand([5], -2.65, -2.35)], x => x[0].Digamma(), Traits.Elementwise),
        Row("LogGamma", [new Operand([5], -2.8, -2.2)], x => x[0].LogGamma(), Traits.Elementwise),
        Row("Polygamma", [Positive(2, 3)], x => x[0].Polygamma(0), Traits.Elementwise),
        Row("Polygamma", [new Operand([5], -1.65, -1.35)], x => x[0].Polygamma(2), Traits.Elementwise),
        .. EachPair("Beta", (a, b) => a.Beta(b), 0.75, 3, 0.75, 3),
        .. EachPair("LogBeta", (a, b) => a.LogBeta(b), 0.75, 3, 0.75, 3),
    ];

    private static OperationCase<T>[] Activations() =>
    [
        .. EachShape("Celu", x => x.Celu(C(0.75)), -2, 2),
        .. EachShape("HardSigmoid", x => x.HardSigmoid(), -4, 4),
        .. EachShape("HardSwish", x => x.HardSwish(), -4, 4),
        .. EachShape("HardTanh", x => x.HardTanh(), -2, 2),
        .. EachShape("Mish", x => x.Mish(), -4, 4),
        .. EachShape("Relu6", x => x.Relu6(), -1, 7),
        .. EachShape("Selu", x => x.Selu(), -2, 2),
        .. EachShape("Softsign", x => Autograd.Operations.Softsign(x), -2, 2),
        .. EachShape("Threshold", x => x.Threshold(C(0.5), C(-1)), -2, 2),
        .. EachPair("PRelu", (a, b) => a.PRelu(b), -2, 2, 0.125, 0.5),
        Row("HardTanh", [Real(2, 3)], x => x[0].HardTanh(C(-0.5), C(1.25)), Traits.Elementwise),
        Row("Glu", [Real(2, 4)], x => x[0].Glu()),
        Row("Glu", [Real(4, 3)], x => x[0].Glu(0)),
        Row("Glu", [Real(2, 2, 3)], x => x[0].Glu(-2)),
        Row("Glu", [Real(2, 0)], x => x[0].Glu()),
        Row("SwiGlu", [Real(2, 4)], x => x[0].SwiGlu()),
        Row("SwiGlu", [Real(4, 3)], x => x[0].SwiGlu(0)),
        Row("SwiGlu", [Real(0, 2)], x => x[0].SwiGlu()),
    ];
}
