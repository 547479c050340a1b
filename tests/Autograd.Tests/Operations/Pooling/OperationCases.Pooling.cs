namespace Autograd.Tests.Operations;

/// <content>Pooling.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Pooling() =>
    [
        Row("MaxPool", [Real(2, 2, 5)], x => x[0].MaxPool(2)),
        Row("MaxPool", [Real(1, 2, 7)], x => x[0].MaxPool(3, 2, 1)),
        Row("MaxPool", [Real(0, 2, 3)], x => x[0].MaxPool(2)),
        Row("MaxPool", [Real(1, 2, 4, 6)], x => x[0].MaxPool(2)),
        Row("MaxPool", [Real(2, 1, 3, 3)], x => x[0].MaxPool(3, 1, 2)),
        Row("MaxPool", [Real(1, 1, 5, 4)], x => x[0].MaxPool(new PoolWindow(2, 1, 0), new PoolWindow(3, 2, 1))),
        Row("MaxPool", [Real(1, 2, 2, 3)], x => x[0].MaxPool(new PoolWindow(2, 2, 0), new PoolWindow(3, 3, 0))),
        Row("MaxPool", [Real(1, 1, 5, 3)], x => x[0].MaxPool(PoolWindow.Adaptive(2), PoolWindow.Single)),
        Row("MaxPool", [Real(1, 1, 2, 4)], x => x[0].Square().MaxPool(2, 1).Tanh(), order: 3),
        Row("MaxPool", [Real(1, 2, 5), Real(1, 2, 2)], x => x[0].Apply(new MaxPoolPlaceOperation<T>(PoolWindow.Single, new(3, 2, 0)), x[1])),
        Row("MaxPool", [Real(1, 2, 5), Real(1, 2, 5)], x => x[0].Apply(new MaxPoolPickOperation<T>(PoolWindow.Single, new(3, 2, 0)), x[1])),
        Row("AveragePool", [Real(2, 2, 5)], x => x[0].AveragePool(2), Traits.Linear),
        Row("AveragePool", [Real(1, 2, 7)], x => x[0].AveragePool(3, 2, 1), Traits.Linear),
        Row("AveragePool", [Real(1, 2, 7)], x => x[0].AveragePool(3, 2, 1, true), Traits.Linear),
        Row("AveragePool", [Real(0, 2, 3)], x => x[0].AveragePool(2), Traits.Linear),
        Row("AveragePool", [Real(1, 2, 4, 6)], x => x[0].AveragePool(2), Traits.Linear),
        Row("AveragePool", [Real(2, 1, 3, 3)], x => x[0].AveragePool(3, 1, 2), Traits.Linear),
        Row("AveragePool", [Real(1, 1, 5, 4)], x => x[0].AveragePool(new PoolWindow(2, 1, 1), new PoolWindow(3, 2, 1), true), Traits.Linear),
        Row("AveragePool", [Real(1, 1, 2, 40)], x => x[0].AveragePool(new PoolWindow(2, 1, 0), new PoolWindow(37, 3, 0)), Traits.Linear),
        Row("AveragePool", [Real(1, 2, 3)], x => x[0].Apply(new AveragePoolSpreadOperation<T>(PoolWindow.Single, new(3, 2, 1), false, 1, 6)), Traits.Linear),
        Row("AdaptiveAveragePool", [Real(2, 2, 5)], x => x[0].AdaptiveAveragePool(1), Traits.Linear),
        Row("AdaptiveAveragePool", [Real(1, 1, 5, 7)], x => x[0].AdaptiveAveragePool(3), Traits.Linear),
        Row("AdaptiveAveragePool", [Real(1, 2, 4, 3)], x => x[0].AdaptiveAveragePool(2, 5), Traits.Linear),
        Row("AdaptiveAveragePool", [Real(0, 2, 3, 3)], x => x[0].AdaptiveAveragePool(2), Traits.Linear),
    ];
}
