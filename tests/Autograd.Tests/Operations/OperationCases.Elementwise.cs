namespace Autograd.Tests.Operations;

/// <content>Element-wise operations.</content>
internal static partial class OperationCases<T>
{
    /// <summary>The shapes on which every operation of one operand is tried.</summary>
    private static IEnumerable<OperationCase<T>> EachShape(string operation, Func<Variable<T>, Variable<T>> f, double low, double high, Traits traits = Traits.None)
    {
        Shape[] shapes = [[], [1], [0], [2, 0, 3], [5], [17], [2, 3], [2, 1, 3, 2]];
        foreach (Shape shape in shapes)
        {
            int order = shape.Rank == 1 && shape[0] == 5 ? 3 : 2;
            yield return Row(operation, [new Operand(shape, low, high)], x => f(x[0]), traits | Traits.Elementwise, order);
        }
    }

    private static OperationCase<T>[] Unary() =>
    [
        .. EachShape("Abs", x => x.Abs(), -2, 2),
        .. EachShape("Atan", x => x.Atan(), -3, 3),
        .. EachShape("Clamp", x => x.Clamp(C(-0.5), C(1)), -2, 2),
        .. EachShape("Cos", x => x.Cos(), -4, 4),
        .. EachShape("Cosh", x => x.Cosh(), -2, 2),
        .. EachShape("Elu", x => x.Elu(C(0.75)), -2, 2),
        .. EachShape("Erf", x => x.Erf(), -2, 2),
        .. EachShape("Erfc", x => x.Erfc(), -2, 2),
        .. EachShape("Exp", x => x.Exp(), -2, 2),
        .. EachShape("Expm1", x => x.Expm1(), -2, 2),
        .. EachShape("Gelu", x => x.Gelu(), -3, 3),
        .. EachShape("GeluTanh", x => x.GeluTanh(), -3, 3),
        .. EachShape("LeakyRelu", x => x.LeakyRelu(C(0.125)), -2, 2),
        .. EachShape("Log", x => x.Log(), 0.5, 3),
        .. EachShape("Log1p", x => x.Log1p(), -0.5, 2),
        .. EachShape("LogNormalDistribution", x => x.LogNormalDistribution(), -3, 3),
        .. EachShape("LogSigmoid", x => x.LogSigmoid(), -4, 4),
        .. EachShape("Negate", x => x.Negate(), -2, 2, Traits.Linear),
        .. EachShape("NormalDensity", x => x.NormalDensity(), -3, 3),
        .. EachShape("NormalDistribution", x => x.NormalDistribution(), -3, 3),
        .. EachShape("Reciprocal", x => x.Reciprocal(), -3, -0.5),
        .. EachShape("Relu", x => x.Relu(), -2, 2),
        .. EachShape("Sigmoid", x => x.Sigmoid(), -4, 4),
        .. EachShape("Silu", x => x.Silu(), -4, 4),
        .. EachShape("Sin", x => x.Sin(), -4, 4),
        .. EachShape("Sinh", x => x.Sinh(), -2, 2),
        .. EachShape("Softplus", x => x.Softplus(), -4, 4),
        .. EachShape("Sqrt", x => x.Sqrt(), 0.5, 3),
        .. EachShape("Square", x => x.Square(), -2, 2),
        .. EachShape("StopGradient", x => x.StopGradient(), -2, 2, Traits.NotDifferentiable | Traits.Linear),
        .. EachShape("Tan", x => x.Tan(), -1.2, 1.2),
        .. EachShape("Tanh", x => x.Tanh(), -2, 2),
        .. EachShape("Ceiling", x => x.Ceiling(), -2, 2, Traits.NotDifferentiable),
        .. EachShape("Floor", x => x.Floor(), -2, 2, Traits.NotDifferentiable),
        .. EachShape("Round", x => x.Round(), -2, 2, Traits.NotDifferentiable),
        .. EachShape("Sign", x => x.Sign(), -2, 2, Traits.NotDifferentiable),
        .. EachShape("op_UnaryNegation", x => -x, -2, 2, Traits.Linear),
        .. EachShape("op_UnaryPlus", x => (+x).Negate(), -2, 2, Traits.Linear),
        .. EachShape("Reciprocal", x => x.Reciprocal(), 0.5, 3),
        Row("Relu", [new Operand([3], -1000, 1000)], x => x[0].Relu(), Traits.Elementwise),
        Row("Softplus", [new Operand([5], -40, 40)], x => x[0].Softplus(), Traits.Elementwise),
        Row("LogSigmoid", [new Operand([5], -40, 40)], x => x[0].LogSigmoid(), Traits.Elementwise),
        Row("Sigmoid", [Real(2, 3)], x => (x[0] + x[0].Sigmoid()).Sigmoid(), Traits.Elementwise),
    ];

