namespace Autograd;

/// <summary>
/// Builds formulas and simplifies them as a person would. Every rule is an identity of real numbers; on the way a factor that is exactly
/// 0 makes a product 0, which is how the tape scales cotangents.
/// </summary>
internal static partial class Algebra
{
    private static readonly NumberExpression One = new(1);

    public static Expression Number(double value) => value == 1 ? One : new NumberExpression(value);

    /// <summary>The lengths under which formulas see a tensor: one element is a scalar.</summary>
    public static Shape Normal(Shape shape) => shape.ElementCount == 1 ? Shape.Scalar : shape;

    /// <summary>Whether two shapes differ in nothing but dimensions of length 1.</summary>
    public static bool SameButOnes(Shape a, Shape b) => a.ToArray().Where(n => n != 1).SequenceEqual(b.ToArray().Where(n => n != 1));

    /// <summary>An element-wise formula of operands whose repetition and unit dimensions are taken outside, so that they are seldom written.</summary>
    public static Expression Elementwise(IReadOnlyList<Expression> operands, Shape shape, Func<IReadOnlyList<Expression>, Expression> make)
    {
        Expression[] bare = [.. operands.Select(e => e is BroadcastExpression b ? b.Operand : e)];
        int rank = bare.Max(e => e.Shape.Rank);
        for (int k = 0; k < bare.Length; k++)
        {
            // A row that lost its leading 1 broadcasts as it did with it.
            if (bare[k] is ReshapeExpression r && r.Shape.Rank == rank && EndsWith(r.Operand.Shape, r.Shape)) bare[k] = r.Operand;
        }

        var units = bare.Where(e => !e.IsScalar).ToArray();
        bool alike = units.Length > 0 && Array.TrueForAll(units, e => e is ReshapeExpression { IsUnit: true } r
            && r.Shape == units[0].Shape && r.Operand.Shape == ((ReshapeExpression)units[0]).Operand.Shape);
        if (!alike) return Fit(make(bare), shape);
        Shape outer = units[0].Shape;
        return Fit(Reshape(make([.. bare.Select(e => e is ReshapeExpression r ? r.Operand : e)]), outer), shape);
    }

    /// <summary>Whether a shape is another one behind dimensions of length 1.</summary>
    private static bool EndsWith(Shape longer, Shape shape)
    {
        int missing = longer.Rank - shape.Rank;
        return missing > 0 && longer.ElementCount == shape.ElementCount && longer.ToArray().Skip(missing).SequenceEqual(shape.ToArray());
    }

    /// <summary>The formula under the lengths it has to have: rearranged or repeated if need be.</summary>
    public static Expression Fit(Expression e, Shape shape)
    {
        Shape target = Normal(shape);
        if (e.Shape == target) return e;
        return e.Shape.ElementCount == target.ElementCount ? Reshape(e, target) : Broadcast(e, target);
    }

    public static Expression Broadcast(Expression e, Shape shape)
    {
        Shape target = Normal(shape);
        if (e.Shape == target) return e;
        return e is BroadcastExpression b ? new BroadcastExpression(target, b.Operand) : new BroadcastExpression(target, e);
    }

    /// <summary>The lengths that an element-wise formula of such operands has.</summary>
    private static Shape Joint(IEnumerable<Expression> operands)
    {
        Shape joint = Shape.Scalar;
        foreach (Expression e in operands)
        {
            Shape known = joint, next = e.Shape;
            if (!Shape.TryBroadcast(in known, in next, out joint)) throw new InvalidOperationException($"{known} and {next} do not broadcast.");
        }

        return Normal(joint);
    }

    public static Expression Power(Expression a, Expression exponent)
    {
        if (exponent is NumberExpression { Value: 0 }) return One;
        if (exponent is NumberExpression n && double.IsInteger(n.Value) && Math.Abs(n.Value) < 100)
        {
            return Product(1, [new Factor(a, (int)n.Value)]);
        }

        return a is NumberExpression number && exponent is NumberExpression p
            ? Number(Math.Pow(number.Value, p.Value))
            : new PowerExpression(Joint([a, exponent]), a, exponent);
    }

    /// <summary>The choice of a where the condition is not 0, else of b.</summary>
    public static Expression Choose(Notation notation, Expression condition, Expression a, Expression b)
    {
        if (condition is NumberExpression c) return c.Value != 0 ? a : b;
        if (IsNaN(b)) return a; // outside the domain of the formula
        if (IsNaN(a)) return b;
        if (IsIndicator(condition))
        {
            if (IsZero(b)) return Product(1, [new Factor(condition, 1), new Factor(a, 1)]);
            if (IsZero(a)) return Product(1, [new Factor(Sum([new Term(1, One), new Term(-1, condition)]), 1), new Factor(b, 1)]);
        }

        return new CallExpression(notation, Joint([condition, a, b]), Dimensions.None, [condition, a, b]);
    }

    /// <summary>1 where the relation holds, else 0.</summary>
    public static Expression Relate(Notation notation, Expression a, Expression b)
    {
        bool? holds = (a, notation.Symbol, b) switch
        {
            (NumberExpression x, ">", NumberExpression y) => x.Value > y.Value,
            (NumberExpression x, "<", NumberExpression y) => x.Value < y.Value,
            (NumberExpression x, "≥", NumberExpression y) => x.Value >= y.Value,
            (NumberExpression x, "≤", NumberExpression y) => x.Value <= y.Value,
            (NumberExpression x, "≠", NumberExpression y) => x.Value != y.Value,
            (NumberExpression x, "=", NumberExpression y) => x.Value == y.Value,
            _ => null,
        };
        return holds is { } known ? Number(known ? 1 : 0) : new CallExpression(notation, Joint([a, b]), Dimensions.None, [a, b]);
    }

    public static Expression Exponential(Notation notation, Expression x)
    {
        Expression seen = x is NameExpression { Definition: { } definition } ? definition : x;
        if (seen is CallExpression { Notation.LogarithmIs: { } function } call)
        {
            return new CallExpression(function, call.Shape, call.Along, call.Arguments) { IsElementwise = call.IsElementwise };
        }

        return x is NumberExpression n ? Number(Math.Exp(n.Value)) : new CallExpression(notation, x.Shape, Dimensions.None, [x]) { IsElementwise = true };
    }

    private static bool IsNaN(Expression e) => e is NumberExpression n && double.IsNaN(n.Value);

    private static bool IsZero(Expression e) => e is NumberExpression { Value: 0 };

    private static bool IsIndicator(Expression e) => e switch
    {
        CallExpression { Notation.Form: NotationForm.Relation } => true,
        ProductExpression { Coefficient: 1 } p => p.Factors.All(f => f.Exponent > 0 && IsIndicator(f.Expression)),
        NameExpression { Definition: { } definition } => IsIndicator(definition),
        _ => false,
    };
}
