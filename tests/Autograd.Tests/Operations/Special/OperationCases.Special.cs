namespace Autograd.Tests.Operations;

/// <content>Special functions.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Special() =>
    [
        .. EachShape("BesselI0e", x => x.BesselI0e(), 0.25, 4),
        .. EachShape("BesselI0e", x => x.BesselI0e(), -12, -7),
        .. EachShape("BesselI1e", x => x.BesselI1e(), 0.25, 4),
        .. EachShape("BesselI1e", x => x.BesselI1e(), -12, -7),
        .. EachShape("Digamma", x => x.Digamma(), 0.5, 5),
        .. EachShape("LogGamma", x => x.LogGamma(), 0.5, 5),
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
}
