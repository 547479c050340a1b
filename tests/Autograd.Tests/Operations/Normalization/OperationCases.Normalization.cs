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
}
