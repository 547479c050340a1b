namespace Autograd.Tests.Operations;

/// <content>Softmax and its logarithm.</content>
internal static partial class OperationCases<T>
{
    private delegate Variable<T> Normalize(Variable<T> x, params ReadOnlySpan<int> dimensions);

    private static IEnumerable<OperationCase<T>> EachNormalization(string operation, Normalize f)
    {
        yield return Row(operation, [Real()], x => f(x[0]));
        yield return Row(operation, [Real(1)], x => f(x[0], 0));
        yield return Row(operation, [Real(5)], x => f(x[0], -1), order: 3);
        yield return Row(operation, [Real(17)], x => f(x[0], 0));
        yield return Row(operation, [Real(2, 3)], x => f(x[0]));
        yield return Row(operation, [Real(2, 3)], x => f(x[0], 0));
        yield return Row(operation, [Real(2, 3)], x => f(x[0], -1));
        yield return Row(operation, [Real(0, 3)], x => f(x[0], 1));
        yield return Row(operation, [Real(3, 0)], x => f(x[0], 1));
        yield return Row(operation, [Real(2, 1, 3, 2)], x => f(x[0], 0, -1));
        yield return Row(operation, [Real(2, 3)], x => f(x[0].Transpose(), -1));
    }

    private static OperationCase<T>[] Normalizations() =>
    [
        .. EachNormalization("Softmax", (x, d) => x.Softmax(d)),
        .. EachNormalization("LogSoftmax", (x, d) => x.LogSoftmax(d)),
    ];

    private static OperationCase<T>[] MoreNormalizations() =>
    [
        Row("LayerNorm", [Real(3, 4), Positive(4), Real(4)], x => x[0].LayerNorm(x[1], x[2])),
        Row("LayerNorm", [Real(2, 3, 2), Positive(3, 2)], x => x[0].LayerNorm(x[1], default, C(0.25))),
        Row("LayerNorm", [Real(3, 4)], x => x[0].LayerNorm([0])),
        Row("LayerNorm", [Real(2, 3)], x => x[0].LayerNorm([], C(0.5))),
        Row("LayerNorm", [Real(0, 3), Positive(3)], x => x[0].LayerNorm(x[1])),
        Row("RmsNorm", [Real(3, 4), Positive(4)], x => x[0].RmsNorm(x[1])),
        Row("RmsNorm", [Real(2, 3, 2)], x => x[0].RmsNorm([-1, 0], C(0.25))),
        Row("RmsNorm", [Real(0, 3), Positive(3)], x => x[0].RmsNorm(x[1])),
        Row("BatchNorm", [Real(4, 3), Positive(3), Real(3)], x => x[0].BatchNorm(x[1], x[2], C(0.25))),
        Row("BatchNorm", [Real(2, 2, 2, 3), Positive(2), Real(2)], x => x[0].BatchNorm(x[1], x[2])),
        Row("BatchNorm", [Real(2, 3, 2), Positive(3), Real(3), Real(3), Positive(3)], x => x[0].BatchNorm(x[1], x[2], x[3], x[4])),
        Row("BatchNorm", [Real(2, 3), Positive(3), Real(3), Real(3), Positive(3)], x => x[0].BatchNorm(x[1], x[2], x[3], x[4], C(0.25))),
        Row("GroupNorm", [Real(2, 4, 3), Positive(4), Real(4)], x => x[0].GroupNorm(2, x[1], x[2])),
        Row("GroupNorm", [Real(2, 4)], x => x[0].GroupNorm(1, default, default, C(0.25))),
        Row("GroupNorm", [Real(2, 2, 2, 2), Positive(2)], x => x[0].GroupNorm(2, x[1])),
        Row("GroupNorm", [Real(0, 2, 2)], x => x[0].GroupNorm(2)),
        Row("InstanceNorm", [Real(2, 2, 4), Positive(2), Real(2)], x => x[0].InstanceNorm(x[1], x[2])),
        Row("InstanceNorm", [Real(1, 2, 2, 3)], x => x[0].InstanceNorm(default, default, C(0.25))),
        Row("InstanceNorm", [Real(0, 2, 3)], x => x[0].InstanceNorm()),
    ];

    private static Variable<T> Mask(Variable<T>[] x, params ReadOnlySpan<int> mask)
    {
        var values = new T[mask.Length];
        for (int i = 0; i < values.Length; i++) values[i] = T.CreateChecked(mask[i]);
        return x[0].Tape.Constant(values);
    }
}
