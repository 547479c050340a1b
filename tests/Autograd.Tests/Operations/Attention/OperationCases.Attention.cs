namespace Autograd.Tests.Operations;

/// <content>Attention.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Attention() =>
    [
        Row("ScaledDotProductAttention", [Real(3, 2), Real(4, 2), Real(4, 3)], x => x[0].ScaledDotProductAttention(x[1], x[2]), Traits.SumsProducts),
        Row("ScaledDotProductAttention", [Real(3, 2), Real(4, 2), Real(4, 3)], x => x[0].ScaledDotProductAttention(x[1], x[2], default, true, C(0.5)), Traits.SumsProducts),
        Row("ScaledDotProductAttention", [Real(3, 2), Real(2, 2), Real(2, 3)], x => x[0].ScaledDotProductAttention(x[1], x[2], Mask(x, 1, 0, 0, 0, 1, 1).Reshape(3, 2)), Traits.SumsProducts),
        Row("ScaledDotProductAttention", [Real(3, 2), Real(4, 2), Real(4, 3)], x => x[0].ScaledDotProductAttention(x[1], x[2], Mask(x, 1, 0, 1, 1).Reshape(1, 4), true, null, C(0.25), 5), Traits.SumsProducts),
        Row("ScaledDotProductAttention", [Real(2, 3, 2), Real(4, 2), Real(2, 4, 2)], x => x[0].ScaledDotProductAttention(x[1], x[2]), Traits.SumsProducts),
        Row("ScaledDotProductAttention", [Real(0, 2), Real(4, 2), Real(4, 3)], x => x[0].ScaledDotProductAttention(x[1], x[2]), Traits.SumsProducts),
        Row("RotaryEmbedding", [Real(3, 4)], x => x[0].RotaryEmbedding(), Traits.Linear),
        Row("RotaryEmbedding", [Real(2, 3, 4)], x => x[0].RotaryEmbedding(7, C(100), true), Traits.Linear),
        Row("RotaryEmbedding", [Real(0, 2)], x => x[0].RotaryEmbedding(), Traits.Linear),
        Row("RotaryEmbedding", [Real(2, 0)], x => x[0].RotaryEmbedding(), Traits.Linear),
    ];
}