    /// <summary>The shapes on which every operation of two operands is tried: equal, broadcast both ways, scalar, empty, one node twice.</summary>
    private static IEnumerable<OperationCase<T>> EachPair(
        string operation, Func<Variable<T>, Variable<T>, Variable<T>> f, double lowA, double highA, double lowB, double highB, Traits traits = Traits.None)
    {
        (Shape A, Shape B)[] pairs =
        [
            ([], []), ([3], [3]), ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([], [2, 2]), ([2, 2], []),
            ([0, 3], [3]), ([1, 3], [0, 3]), ([2, 1, 3, 2], [4, 1, 2]), ([17], [1]), ([1], [1, 1]),
        ];
        foreach (var (a, b) in pairs)
        {
            Traits own = a == b ? traits | Traits.Elementwise : traits;
            yield return Row(operation, [new Operand(a, lowA, highA), new Operand(b, lowB, highB)], x => f(x[0], x[1]), own);
        }

        double low = Math.Max(lowA, lowB), high = Math.Min(highA, highB);
        yield return Row(operation, [new Operand([2, 3], low, high)], x => f(x[0], x[0]), traits | Traits.Elementwise, 3);
    }

    private static OperationCase<T>[] Binary() =>
    [
        .. EachPair("Add", (a, b) => a.Add(b), -2, 2, -2, 2, Traits.Linear),
        .. EachPair("Subtract", (a, b) => a.Subtract(b), -2, 2, -2, 2, Traits.Linear),
        .. EachPair("Multiply", (a, b) => a.Multiply(b), -2, 2, -2, 2),
        .. EachPair("Divide", (a, b) => a.Divide(b), -2, 2, 0.5, 2.5),
        .. EachPair("Pow", (a, b) => a.Pow(b), 0.5, 2.5, -2, 2.5),
        .. EachPair("Maximum", (a, b) => a.Maximum(b), -2, 2, -2, 2),
        .. EachPair("Minimum", (a, b) => a.Minimum(b), -2, 2, -2, 2),
        .. EachPair("ScaledBy", (a, b) => a.ScaledBy(b), -2, 2, -2, 2),
        .. EachPair("MaskedBy", (a, b) => a.MaskedBy(b), -2, 2, -2, 2),
        .. EachPair("XLogY", (a, b) => a.XLogY(b), 0.25, 2.5, 0.5, 2.5),
        .. EachPair("op_Addition", (a, b) => a + b, -2, 2, -2, 2, Traits.Linear),
        .. EachPair("op_Subtraction", (a, b) => a - b, -2, 2, -2, 2, Traits.Linear),
        .. EachPair("op_Multiply", (a, b) => a * b, -2, 2, -2, 2),
        .. EachPair("op_Division", (a, b) => a / b, -2, 2, 0.5, 2.5),
        Row("Add", [Real(2, 3)], x => x[0].Add(C(1.5)), Traits.Elementwise),
        Row("Subtract", [Real(2, 3)], x => x[0].Subtract(C(1.5)), Traits.Elementwise),
        Row("Multiply", [Real(2, 3)], x => x[0].Multiply(C(1.5)), Traits.Elementwise | Traits.Linear),
        Row("Divide", [Real(2, 3)], x => x[0].Divide(C(1.5)), Traits.Elementwise | Traits.Linear),
        Row("Pow", [Real(2, 3)], x => x[0].Pow(C(3)), Traits.Elementwise),
        Row("Pow", [Positive(2, 3)], x => x[0].Pow(C(-0.5)), Traits.Elementwise),
        Row("Pow", [Real(4)], x => x[0].Pow(C(0)), Traits.Elementwise),
        Row("Maximum", [Real(2, 3)], x => x[0].Maximum(C(0.5)), Traits.Elementwise),
        Row("Minimum", [Real(2, 3)], x => x[0].Minimum(C(0.5)), Traits.Elementwise),
        Row("op_Addition", [Real(2, 3)], x => x[0] + C(1.5), Traits.Elementwise),
        Row("op_Addition", [Real(2, 3)], x => C(1.5) + x[0], Traits.Elementwise),
        Row("op_Subtraction", [Real(2, 3)], x => x[0] - C(1.5), Traits.Elementwise),
        Row("op_Subtraction", [Real(2, 3)], x => C(1.5) - x[0], Traits.Elementwise),
        Row("op_Multiply", [Real(2, 3)], x => x[0] * C(1.5), Traits.Elementwise | Traits.Linear),
        Row("op_Multiply", [Real(2, 3)], x => C(1.5) * x[0], Traits.Elementwise | Traits.Linear),
        Row("op_Division", [Real(2, 3)], x => x[0] / C(1.5), Traits.Elementwise | Traits.Linear),
        Row("op_Division", [Positive(2, 3)], x => C(1.5) / x[0], Traits.Elementwise),
        Row("Add", [Real(1, 1, 1, 1, 2, 1, 1, 2), Real(3)], x => x[0].Reshape(1, 2, 2, 1).Add(x[1]), Traits.Linear),
    ];

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
    ];

    private static OperationCase<T>[] Choices() =>
    [
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
