using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>
/// Writes formulas as plain Unicode text. From loose to tight: sums; ⊙ and /; factors side by side (a matrix product, or a scalar
/// times anything); powers, ᵀ, indices and function calls.
/// </summary>
internal sealed class UnicodePrinter(bool isSingle)
{
    private const int Loose = 0, Elementwise = 1, Side = 2, Tight = 3;

    /// <summary>The formula of a line: rearrangement of unit dimensions and repetition are said by the lengths beside it.</summary>
    public string PrintLine(Expression e) => Print(Bare(e));

    /// <summary>A formula without what the lengths of its line say.</summary>
    public static Expression Bare(Expression e) => e switch
    {
        ReshapeExpression { IsUnit: true } r => r.Operand,
        BroadcastExpression b => b.Operand,
        ProductExpression { Factors: [{ Exponent: 1, Expression: ReshapeExpression { IsUnit: true } r }] } p => Algebra.Scale(p.Coefficient, r.Operand),
        _ => e,
    };

    public string Print(Expression e) => Print(e, Loose);

    private string Number(double value) => Number(value, isSingle);

    /// <summary>A number in its shortest text, without a power of ten where it is a short decimal.</summary>
    public static string Number(double value, bool isSingle)
    {
        string text = isSingle ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains("E-0", StringComparison.Ordinal))
        {
            decimal plain = isSingle ? (decimal)(float)value : (decimal)value;
            if (isSingle ? (float)plain == (float)value : (double)plain == value) text = plain.ToString(CultureInfo.InvariantCulture);
        }

