namespace Autograd.Tests.Operations;

/// <content>Reductions over dimensions, and where the extremes lie.</content>
internal static partial class OperationCases<T>
{
    private delegate Variable<T> Reduce(Variable<T> x, ReadOnlySpan<int> dimensions, bool keep);

    /// <summary>All, some, negative, kept and empty dimensions.</summary>
    private static IEnumerable<OperationCase<T>> EachReduction(string operation, Reduce f, Traits traits = Traits.None)
    {
        yield return Row(operation, [Real()], x => f(x[0], [], false), traits);
        yield return Row(operation, [Real(1)], x => f(x[0], [0], false), traits);
        yield return Row(operation, [Real(5)], x => f(x[0], [-1], true), traits, 3);
        yield return Row(operation, [Real(17)], x => f(x[0], [], false), traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0], [], false), traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0], [], true), traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0], [0], false), traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0], [1], true), traits);
        yield return Row(operation, [Real(3, 1)], x => f(x[0], [1], false), traits);
        yield return Row(operation, [Real(2, 3, 4)], x => f(x[0], [0, 2], false), traits);
        yield return Row(operation, [Real(2, 3, 4)], x => f(x[0], [-2], true), traits);
        yield return Row(operation, [Real(2, 1, 3, 2)], x => f(x[0], [1, -1], true), traits);
        yield return Row(operation, [Real(2, 1, 3, 2)], x => f(x[0], [-1, 0, 2], false), traits);
        yield return Row(operation, [Real(0, 3)], x => f(x[0], [1], false), traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0].Transpose(), [0], false), traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0] * x[0], [-1], false));
    }

    private static OperationCase<T>[] Reductions() =>
    [
        .. EachReduction("Sum", (x, d, keep) => x.Sum(d, keep), Traits.Linear),
        .. EachReduction("Mean", (x, d, keep) => x.Mean(d, keep), Traits.Linear),
        .. EachReduction("Max", (x, d, keep) => x.Max(d, keep)),
        .. EachReduction("Min", (x, d, keep) => x.Min(d, keep)),
        .. EachReduction("Variance", (x, d, keep) => x.Variance(d, keep)),
        .. EachReduction("StandardDeviation", (x, d, keep) => x.StandardDeviation(d, keep)),
        .. EachReduction("LogSumExp", (x, d, keep) => x.LogSumExp(d, keep)),
        .. EachReduction("Norm", (x, d, keep) => x.Norm(d, keep)),
        Row("Sum", [Real(2, 3)], x => x[0].Sum(), Traits.Linear),
        Row("Mean", [Real(2, 3)], x => x[0].Mean(), Traits.Linear),
        Row("Max", [Real(2, 3)], x => x[0].Max()),
        Row("Min", [Real(2, 3)], x => x[0].Min()),
        Row("Sum", [Real(2, 3, 2)], x => x[0].Sum(0, -1), Traits.Linear),
        Row("Sum", [Real(2, 3)], x => x[0].Sum(0, keep: true), Traits.Linear),
        Row("Mean", [Real(2, 3)], x => x[0].Mean(-1, keep: true), Traits.Linear),
        Row("Max", [Real(2, 3)], x => x[0].Max(0)),
        Row("Min", [Real(2, 3)], x => x[0].Min(1, keep: true)),
        Row("Norm", [Real(2, 3)], x => x[0].Norm(0)),
        Row("LogSumExp", [Real(2, 3)], x => x[0].LogSumExp(-1)),
        Row("Variance", [Real(2, 3)], x => x[0].Variance(0)),
        Row("Variance", [Real(2, 3)], x => x[0].Variance()),
        Row("Variance", [Real(5)], x => x[0].Variance(0, correction: 1)),
        Row("Variance", [Real(2, 3)], x => x[0].Variance([-1], correction: 1)),
        Row("StandardDeviation", [Real(2, 3)], x => x[0].StandardDeviation()),
        Row("StandardDeviation", [Real(5)], x => x[0].StandardDeviation(0, correction: 1)),
        Row("StandardDeviation", [Real(2, 3)], x => x[0].StandardDeviation([-1], correction: 1)),
        Row("LogSumExp", [Real(2, 3)], x => x[0].LogSumExp()),
        Row("Norm", [Real(2, 3)], x => x[0].Norm()),
        Row("Norm", [Real(0, 3)], x => x[0].Norm([0])),
        Row("Sum", [Real(0, 3)], x => x[0].Sum([0]), Traits.Linear),
        Row("Max", [Real(0, 3)], x => x[0].Max([0])),
        Row("Min", [Real(0, 3)], x => x[0].Min([0])),
        Row("LogSumExp", [Real(0, 3)], x => x[0].LogSumExp([0])),
        Row("LogSumExp", [new Operand([5], -400, 400)], x => x[0].LogSumExp()),
    ];

    /// <summary>The indices have no derivative; what is picked with them has.</summary>
    private static OperationCase<T>[] Searches() =>
    [
        .. EachSearch("ArgMax", (x, dimension) => x.ArgMax(dimension)),
        .. EachSearch("ArgMin", (x, dimension) => x.ArgMin(dimension)),
    ];

    private static IEnumerable<OperationCase<T>> EachSearch(string operation, Func<Variable<T>, int, Indices<T>> f)
    {
        yield return Row(operation, [Real(5)], x => x[0].Pick(0, f(x[0], 0)));
        yield return Row(operation, [Real(1)], x => x[0].Pick(-1, f(x[0], -1)), Traits.Linear);
        yield return Row(operation, [Real(3, 4)], x => x[0].Pick(0, f(x[0], 0)));
        yield return Row(operation, [Real(3, 4)], x => x[0].Square().Pick(-1, f(x[0], -1)));
        yield return Row(operation, [Real(2, 1, 3, 2)], x => x[0].Pick(2, f(x[0], 2)));
        yield return Row(operation, [Real(3, 4)], x => x[0].Transpose().Pick(0, f(x[0].Transpose(), 0)));
        yield return Row(operation, [Real(4, 3)], x => x[0].Embedding(f(x[0], 0)));
        yield return Row(operation, [Real(0, 3)], x => x[0].Pick(1, f(x[0], 1)));
    }
}
