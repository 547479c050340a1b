namespace Autograd;

/// <content>Matrix products, transpositions, rearrangements and reductions.</content>
internal static partial class Algebra
{
    /// <summary>The matrix product; [n, 1] that came of a column [n] is written as the column, numbers stand in front.</summary>
    public static Expression MatrixProduct(Expression a, Expression b, Shape shape)
    {
        if (a.IsScalar || b.IsScalar) return Fit(Product(1, [new Factor(a, 1), new Factor(b, 1)]), shape);
        var (left, right) = (Split(a), Split(b));
        double coefficient = left.Coefficient * right.Coefficient;
        if (coefficient != 1) return Scale(coefficient, MatrixProduct(left.Bare, right.Bare, shape));
        if (b.Shape.Rank == 1) return new MatrixProductExpression(Normal(shape), a, b);
        if (b is ReshapeExpression { IsUnit: true, Operand.Shape.Rank: 1 } column && b.Shape.Rank == 2 && b.Shape[1] == 1 && a.Shape.Rank == 2)
        {
            Shape vector = Normal([a.Shape[0]]);
            return Fit(new MatrixProductExpression(vector, a, column.Operand), shape);
        }

        if (a is ReshapeExpression { IsUnit: true, Operand.Shape.Rank: 1 } first && a.Shape.Rank == 2 && a.Shape[1] == 1 && b.Shape.Rank == 2)
        {
            return Fit(new MatrixProductExpression([a.Shape[0], b.Shape[1]], first.Operand, b), shape);
        }

        return new MatrixProductExpression(Normal(shape), a, b);
    }

    /// <summary>The transposition of the last two dimensions, drawn inside where that takes fewer of them.</summary>
    public static Expression Transpose(Expression e)
    {
        if (e.IsScalar) return e;
        Shape shape = Transposed(e.Shape);
        switch (e)
        {
            case TransposeExpression t:
                return Reshape(t.Operand, shape);
            case ReshapeExpression { IsUnit: true, Operand.Shape.Rank: 1 } r when e.Shape.Rank == 2 && e.Shape[1] == 1:
                return Transpose(r.Operand);
            case BroadcastExpression { Operand.IsScalar: true } b:
                return Broadcast(b.Operand, shape);
            case ProductExpression { Coefficient: not 1 } p:
                return Scale(p.Coefficient, Transpose(Product(1, p.Factors)));
        }

        var plain = new TransposeExpression(shape, e);
        Expression? inside = e switch
        {
            MatrixProductExpression { Left.Shape.Rank: 2, Right.Shape.Rank: 2 } m => MatrixProduct(Transpose(m.Right), Transpose(m.Left), shape),
            MatrixProductExpression { Left.Shape.Rank: 1 } m => MatrixProduct(Transpose(m.Right), Transpose(m.Left), shape),
            SumExpression s when s.Terms.All(t => t.Expression.IsScalar || t.Expression.Shape == e.Shape) && e.Shape.Rank > 1 =>
                Sum(s.Terms.Select(t => t with { Expression = Transpose(t.Expression) })),
            ProductExpression p when p.Factors.All(f => f.Expression.IsScalar || f.Expression.Shape == e.Shape) && e.Shape.Rank > 1 =>
                Product(p.Coefficient, p.Factors.Select(f => f with { Expression = Transpose(f.Expression) })),
            _ => null,
        };
        return inside is not null && inside.Shape == shape && Weight(inside) < Weight(plain) ? inside : plain;
    }

    private static Shape Transposed(Shape shape)
    {
        if (shape.Rank == 1) return [1, shape[0]];
        return shape.With(shape.Rank - 2, shape[^1]).With(shape.Rank - 1, shape[^2]);
    }

    /// <summary>What a formula costs the reader in transpositions and rearrangements.</summary>
    private static int Weight(Expression e) => e switch
    {
        TransposeExpression t => 1 + Weight(t.Operand),
        ReshapeExpression r => 3 + Weight(r.Operand),
        MatrixProductExpression m => Weight(m.Left) + Weight(m.Right),
        SumExpression s => s.Terms.Sum(t => Weight(t.Expression)),
        ProductExpression p => p.Factors.Sum(f => Weight(f.Expression)),
        CallExpression c => c.Arguments.Sum(Weight),
        _ => 0,
    };

    /// <summary>The same elements under other lengths; between columns and rows nothing, or a transposition.</summary>
    public static Expression Reshape(Expression e, Shape shape)
    {
        Shape target = Normal(shape);
        if (e.Shape == target || e.IsScalar) return e;
        switch (e)
        {
            case ReshapeExpression r:
                return Reshape(r.Operand, target);
            case BroadcastExpression { Operand.IsScalar: true } b:
                return Broadcast(b.Operand, target);
            case ProductExpression { Coefficient: not 1 } p:
                return Scale(p.Coefficient, Reshape(Product(1, p.Factors), target));
        }

        if (!SameButOnes(e.Shape, target)) return new ReshapeExpression(target, e);
        if (e is TransposeExpression { Operand.Shape.Rank: 1 } row) return Reshape(row.Operand, target);
        if (target.Rank == 2 && target[0] == 1 && (e.Shape.Rank == 1 || (e.Shape.Rank == 2 && e.Shape[1] == 1))) return Transpose(e);
        if (target.Rank == 2 && target[1] == 1 && e.Shape.Rank == 2 && e.Shape[0] == 1) return Transpose(e);
        if (e is MatrixProductExpression && e.Shape.Rank == 2 && e.Shape[0] == 1 && Transpose(e) is ReshapeExpression { Operand.Shape.Rank: 1 } turned)
        {
            return Reshape(turned.Operand, target);
        }

        return Inside(e, target) ?? new ReshapeExpression(target, e);
    }

