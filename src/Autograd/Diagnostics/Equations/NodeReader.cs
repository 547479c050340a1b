using System.Numerics;

namespace Autograd;

/// <summary>Reads one node of a tape as a formula of its operands' formulas, by what its operation declares.</summary>
internal static class NodeReader<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Notation Total = SumOperation<T>.NotationOf(default);
    private static readonly Notation Logarithm = Notation.Function("ln", @"\ln");

    private static readonly Notation Sigmoid = SigmoidOperation<T>.NotationOf(default);
    private static readonly Notation Softplus = SoftplusOperation<T>.NotationOf(default);
    private static readonly Notation Density = NormalDensityOperation<T>.NotationOf(default);
    private static readonly Notation Distribution = NormalDistributionOperation<T>.NotationOf(default);

    public static Expression Read(Operation<T> operation, IReadOnlyList<Expression> operands, Shape shape)
    {
        Notation notation = operation.Notation;
        return notation.Form switch
        {
            NotationForm.Sum => Algebra.Elementwise(operands, shape, a => Algebra.Sum(a.Select((e, k) => new Term(notation.Weights[k], e)))),
            NotationForm.Product => Algebra.Elementwise(operands, shape, a => Algebra.Product(1, a.Select((e, k) => new Factor(e, notation.Weights[k])))),
            NotationForm.Power => Algebra.Elementwise(operands, shape, a => Algebra.Power(a[0], a[1])),
            NotationForm.Exponential => Algebra.Elementwise(operands, shape, a => Algebra.Exponential(Notation.Exponential, a[0])),
            NotationForm.Choice => Algebra.Elementwise(operands, shape, a => Algebra.Choose(notation, a[0], a[1], a[2])),
            NotationForm.TimesLogarithm => Algebra.Elementwise(operands, shape, a => Algebra.Product(1, [new Factor(a[0], 1), new Factor(Call(Logarithm, [a[1]]), 1)])),
            NotationForm.LogisticSlope => Algebra.Elementwise(operands, shape, a => Algebra.Product(1, [new Factor(a[0], 1), new Factor(OneLess(a[0]), 1)])),
            NotationForm.TanhSlope => Algebra.Elementwise(operands, shape, a => OneLess(Algebra.Product(1, [new Factor(a[0], 2)]))),
            NotationForm.LogisticLoss => Algebra.Elementwise(operands, shape, a => Difference(Call(Softplus, [a[0]]), Algebra.Product(1, [new Factor(a[1], 1), new Factor(a[0], 1)]))),
            NotationForm.LogisticResidual => Algebra.Elementwise(operands, shape, a => Difference(Call(Sigmoid, [a[0]]), a[1])),
            NotationForm.DensityByDistribution => Algebra.Elementwise(operands, shape, DensityByDistribution),
            NotationForm.DensityByDistributionExcess => Algebra.Elementwise(operands, shape, a => Algebra.Sum([new Term(1, a[0]), new Term(1, DensityByDistribution(a))])),
            NotationForm.GeluSlope => Algebra.Elementwise(operands, shape, a => Algebra.Sum([new Term(1, Call(Distribution, a)), new Term(1, Algebra.Product(1, [new Factor(a[0], 1), new Factor(Call(Density, a), 1)]))])),
            NotationForm.SiluSlope => Algebra.Elementwise(operands, shape, a => SiluSlope(a[0], Call(Sigmoid, a))),
            NotationForm.SoftmaxJacobianProduct => Product(Deviation(notation, operands[0], operands[1], shape), operands[1], shape),
            NotationForm.LogSoftmaxJacobianProduct => Deviation(notation, operands[0], operands[1], shape),
            NotationForm.LogSoftmaxTransposedProduct => Less(operands[0], Product(SumOf(notation, operands[0], shape), operands[1], shape), shape),
            NotationForm.Relation => Algebra.Elementwise(operands, shape, a => Algebra.Relate(notation, a[0], a[1])),
            NotationForm.MatrixProduct => Algebra.Fit(Algebra.MatrixProduct(operands[0], operands[1], shape), shape),
            NotationForm.Transposition => Algebra.Fit(Algebra.Transpose(operands[0]), shape),
            NotationForm.Rearrangement => Algebra.Reshape(operands[0], shape),
            NotationForm.Repetition => Algebra.Broadcast(operands[0], shape),
            NotationForm.Reduction => Algebra.Fit(Algebra.Reduce(notation, operands[0], notation.Along ?? Dimensions.None), shape),
            NotationForm.Indicator => Algebra.Indicate(notation, operands[0], operands[1], shape),
            _ when operation.Kind == OperationKind.Elementwise => Algebra.Elementwise(operands, shape, a => Call(notation, a)),
            _ => Kernel(notation, operands, shape),
        };
    }

    private static Expression DensityByDistribution(IReadOnlyList<Expression> a) =>
        Algebra.Product(1, [new Factor(Call(Density, a), 1), new Factor(Call(Distribution, a), -1)]);

    private static Expression SiluSlope(Expression x, Expression sigmoid) =>
        Algebra.Sum([new Term(1, sigmoid), new Term(1, Algebra.Product(1, [new Factor(x, 1), new Factor(sigmoid, 1), new Factor(OneLess(sigmoid), 1)]))]);

    private static Expression OneLess(Expression e) => Difference(Algebra.Number(1), e);

    private static Expression Difference(Expression a, Expression b) => Algebra.Sum([new Term(1, a), new Term(-1, b)]);

    /// <summary>x − Σ x ⊙ p.</summary>
    private static Expression Deviation(Notation notation, Expression x, Expression p, Shape shape) => Less(x, SumOf(notation, Product(x, p, shape), shape), shape);

    private static Expression Product(Expression a, Expression b, Shape shape) => Algebra.Elementwise([a, b], shape, e => Algebra.Product(1, [new Factor(e[0], 1), new Factor(e[1], 1)]));

    private static Expression Less(Expression a, Expression b, Shape shape) => Algebra.Elementwise([a, b], shape, e => Difference(e[0], e[1]));

    private static Expression SumOf(Notation notation, Expression e, Shape shape)
    {
        Dimensions reduced = notation.Along ?? Dimensions.None;
        return Algebra.Fit(Algebra.Reduce(Total, e, reduced), shape.Reduce(reduced, keep: true));
    }

    private static CallExpression Call(Notation notation, IReadOnlyList<Expression> operands)
    {
        Shape shape = operands[0].Shape;
        for (int k = 1; k < operands.Count; k++)
        {
            Shape next = operands[k].Shape;
            Shape.TryBroadcast(in shape, in next, out shape);
        }

        return new CallExpression(notation, Algebra.Normal(shape), Dimensions.None, operands) { IsElementwise = true };
    }

    private static Expression Kernel(Notation notation, IReadOnlyList<Expression> operands, Shape shape)
    {
        bool scalars = operands.All(e => e.IsScalar);
        if (scalars && operands.Count == 1 && notation.IsLinear && shape.ElementCount == 1) return operands[0];
        if (scalars && shape.ElementCount > 1)
        {
            // Of scalars the formula makes a column; where it lies in the result is said by the lengths.
            return Algebra.Reshape(new CallExpression(notation, [shape.ElementCount], Dimensions.None, operands), shape);
        }

        if (notation.IsLinear && operands.Skip(1).All(e => e is NameExpression { IsIndices: true }))
        {
            var (coefficient, rest) = Algebra.Split(operands[0]);
            if (coefficient != 1 && rest is not NumberExpression)
            {
                return Algebra.Scale(coefficient, Kernel(notation, [rest, .. operands.Skip(1)], shape));
            }
        }

        foreach (int k in notation.LinearOperands)
        {
            var (coefficient, rest) = Algebra.Split(operands[k]);
            if (coefficient != 1 && rest is not NumberExpression)
            {
                return Algebra.Scale(coefficient, Kernel(notation, [.. operands.Take(k), rest, .. operands.Skip(k + 1)], shape));
            }
        }

        return new CallExpression(notation, Algebra.Normal(shape), notation.Along ?? Dimensions.None, operands);
    }
}
