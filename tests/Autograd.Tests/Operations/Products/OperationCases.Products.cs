namespace Autograd.Tests.Operations;

/// <content>Products.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Products() =>
    [
        Row("MatMul", [Real(2, 3), Real(3, 4)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(1, 1), Real(1, 1)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(5, 7), Real(7, 1)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 2, 3), Real(3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 2, 3), Real(3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 1, 2, 3), Real(2, 3, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(1, 2, 2), Real(3, 2, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(2, 0), Real(0, 3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(0, 2), Real(2, 3)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(0, 2, 2), Real(2, 2)], x => x[0].MatMul(x[1])),
        Row("MatMul", [Real(3, 3)], x => x[0].MatMul(x[0]), order: 3),
        Row("MatMul", [Real(2, 3)], x => x[0].MatMul(x[0].Transpose())),
        Row("MatMul", [Real(3, 2), Real(4, 3)], x => x[0].Transpose().MatMul(x[1].Transpose())),
        Row("MatMul", [Real(4, 3), Real(2, 3), Real(5, 3)], x => Twice(x[0].Transpose(), w => x[1].MatMul(w).Sum([0]), w => x[2].MatMul(w).Sum([0]))),
        Row("MatMul", [Real(3, 4), Real(3, 2), Real(3, 5)], x => Twice(x[0].Transpose(), w => w.MatMul(x[1]).Sum([1]), w => w.MatMul(x[2]).Sum([1]))),
        Row("Outer", [Real(3), Real(2)], x => x[0].Outer(x[1])),
        Row("Outer", [Real(3)], x => x[0].Outer(x[0])),
        Row("Outer", [Real(0), Real(2)], x => x[0].Outer(x[1])),
    ];

    /// <summary>The sum of two functions of one node, which gets a cotangent from both.</summary>
    private static Variable<T> Twice(Variable<T> node, Func<Variable<T>, Variable<T>> first, Func<Variable<T>, Variable<T>> second) =>
        first(node) + second(node);
}