    /// <summary>A sum or product rearranged term by term, where no term then has to be written rearranged.</summary>
    private static Expression? Inside(Expression e, Shape target)
    {
        bool Fits(Expression part) => part.IsScalar || (part.Shape == e.Shape && Reshape(part, target) is not ReshapeExpression);
        return e switch
        {
            SumExpression s when s.Terms.All(t => Fits(t.Expression)) => Sum(s.Terms.Select(t => t with { Expression = Reshape(t.Expression, target) })),
            ProductExpression p when p.Factors.All(f => Fits(f.Expression)) =>
                Product(p.Coefficient, p.Factors.Select(f => f with { Expression = Reshape(f.Expression, target) })),
            CallExpression { Arguments: [var x], IsElementwise: true } c when x.Shape == e.Shape && Fits(x) =>
                new CallExpression(c.Notation, target, c.Along, [Reshape(x, target)]) { IsElementwise = true },
            _ => null,
        };
    }

    /// <summary>A reduction that keeps the reduced dimensions with length 1.</summary>
    public static Expression Reduce(Notation notation, Expression e, Dimensions dimensions)
    {
        Dimensions reduced = Dimensions.None;
        Shape shape = e.Shape;
        for (int d = 0; d < e.Shape.Rank; d++)
        {
            if (!dimensions.Contains(d)) continue;
            shape = shape.With(d, 1);
            if (e.Shape[d] != 1) reduced = reduced.Add(d);
        }

        if (reduced.Count == 0 && notation.IsLinear) return e;
        bool all = shape.ElementCount == 1;
        if (notation.IsLinear)
        {
            if (e is ProductExpression { Coefficient: not 1 } p) return Scale(p.Coefficient, Reduce(notation, Product(1, p.Factors), dimensions));
            if (e is ProductExpression { Factors: var factors } && factors.Any(f => f.Expression.IsScalar) && factors.Any(f => !f.Expression.IsScalar))
            {
                Expression inside = Reduce(notation, Product(1, factors.Where(f => !f.Expression.IsScalar)), dimensions);
                return Product(1, [.. factors.Where(f => f.Expression.IsScalar), new Factor(inside, 1)]);
            }

            if (e is BroadcastExpression { Operand.IsScalar: true } b && shape.ElementCount > 0) return Fit(Scale(e.Shape.ElementCount / shape.ElementCount, b.Operand), shape);
            if (all && e is ReshapeExpression or TransposeExpression) return Reduce(notation, Inner(e), Dimensions.All(Inner(e).Shape.Rank));
            if (WithoutIndicator(e, reduced) is { } rest) return Fit(rest, shape);
        }

        return new CallExpression(notation, Normal(shape), reduced, [e]);
    }

    private static Expression Inner(Expression e) => e is ReshapeExpression r ? r.Operand : ((TransposeExpression)e).Operand;

    /// <summary>A sum over the places of onehot(t), which add up to 1, if the other factors do not change along them; else null.</summary>
    private static Expression? WithoutIndicator(Expression e, Dimensions reduced)
    {
        IReadOnlyList<Factor> factors = e is ProductExpression p ? p.Factors : [new Factor(e, 1)];
        int place = factors.ToList().FindIndex(f => f.Exponent == 1 && f.Expression is CallExpression { Notation.Form: NotationForm.Indicator } c
            && c.Shape == e.Shape && c.Along == reduced);
        if (place < 0) return null;
        for (int k = 0; k < factors.Count; k++)
        {
            Shape shape = factors[k].Expression.Shape;
            for (int d = 0; d < e.Shape.Rank && k != place; d++)
            {
                int own = d - (e.Shape.Rank - shape.Rank);
                if (reduced.Contains(d) && own >= 0 && shape[own] != 1) return null;
            }
        }

        return Product(1, factors.Where((_, k) => k != place));
    }

    /// <summary>The operand, one number for each index, in the places that the indices point to.</summary>
    public static Expression Indicate(Notation notation, Expression e, Expression indices, Shape shape)
    {
        Shape full = Normal(shape);
        if (full.Rank == 0) return e;
        Dimensions along = notation.Along ?? Dimensions.None;
        Expression onehot = new CallExpression(notation, full, along, [indices]);
        Expression value = e is BroadcastExpression { Operand.IsScalar: true } b ? b.Operand : e;
        if (!value.IsScalar)
        {
            Shape kept = shape;
            for (int d = 0; d < shape.Rank; d++) kept = along.Contains(d) ? kept.With(d, 1) : kept;
            value = Reshape(value, kept);
        }

        return Fit(Product(1, [new Factor(value, 1), new Factor(onehot, 1)]), shape);
    }
}
