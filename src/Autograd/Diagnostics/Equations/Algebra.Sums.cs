namespace Autograd;

/// <content>Sums and products, element by element.</content>
internal static partial class Algebra
{
    /// <summary>Σ coefficient · term, with like terms put together, a common coefficient taken out, and a positive term first.</summary>
    public static Expression Sum(IEnumerable<Term> terms)
    {
        var flat = new List<Term>();
        double number = 0;
        bool numberFirst = false;
        foreach (Term term in terms)
        {
            Add(flat, ref number, term);
            numberFirst |= flat.Count == 0 && number != 0;
        }

        flat.RemoveAll(t => t.Coefficient == 0);
        if (flat.Count == 0) return Number(number);
        double magnitude = Math.Abs(flat[0].Coefficient);
        bool common = number == 0 && flat.TrueForAll(t => Math.Abs(t.Coefficient) == magnitude);
        if (common && flat.Count == 1) return Scale(flat[0].Coefficient, flat[0].Expression);
        if (common && magnitude != 1) return Scale(magnitude, Sum(flat.Select(t => t with { Coefficient = Math.Sign(t.Coefficient) })));
        if (number != 0)
        {
            var constant = new Term(number, One);
            if (numberFirst || (number > 0 && flat[0].Coefficient < 0)) flat.Insert(0, constant);
            else flat.Add(constant);
        }

        int positive = flat.FindIndex(t => t.Coefficient > 0);
        if (positive > 0)
        {
            Term first = flat[positive];
            flat.RemoveAt(positive);
            flat.Insert(0, first);
        }

        return flat.Count == 1 && flat[0].Coefficient == 1 ? flat[0].Expression : new SumExpression(Joint(flat.Select(t => t.Expression)), flat);
    }

    private static void Add(List<Term> flat, ref double number, Term term)
    {
        switch (term.Expression)
        {
            case NumberExpression n:
                number += term.Coefficient * n.Value;
                break;
            case SumExpression s when Math.Abs(term.Coefficient) == 1:
                foreach (Term inner in s.Terms) Add(flat, ref number, inner with { Coefficient = term.Coefficient * inner.Coefficient });
                break;
            case ProductExpression { Coefficient: not 1 } p:
                Add(flat, ref number, new Term(term.Coefficient * p.Coefficient, Product(1, p.Factors)));
                break;
            default:
                int like = flat.FindIndex(t => t.Expression.Same(term.Expression));
                if (like < 0) flat.Add(term);
                else flat[like] = term with { Coefficient = flat[like].Coefficient + term.Coefficient };
                break;
        }
    }

    public static Expression Scale(double coefficient, Expression e) =>
        e is BroadcastExpression b ? Broadcast(Scale(coefficient, b.Operand), e.Shape) : Product(coefficient, [new Factor(e, 1)]);

    /// <summary>coefficient · Π factorᵉˣᵖᵒⁿᵉⁿᵗ, with like factors put together and the sign drawn into a difference.</summary>
    public static Expression Product(double coefficient, IEnumerable<Factor> factors)
    {
        var flat = new List<Factor>();
        foreach (Factor factor in factors) Multiply(flat, ref coefficient, factor);
        flat.RemoveAll(f => f is { Exponent: 1, Expression: CallExpression { Notation: { Form: NotationForm.Relation, Symbol: "≠" }, Arguments: [var x, NumberExpression { Value: 0 }] } }
            && flat.Exists(g => g.Exponent > 0 && g.Expression.Same(x)));
        if (coefficient == 0 || flat.Count == 0) return Number(coefficient);
        if (coefficient < 0)
        {
            int difference = flat.FindIndex(f => f is { Exponent: 1, Expression: SumExpression s } && s.Terms.Any(t => t.Coefficient < 0));
            if (difference >= 0)
            {
                coefficient = -coefficient;
                flat[difference] = new Factor(Negated((SumExpression)flat[difference].Expression), 1);
            }
        }

        if (flat is [{ Exponent: 1 } single])
        {
            if (coefficient == 1) return single.Expression;
            if (coefficient == -1 && single.Expression is SumExpression sum) return Negated(sum);
        }

        // Names come before functions and parentheses: x ⊙ sin(x).
        return new ProductExpression(Joint(flat.Select(f => f.Expression)), coefficient, [.. flat.OrderBy(f => f.Expression is CallExpression or SumExpression)]);
    }

    private static Expression Negated(SumExpression sum) => Sum(sum.Terms.Select(t => t with { Coefficient = -t.Coefficient }));

    private static void Multiply(List<Factor> flat, ref double coefficient, Factor factor)
    {
        switch (factor.Expression)
        {
            case NumberExpression n:
                coefficient *= Math.Pow(n.Value, factor.Exponent);
                break;
            case ProductExpression p:
                coefficient *= Math.Pow(p.Coefficient, factor.Exponent);
                foreach (Factor inner in p.Factors) Multiply(flat, ref coefficient, inner with { Exponent = inner.Exponent * factor.Exponent });
                break;
            default:
                int like = flat.FindIndex(f => f.Expression.Same(factor.Expression)), exponent = factor.Exponent;
                if (like >= 0)
                {
                    exponent += flat[like].Exponent;
                    flat.RemoveAt(like);
                }

                if (exponent == 0) break;
                if (exponent % 2 == 0 && factor.Expression is CallExpression { Notation.Form: NotationForm.Root } root)
                {
                    Multiply(flat, ref coefficient, new Factor(root.Arguments[0], exponent / 2));
                    break;
                }

                flat.Insert(like >= 0 ? like : flat.Count, factor with { Exponent = exponent });
                break;
        }
    }

    /// <summary>A formula as a number times a formula without one.</summary>
    public static (double Coefficient, Expression Bare) Split(Expression e) => e switch
    {
        NumberExpression n => (n.Value, One),
        ProductExpression { Coefficient: not 1 } p => (p.Coefficient, Product(1, p.Factors)),
        _ => (1, e),
    };
}
