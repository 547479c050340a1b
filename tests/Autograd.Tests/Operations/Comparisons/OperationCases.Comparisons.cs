namespace Autograd.Tests.Operations;

/// <content>Comparisons and choices.</content>
internal static partial class OperationCases<T>
{
    /// <summary>A comparison in all its forms: it is 1 or 0 and passes no cotangent.</summary>
    private static IEnumerable<OperationCase<T>> EachComparison(
        string operation, Func<Variable<T>, Variable<T>, Variable<T>> f, Func<Variable<T>, T, Variable<T>> withScalar)
    {
        const Traits Traits = Traits.NotDifferentiable;
        yield return Row(operation, [Real(2, 3), Real(2, 3)], x => f(x[0], x[1]), Traits);
        yield return Row(operation, [Real(2, 1), Real(3)], x => f(x[0], x[1]), Traits);
        yield return Row(operation, [Real(), Real(0)], x => f(x[0], x[1]), Traits);
        yield return Row(operation, [Real(2, 3)], x => f(x[0], x[0]), Traits);
        yield return Row(operation, [Real(2, 1, 3, 2)], x => withScalar(x[0], C(0.5)), Traits);
    }

    private static OperationCase<T>[] Comparisons() =>
    [
        .. EachComparison("EqualTo", (a, b) => a.EqualTo(b), (a, b) => a.EqualTo(b)),
        .. EachComparison("NotEqualTo", (a, b) => a.NotEqualTo(b), (a, b) => a.NotEqualTo(b)),
        .. EachComparison("LessThan", (a, b) => a.LessThan(b), (a, b) => a.LessThan(b)),
        .. EachComparison("LessThanOrEqual", (a, b) => a.LessThanOrEqual(b), (a, b) => a.LessThanOrEqual(b)),
        .. EachComparison("GreaterThan", (a, b) => a.GreaterThan(b), (a, b) => a.GreaterThan(b)),
        .. EachComparison("GreaterThanOrEqual", (a, b) => a.GreaterThanOrEqual(b), (a, b) => a.GreaterThanOrEqual(b)),
        .. EachComparison("op_LessThan", (a, b) => a < b, (a, b) => b < a),
        .. EachComparison("op_LessThanOrEqual", (a, b) => a <= b, (a, b) => b <= a),
        .. EachComparison("op_GreaterThan", (a, b) => a > b, (a, b) => b > a),
        .. EachComparison("op_GreaterThanOrEqual", (a, b) => a >= b, (a, b) => b >= a),
        Row("op_LessThan", [Real(5)], x => x[0] < C(0.5), Traits.NotDifferentiable),
        Row("op_LessThanOrEqual", [Real(5)], x => x[0] <= C(0.5), Traits.NotDifferentiable),
        Row("op_GreaterThan", [Real(5)], x => x[0] > C(0.5), Traits.NotDifferentiable),
        Row("op_GreaterThanOrEqual", [Real(5)], x => x[0] >= C(0.5), Traits.NotDifferentiable),
        Row("Where", [Real(2, 3), Real(2, 3)], x => x[0].Tape.Where(x[0] > x[1], x[0], x[1]), Traits.Elementwise),
        Row("Where", [Real(2, 3), Real(2, 3), Real(2, 3)], x => x[2].Tape.Where(x[2] > C(0), x[0], x[1]), Traits.Elementwise),
        Row("Where", [Real(2, 1), Real(3), Real()], x => x[0].Tape.Where(x[0] > C(0), x[1], x[2])),
        Row("Where", [Real(3), Real(2, 3), Real(2, 1)], x => x[0].Tape.Where(x[0] > C(0), x[1], x[2])),
        Row("Where", [Real(2, 3), Real(2, 3)], x => x[0].Tape.Where(x[0] > C(0), x[1], C(0.5)), Traits.Elementwise),
        Row("Where", [Real(2, 3), Real(2, 3)], x => x[0].Tape.Where(x[0] > C(0), C(0.5), x[1]), Traits.Elementwise),
        Row("Where", [Real(2, 3)], x => x[0].Tape.Where(x[0] > C(0), C(0.5), C(2)), Traits.NotDifferentiable),
        Row("Where", [Real(2, 3)], x => x[0].Tape.Where(x[0], x[0].Square(), x[0]), Traits.Elementwise),
        Row("Where", [Real(5)], x => x[0].Tape.Where(x[0] > C(0), x[0].Sqrt(), C(0)), Traits.Elementwise),
        Row("Where", [Real(), Real(0), Real(0)], x => x[0].Tape.Where(x[0] > C(0), x[1], x[2])),
        Row("Where", [Real(2, 1, 3, 2), Real(3, 2), Real(2, 1, 1, 1)], x => x[0].Tape.Where(x[0] > C(0), x[1], x[2])),
    ];
}
