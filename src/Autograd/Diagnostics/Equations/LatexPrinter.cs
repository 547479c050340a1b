using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>Writes formulas in LaTeX, with the precedence of <see cref="UnicodePrinter"/>; quotients as fractions.</summary>
internal sealed class LatexPrinter(bool isSingle)
{
    private const int Loose = 0, Elementwise = 1, Side = 2, Tight = 3;

    private const string Greek = "αβγδεζηθικλμνξπρστυφχψω";

    private static readonly string[] GreekWords =
        ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"];

    private const string SuperscriptDigits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The commands of the symbols that occur in sentences.</summary>
    private static readonly Dictionary<char, string> Symbols = new()
    {
        ['⊙'] = "odot", ['Σ'] = "sum", ['√'] = "surd", ['∇'] = "nabla", ['′'] = "prime", ['∂'] = "partial", ['·'] = "cdot", ['×'] = "times",
        ['≤'] = "le", ['≥'] = "ge", ['≠'] = "ne", ['|'] = "vert", ['∞'] = "infty", ['Φ'] = "Phi",
    };

    /// <summary>A line; what the lengths beside it say is not written.</summary>
    public string PrintLine(Expression e) => Print(UnicodePrinter.Bare(e), Loose);

    /// <summary>The set that a tensor of some lengths is from.</summary>
    public static string Space(Shape shape) => shape.Rank == 0 ? @"\mathbb{R}" : $@"\mathbb{{R}}^{{{Lengths(shape)}}}";

    /// <summary>A name: ∇W1 as the gradient of W with index 1; words, and names of several parts as a whole, upright.</summary>
    public static string Name(string name)
    {
        if (name.StartsWith('∇'))
        {
            string rest = name[1..].TrimStart('′');
            string primes = new('\'', name.Length - 1 - rest.Length);
            return $@"\nabla{primes} {Name(rest)}";
        }

        if (name.AsSpan().IndexOfAny(".-/:") >= 0) return $@"\mathrm{{{Escaped(name).Replace("-", @"\text{-}", StringComparison.Ordinal)}}}";
        int digits = name.Length;
        while (digits > 0 && char.IsDigit(name[digits - 1])) digits--;
        string word = name[..digits], index = name[digits..];
        if (word.EndsWith('_')) word = word[..^1];
        bool isIndexed = index.Length == 0 && word.Length == 2 && char.IsUpper(word[0]) && char.IsLower(word[1]);
        if (isIndexed) (word, index) = (word[..1], word[1..]);
        int greek = word.Length == 1 ? Greek.IndexOf(word[0], StringComparison.Ordinal) : -1;
        if (greek >= 0) word = @"\" + GreekWords[greek];
        else word = word.Length == 1 ? word : $@"\mathrm{{{Escaped(word)}}}";
        return index.Length == 0 ? word : $"{word}_{{{index}}}";
    }

