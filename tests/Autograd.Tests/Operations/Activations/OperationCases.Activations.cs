namespace Autograd.Tests.Operations;

/// <content>Activations.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Activations() =>
    [
        .. EachShape("Elu", x => x.Elu(C(0.75)), -2, 2),
        .. EachShape("Gelu", x => x.Gelu(), -3, 3),
        .. EachShape("GeluTanh", x => x.GeluTanh(), -3, 3),
        .. EachShape("LeakyRelu", x => x.LeakyRelu(C(0.125)), -2, 2),
        .. EachShape("LogSigmoid", x => x.LogSigmoid(), -4, 4),
        .. EachShape("Relu", x => x.Relu(), -2, 2),
        .. EachShape("Sigmoid", x => x.Sigmoid(), -4, 4),
        .. EachShape("Silu", x => x.Silu(), -4, 4),
        .. EachShape("Softplus", x => x.Softplus(), -4, 4),
        Row("Relu", [new Operand([3], -1000, 1000)], x => x[0].Relu(), Traits.Elementwise),
        Row("Softplus", [new Operand([5], -40, 40)], x => x[0].Softplus(), Traits.Elementwise),
        Row("LogSigmoid", [new Operand([5], -40, 40)], x => x[0].LogSigmoid(), Traits.Elementwise),
        Row("Sigmoid", [Real(2, 3)], x => (x[0] + x[0].Sigmoid()).Sigmoid(), Traits.Elementwise),
        .. EachShape("Celu", x => x.Celu(C(0.75)), -2, 2),
        .. EachShape("HardSigmoid", x => x.HardSigmoid(), -4, 4),
        .. EachShape("HardSwish", x => x.HardSwish(), -4, 4),
        .. EachShape("HardTanh", x => x.HardTanh(), -2, 2),
        .. EachShape("Mish", x => x.Mish(), -4, 4),
        .. EachShape("Relu6", x => x.Relu6(), -1, 7),
        .. EachShape("Selu", x => x.Selu(), -2, 2),
        .. EachShape("Softsign", x => Autograd.Operations.Softsign(x), -2, 2),
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
