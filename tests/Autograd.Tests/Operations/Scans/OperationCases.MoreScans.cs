namespace Autograd.Tests.Operations;

/// <content>Running extrema and logarithms of sums, differences, integrals.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] MoreScans() =>
    [
        .. EachExtremum("CumulativeMax", (x, dimension) => x.CumulativeMax(dimension)),
        .. EachExtremum("CumulativeMin", (x, dimension) => x.CumulativeMin(dimension)),
        .. EachExtremum("LogCumulativeSumExp", (x, dimension) => x.LogCumulativeSumExp(dimension)),
        Row("LogCumulativeSumExp", [new Operand([5], -400, 400)], x => x[0].LogCumulativeSumExp(0)),
        Row("Difference", [Real(5)], x => x[0].Difference(0), Traits.Linear),
        Row("Difference", [Real(2, 4)], x => x[0].Difference(-1, order: 2), Traits.Linear),
        Row("Difference", [Real(2, 3, 2)], x => x[0].Square().Difference(1)),
        Row("Difference", [Real(2, 3)], x => x[0].Difference(0, order: 2), Traits.Linear),
        Row("Difference", [Real(0, 3)], x => x[0].Difference(0), Traits.Linear),
        Row("Difference", [Real(3)], x => x[0].Negate().Difference(0, order: 0), Traits.Linear),
        Row("Trapezoid", [Real(5)], x => x[0].Trapezoid(0, C(0.5)), Traits.Linear),
        Row("Trapezoid", [Real(2, 3)], x => x[0].Trapezoid(-1, C(2)), Traits.Linear),
        Row("Trapezoid", [Real(2, 1)], x => x[0].Trapezoid(1, C(2)), Traits.Linear),
        Row("Trapezoid", [Real(5), Real(5)], x => x[0].Trapezoid(0, x[1])),
        Row("Trapezoid", [Real(3, 2), Real(3)], x => x[0].Trapezoid(0, x[1])),
        Row("Trapezoid", [Real(2, 3), Real(2, 3)], x => x[0].Trapezoid(1, x[1])),
        Row("Trapezoid", [Real(0, 2), Real(0)], x => x[0].Trapezoid(0, x[1])),
        Row("Scan", [Real(2), Real(3, 2)], x => x[0].Tape.Scan((s, v) => ((s * C(0.5)) + v).Tanh(), x[0], x[1])),
        Row("Scan", [Real(), Real(4)], x => x[0].Tape.Scan((s, v) => (s * v) + v, x[0], x[1])),
        Row("Scan", [Real(2), Real(3, 2), Real(2)], x => x[0].Tape.Scan((s, v) => (s * x[2]) + v.Tanh(), x[0], x[1])),
        Row("Scan", [Real(2), Real(2), Real(3, 2)], x => x[0].Tape.Scan((s, c, v) => ((s * c).Tanh() + v, c.Sin() * v), x[0], x[1], x[2]).First),
        Row("Scan", [Real(2), Real(), Real(3, 2)], x => Joined(x[0].Tape.Scan((s, c, v) => ((s * c) + v, (c * C(0.5)) + v.Sum()), x[0], x[1], x[2]))),
    ];

    private static Variable<T> Joined((Variable<T> First, Variable<T> Second) states) => states.First.Tape.Concatenate(0, states.First.Flatten(), states.Second);

    private static IEnumerable<OperationCase<T>> EachExtremum(string operation, Func<Variable<T>, int, Variable<T>> f)
    {
        yield return Row(operation, [Real(5)], x => f(x[0], 0));
        yield return Row(operation, [Real(1)], x => f(x[0], -1), Traits.Linear | Traits.Elementwise);
        yield return Row(operation, [Real(12)], x => f(x[0], 0));
        yield return Row(operation, [Real(3, 4)], x => f(x[0], 0));
        yield return Row(operation, [Real(3, 4)], x => f(x[0].Square(), -1));
        yield return Row(operation, [Real(2, 1, 3, 2)], x => f(x[0], 2));
        yield return Row(operation, [Real(3, 4)], x => f(x[0].Transpose(), 0));
        yield return Row(operation, [Real(0, 3)], x => f(x[0], 0));
        yield return Row(operation, [Real(3, 0)], x => f(x[0], 0));
    }
}