    private static string Escaped(string word) => word.Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>A sentence: symbols as mathematics, what LaTeX would read as commands escaped.</summary>
    public static string Prose(string sentence)
    {
        var text = new StringBuilder(sentence.Length);
        foreach (char c in sentence)
        {
            int greek = Greek.IndexOf(c, StringComparison.Ordinal);
            string? symbol = greek >= 0 ? GreekWords[greek] : Symbols.GetValueOrDefault(c);
            if (symbol is not null) text.Append(CultureInfo.InvariantCulture, $@"$\{symbol}$");
            else if (SuperscriptDigits.IndexOf(c, StringComparison.Ordinal) is var digit and >= 0) text.Append(CultureInfo.InvariantCulture, $"$^{digit}$");
            else text.Append(c switch
            {
                'ᵀ' => @"$^{\top}$",
                '−' => "$-$",
                '<' or '>' => $"${c}$",
                '½' => "1/2",
                '…' => @"\dots{}",
                '_' or '&' or '%' or '#' or '$' or '{' or '}' => $@"\{c}",
                '^' => @"\^{}",
                '\\' => @"\textbackslash{}",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }

    private string Print(Expression e, int level)
    {
        var (text, own) = e switch
        {
            NumberExpression n => (Number(n.Value), n.Value < 0 ? Loose : Tight),
            NameExpression n => (Name(n.Name), Tight),
            SumExpression s => (Sum(s), Loose),
            ProductExpression p => Product(p),
            PowerExpression p => ($"{{{Print(p.Base, Tight)}}}^{{{Print(p.Exponent, Loose)}}}", Tight),
            MatrixProductExpression m => ($@"{Print(m.Left, Side)} \, {Print(m.Right, Tight)}", Side),
            TransposeExpression t => ($@"{{{Print(t.Operand, Tight)}}}^{{\top}}", Tight),
            ReshapeExpression { IsUnit: true, Shape.Rank: 1 } r => ($@"\operatorname{{vec}}\left({Print(r.Operand, Loose)}\right)", Tight),
            ReshapeExpression { IsUnit: true, Operand.Shape.Rank: 1, Shape.Rank: 2 } r when r.Shape[1] == 1 =>
                ($@"\operatorname{{column}}\left({Print(r.Operand, Loose)}\right)", Tight),
            ReshapeExpression r => ($@"\operatorname{{reshape}}_{{{Lengths(r.Shape)}}}\left({Print(r.Operand, Loose)}\right)", Tight),
            BroadcastExpression { Operand: NumberExpression { Value: 1 } } b => ($@"\mathbf{{1}}_{{{Lengths(b.Shape)}}}", Tight),
            BroadcastExpression { Operand.IsScalar: true } b => ($@"{Print(b.Operand, Side)} \, \mathbf{{1}}_{{{Lengths(b.Shape)}}}", Side),
            BroadcastExpression b => ($@"\operatorname{{broadcast}}_{{{Lengths(b.Shape)}}}\left({Print(b.Operand, Loose)}\right)", Tight),
            CallExpression c => Call(c),
            _ => throw new InvalidOperationException($"{e.GetType().Name} has no notation."),
        };
        return own < level ? $@"\left({text}\right)" : text;
    }

    private string Number(double value)
    {
        string text = UnicodePrinter.Number(value, isSingle).Replace('−', '-').Replace("∞", @"\infty", StringComparison.Ordinal);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 ? text : $@"{text[..exponent]} \cdot 10^{{{text[(exponent + 1)..].TrimStart('+')}}}";
    }

    private string Sum(SumExpression s)
    {
        var text = new StringBuilder();
        for (int k = 0; k < s.Terms.Count; k++)
        {
            var (coefficient, e) = s.Terms[k];
            bool negative = coefficient < 0;
            if (k > 0) text.Append(negative ? " - " : " + ");
            else if (negative) text.Append('-');
            double magnitude = Math.Abs(coefficient);
            text.Append(Print(magnitude == 1 ? e : Algebra.Scale(magnitude, e), Elementwise));
        }

        return text.ToString();
    }

    private (string Text, int Level) Product(ProductExpression p)
    {
        Fraction fraction = Fraction.Of(Math.Abs(p.Coefficient));
        Factor[] top = [.. p.Factors.Where(f => f.Exponent > 0)], bottom = [.. p.Factors.Where(f => f.Exponent < 0).Select(f => f with { Exponent = -f.Exponent })];
        string sign = p.Coefficient < 0 ? "-" : "";
        var (numerator, level) = Factors(fraction.Over, "", top);
        if (bottom.Length > 0 || !fraction.IsWhole)
        {
            numerator = $@"\frac{{{numerator}}}{{{Factors(fraction.Under, fraction.LatexRoot, bottom).Text}}}";
            level = Side;
        }

        return (sign + numerator, sign.Length > 0 ? Loose : level);
    }

    private (string Text, int Level) Factors(double number, string root, Factor[] factors)
    {
        string[] numbers = [.. number == 1 && (root.Length > 0 || factors.Length > 0) ? [] : new[] { Number(number) }, .. root.Length == 0 ? [] : new[] { root }];
        if (factors.Length == 0) return (string.Join(@" \, ", numbers), Side);
        if (factors is [var single] && numbers.Length == 0)
        {
            return single.Exponent == 1 ? (Print(single.Expression, Loose), single.Expression is SumExpression ? Loose : Side) : (Raised(single, Tight), Tight);
        }

        bool side = factors.Count(f => !f.Expression.IsScalar) <= 1;
        string[] parts = [.. factors.Select((f, k) => Raised(f, side && k == factors.Length - 1 ? Side : Tight))];
        return side
            ? (string.Join(@" \, ", [.. numbers, .. parts]), Side)
            : (string.Join(@" \, ", [.. numbers, string.Join(@" \odot ", parts)]), Elementwise);
    }

    private string Raised(Factor factor, int level) =>
        factor.Exponent == 1 ? Print(factor.Expression, level) : $"{{{Print(factor.Expression, Tight)}}}^{{{factor.Exponent}}}";

    private (string Text, int Level) Call(CallExpression c)
    {
        string along = UnicodePrinter.Along(c), attributes = string.Concat(c.Notation.Attributes.Select(a => ", " + Attribute(a)));
        string below = along.Length == 0 ? "" : $@"_{{\mathrm{{{along[1..]}}}}}";
        string list = string.Join(", ", c.Arguments.Select(a => Print(a, Loose)));
        return c.Notation.Form switch
        {
            NotationForm.Reduction => ($@"{c.Notation.Latex}{below} {Print(c.Arguments[0], Tight)}", Side),
            NotationForm.Relation => ($@"\left[{Print(c.Arguments[0], Loose)} {c.Notation.Latex} {Print(c.Arguments[1], Loose)}\right]", Tight),
            NotationForm.Magnitude => ($@"\left|{list}\right|", Tight),
            NotationForm.Exponential => ($"e^{{{list}}}", Tight),
            NotationForm.Index => ($@"{Print(c.Arguments[0], Tight)}\left[{Print(c.Arguments[1], Loose)}\right]", Tight),
            NotationForm.Slice => ($@"{Print(c.Arguments[0], Tight)}\left[{Attribute(c.Notation.Attributes[0])}\right]", Tight),
            NotationForm.Root => ($@"\sqrt{{{list}}}", Tight),
            _ => ($@"{c.Notation.Latex}{below}\left({list}{attributes}\right)", Tight),
        };
    }

    /// <summary>An attribute, its word upright.</summary>
    private static string Attribute(string text)
    {
        int word = text.IndexOf(' ', StringComparison.Ordinal);
        string plain = text.Replace('−', '-').Replace("×", @" \times ", StringComparison.Ordinal);
        return word > 0 && text.AsSpan(0, word).IndexOfAnyExceptInRange('a', 'z') < 0 ? $@"\text{{{plain[..word]} }}{plain[(word + 1)..]}" : plain;
    }

    private static string Lengths(Shape shape) => string.Join(@" \times ", shape.ToArray());
}
