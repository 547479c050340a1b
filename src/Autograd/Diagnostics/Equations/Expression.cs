namespace Autograd;

/// <summary>
/// A formula as a tree, in the algebra in which formulas are written: a tensor of one element is a scalar, [n] is a column, and element-wise
/// operations broadcast. <see cref="Algebra"/> builds the trees and keeps them simple.
/// </summary>
internal abstract class Expression(Shape shape)
{
    private string? _key;

    /// <summary>The lengths of the value; [] for one element.</summary>
    public Shape Shape { get; } = shape;

    public bool IsScalar => Shape.Rank == 0;

    /// <summary>The plain text: equal texts of equal lengths are equal formulas.</summary>
    public string Key => _key ??= new UnicodePrinter(isSingle: false).Print(this);

    /// <summary>Whether both are the same formula, whatever the order of factors.</summary>
    public bool Same(Expression other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Shape != other.Shape) return false;
        if (Key == other.Key) return true;
        return this is ProductExpression a && other is ProductExpression b && a.Coefficient == b.Coefficient && a.Factors.Count == b.Factors.Count
            && a.Factors.All(f => b.Factors.Any(g => g.Exponent == f.Exponent && g.Expression.Same(f.Expression)));
    }
}

/// <summary>A number.</summary>
internal sealed class NumberExpression(double value) : Expression(Shape.Scalar)
{
    public double Value { get; } = value;
}

/// <summary>A leaf, or a line of the derivation.</summary>
internal sealed class NameExpression(string name, Shape shape, Expression? definition) : Expression(shape)
{
    public string Name { get; } = name;

    /// <summary>What stands on the line of that name.</summary>
    public Expression? Definition { get; } = definition;

    /// <summary>Whether it stands for indices, not for numbers.</summary>
    public bool IsIndices { get; init; }
}

/// <summary>A sum of terms with coefficients, element by element.</summary>
internal sealed class SumExpression(Shape shape, IReadOnlyList<Term> terms) : Expression(shape)
{
    public IReadOnlyList<Term> Terms { get; } = terms;
}

/// <summary>A product of a number and of factors with exponents, element by element.</summary>
internal sealed class ProductExpression(Shape shape, double coefficient, IReadOnlyList<Factor> factors) : Expression(shape)
{
    public double Coefficient { get; } = coefficient;

    public IReadOnlyList<Factor> Factors { get; } = factors;
}

/// <summary>A power whose exponent is not a whole number or not a number.</summary>
internal sealed class PowerExpression(Shape shape, Expression @base, Expression exponent) : Expression(shape)
{
    public Expression Base { get; } = @base;

    public Expression Exponent { get; } = exponent;
}

/// <summary>A matrix product: [m, k] by [k, n], [m, k] by the column [k], the column [m] by [1, n].</summary>
internal sealed class MatrixProductExpression(Shape shape, Expression left, Expression right) : Expression(shape)
{
    public Expression Left { get; } = left;

    public Expression Right { get; } = right;
}

/// <summary>A transposition; of a column a row.</summary>
internal sealed class TransposeExpression(Shape shape, Expression operand) : Expression(shape)
{
    public Expression Operand { get; } = operand;
}

/// <summary>The same elements under other lengths, where the formula does not say so by itself.</summary>
internal sealed class ReshapeExpression(Shape shape, Expression operand) : Expression(shape)
{
    public Expression Operand { get; } = operand;

    /// <summary>Whether the lengths differ in nothing but dimensions of length 1.</summary>
    public bool IsUnit => Algebra.SameButOnes(Operand.Shape, Shape);
}

/// <summary>Repetition under larger lengths.</summary>
internal sealed class BroadcastExpression(Shape shape, Expression operand) : Expression(shape)
{
    public Expression Operand { get; } = operand;
}

/// <summary>A function, reduction, relation, index: whatever is written by its symbol.</summary>
internal sealed class CallExpression(Notation notation, Shape shape, Dimensions along, IReadOnlyList<Expression> arguments) : Expression(shape)
{
    public Notation Notation { get; } = notation;

    /// <summary>The dimensions of the first argument that it works along, if the notation has any.</summary>
    public Dimensions Along { get; } = along;

    public IReadOnlyList<Expression> Arguments { get; } = arguments;

    /// <summary>Whether an element of it depends on those of its arguments alone that are at its place.</summary>
    public bool IsElementwise { get; init; }
}

/// <summary>A term of a sum.</summary>
internal readonly record struct Term(double Coefficient, Expression Expression);

/// <summary>A factor of a product.</summary>
internal readonly record struct Factor(Expression Expression, int Exponent);