        return text.Replace('-', '−').Replace("Infinity", "∞", StringComparison.Ordinal);
    }

    private string Print(Expression e, int level)
    {
        var (text, own) = e switch
        {
            NumberExpression n => (Number(n.Value), n.Value < 0 ? Loose : Tight),
            NameExpression n => (n.Name, Tight),
            SumExpression s => (Sum(s), Loose),
            ProductExpression p => Product(p),
            PowerExpression p => ($"{Print(p.Base, Tight)}^{Exponent(p.Exponent)}", Tight),
            MatrixProductExpression m => ($"{Print(m.Left, Side)} {Print(m.Right, Tight)}", Side),
            TransposeExpression t => (Print(t.Operand, Tight) + "ᵀ", Tight),
            ReshapeExpression r => (Reshape(r), Tight),
            BroadcastExpression { Operand: NumberExpression { Value: 1 } } b => ($"ones({Lengths(b.Shape)})", Tight),
            BroadcastExpression { Operand.IsScalar: true } b => ($"{Print(b.Operand, Side)} ones({Lengths(b.Shape)})", Side),
            BroadcastExpression b => ($"broadcast({Print(b.Operand)}, {Lengths(b.Shape)})", Tight),
            CallExpression c => Call(c),
            _ => throw new InvalidOperationException($"{e.GetType().Name} has no notation."),
        };
        return own < level ? $"({text})" : text;
    }

    private string Sum(SumExpression s)
    {
        var text = new StringBuilder();
        for (int k = 0; k < s.Terms.Count; k++)
        {
            var (coefficient, e) = s.Terms[k];
            bool negative = coefficient < 0;
            if (k > 0) text.Append(negative ? " − " : " + ");
            else if (negative) text.Append('−');
            double magnitude = Math.Abs(coefficient);
            Expression term = magnitude == 1 ? e : Algebra.Scale(magnitude, e);
            text.Append(Print(term, Elementwise));
        }

        return text.ToString();
    }

    private (string Text, int Level) Product(ProductExpression p)
    {
        double coefficient = Math.Abs(p.Coefficient);
        Fraction fraction = Fraction.Of(coefficient);
        Factor[] top = [.. p.Factors.Where(f => f.Exponent > 0)], bottom = [.. p.Factors.Where(f => f.Exponent < 0).Select(f => f with { Exponent = -f.Exponent })];
        string sign = p.Coefficient < 0 ? "−" : "";
        var (numerator, level) = Factors(fraction.Over, "", top);
        if (bottom.Length == 0 && fraction.IsWhole) return (sign + numerator, sign.Length > 0 ? Loose : level);
        var (denominator, bottomLevel) = Factors(fraction.Under, fraction.Root, bottom);
        string divisor = bottomLevel < Tight ? $"({denominator})" : denominator;
        return ($"{sign}{numerator} / {divisor}", sign.Length > 0 ? Loose : Elementwise);
    }

    /// <summary>A number, a root and factors: side by side if at most one is not a scalar, else joined by ⊙.</summary>
    private (string Text, int Level) Factors(double number, string root, Factor[] factors)
    {
        string[] numbers = [.. number == 1 && (root.Length > 0 || factors.Length > 0) ? [] : new[] { Number(number) }, .. root.Length == 0 ? [] : new[] { root }];
        if (factors.Length == 0) return (string.Join(' ', numbers), numbers.Length > 1 ? Side : Tight);
        if (factors.Length == 1 && numbers.Length == 0) return (Raised(factors[0], Side), Level(factors[0]));
        bool side = factors.Count(f => !f.Expression.IsScalar) <= 1;
        string[] parts = [.. factors.Select((f, k) => Raised(f, side && k == factors.Length - 1 ? Side : Tight))];
        return side
            ? (string.Join(' ', [.. numbers, .. parts]), Side)
            : (string.Join(' ', [.. numbers, string.Join(" ⊙ ", parts)]), Elementwise);
    }

    private static int Level(Factor factor) => factor.Exponent != 1 ? Tight : factor.Expression switch
    {
        MatrixProductExpression or BroadcastExpression { Operand: not NumberExpression } => Side,
        _ => Tight,
    };

    private string Raised(Factor factor, int level) => factor.Exponent switch
    {
        1 => Print(factor.Expression, level),
        < 10 => Print(factor.Expression, Tight) + "⁰¹²³⁴⁵⁶⁷⁸⁹"[factor.Exponent],
        _ => $"{Print(factor.Expression, Tight)}^{factor.Exponent}",
    };

    private string Exponent(Expression e) => e is NameExpression or NumberExpression { Value: >= 0 } ? Print(e, Tight) : $"({Print(e)})";

    private string Reshape(ReshapeExpression r)
    {
        if (r.IsUnit && r.Shape.Rank == 1) return $"vec({Print(r.Operand)})";
        if (r.IsUnit && r.Operand.Shape.Rank == 1 && r.Shape.Rank == 2 && r.Shape[1] == 1) return $"column({Print(r.Operand)})";
        return $"reshape({Print(r.Operand)}, {Lengths(r.Shape)})";
    }

    private (string Text, int Level) Call(CallExpression c)
    {
        string along = Along(c), attributes = string.Concat(c.Notation.Attributes.Select(a => ", " + a));
        string list = string.Join(", ", c.Arguments.Select(a => Print(a)));
        return c.Notation.Form switch
        {
            NotationForm.Reduction => ($"{c.Notation.Symbol}{along} {Print(c.Arguments[0], Tight)}", Side),
            NotationForm.Relation => ($"[{Print(c.Arguments[0])} {c.Notation.Symbol} {Print(c.Arguments[1])}]", Tight),
            NotationForm.Magnitude => list.Contains('|', StringComparison.Ordinal) ? ($"abs({list})", Tight) : ($"|{list}|", Tight),
            NotationForm.Root when c.Arguments[0] is NameExpression => (c.Notation.Symbol + list, Tight),
            NotationForm.Index => ($"{Print(c.Arguments[0], Tight)}[{Print(c.Arguments[1])}]", Tight),
            NotationForm.Slice => ($"{Print(c.Arguments[0], Tight)}[{c.Notation.Attributes[0]}]", Tight),
            _ => ($"{c.Notation.Symbol}{along}({list}{attributes})", Tight),
        };
    }

    /// <summary>The dimensions that a function works along, where that has to be said: of all or the last there is no need to.</summary>
    public static string Along(CallExpression c)
    {
        if (c.Notation.Along is null) return "";
        int rank = c.Notation.Form == NotationForm.Indicator ? c.Shape.Rank : c.Arguments.First(a => !a.IsScalar || c.Arguments[^1] == a).Shape.Rank;
        bool reduction = c.Notation.Form == NotationForm.Reduction;
        int[] dimensions = [.. Enumerable.Range(0, rank).Where(c.Along.Contains)];
        bool plain = reduction
            ? c.Shape.Rank == 0 || dimensions.Length == rank
            : dimensions is [var only] && only == rank - 1;
        if (plain || rank == 0) return "";
        if (rank == 2 && dimensions is [var one]) return one == 0 ? "_rows" : "_cols";
        return "_" + string.Concat(dimensions);
    }

    private static string Lengths(Shape shape) => string.Join(", ", shape.ToArray());
}
