using System.Globalization;
using System.Text.RegularExpressions;

namespace Autograd.Tests.Diagnostics.Formulas;

/// <summary>
/// Evaluates a printed formula from its text alone, by the grammar that the documentation states. It knows nothing of the tape or of
/// the printer.
/// <code>
/// sum     = ["−"] product { ("+" | "−") product }
/// product = side { ("⊙" | "/") side }
/// side    = item { item }                       factors side by side
/// item    = reduction item | tight
/// tight   = atom { "ᵀ" | "²" … | "^" atom | "[" index "]" }
/// atom    = number | name | function "(" sum { "," ( sum | word numbers ) } ")" | "(" sum ")" | "|" sum "|" | "[" sum relation sum "]"
/// </code>
/// </summary>
internal sealed class FormulaReader
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static readonly Regex StartsRange = new(@"^\[(:, )*\d+(\.\.|:)");
    private static readonly Regex WindowAttribute = new(@"^(?<name>stride|padding|zeros|dilation|groups|windows?|to) (?<down>\d+×)?(?<across>\d+)(?=[,)])");
    private static readonly Regex Ceiling = new(@"^ceiling(?<way> down| across)?(?=[,)])");
    private static readonly Regex LengthsAttribute = new(@"^to \[(?<lengths>\d+(, \d+)*)\]");
    private static readonly string[] Reductions = ["Σ", "max", "min", "logsumexp", "norm", "pnorm", "var", "std"];
    private readonly string _text;
    private readonly IReadOnlyDictionary<string, Grid> _names;
    private int _at;
    private bool _inMagnitude;

    private FormulaReader(string text, IReadOnlyDictionary<string, Grid> names)
    {
        _text = text;
        _names = names;
    }

    /// <summary>The value of a formula.</summary>
    public static Grid Evaluate(string text, IReadOnlyDictionary<string, Grid> names)
    {
        var reader = new FormulaReader(text, names);
        Grid value = reader.Sum();
        return reader.Peek() == '\0' ? value : throw reader.Unexpected();
    }

    private Grid Sum()
    {
        Grid value = Take('−') ? Product().Map(x => -x) : Product();
        while (true)
        {
            if (Take('+')) value = Grid.Join(x => x[0] + x[1], value, Product());
            else if (Take('−')) value = Grid.Join(x => x[0] - x[1], value, Product());
            else return value;
        }
    }

    private Grid Product()
    {
        Grid value = Side();
        while (true)
        {
            if (Take('⊙')) value = Grid.Join(x => Number.Times(x[0], x[1]), value, Side());
            else if (Take('/')) value = Grid.Join(x => Number.Over(x[0], x[1]), value, Side());
            else return value;
        }
    }

    private Grid Side()
    {
        Grid value = Item();
        while (StartsItem(Peek())) value = Grid.SideBySide(value, Item());
        return value;
    }

    private bool StartsItem(char c) => char.IsLetterOrDigit(c) || c is '∇' or '_' or '(' or '[' or '√' or '∞' || (c == '|' && !_inMagnitude);

    private Grid Item()
    {
        Peek();
        int start = _at;
        if (char.IsLetter(_text[_at]) && Word() is var word && _text.ElementAtOrDefault(_at) == ' ')
        {
            string[] parts = word.Split('_');
            if (Array.IndexOf(Reductions, parts[0].TrimEnd('0', '1', '2', '3', '4', '5', '.')) >= 0)
            {
                Grid operand = Item();
                int[] dimensions = FormulaFunctions.Dimensions(parts.ElementAtOrDefault(1), operand.Rank, whole: true);
                return FormulaFunctions.Reduce(parts[0], operand, dimensions);
            }
        }

        _at = start;
        return Tight();
    }

    private Grid Tight()
    {
        Grid value = Atom();
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == 'ᵀ')
            {
                _at++;
                value = value.Transposed();
            }
            else if (Superscripts.IndexOf(c) is var power && power >= 0)
            {
                _at++;
                value = value.Apply(x => Math.Pow(x, power));
            }
            else if (c == '^')
            {
                _at++;
                value = Grid.Join(x => Number.Of(v => Math.Pow(v[0], v[1]), x), value, Atom());
            }
            else if (c == '[')
            {
                bool isRange = StartsRange.IsMatch(_text[_at..]);
                _at++;
                if (isRange)
                {
                    value = FormulaFunctions.Slice(value, Until(']'));
                    continue;
                }

                value = FormulaFunctions.Gather(value, 0, Sum());
                Expect(']');
            }
            else
            {
                return value;
            }
        }

        return value;
    }

    private Grid Atom()
    {
        char c = Peek();
        if (char.IsDigit(c)) return ReadNumber();
        if (Take('∞')) return double.PositiveInfinity;
        if (c == '√' && _text.ElementAtOrDefault(_at + 1) != '(' && Take('√')) return Atom().Apply(Math.Sqrt);
        if (Take('('))
        {
            bool outer = _inMagnitude;
            _inMagnitude = false;
            Grid inner = Sum();
            _inMagnitude = outer;
            Expect(')');
            return inner;
        }

        if (Take('|'))
        {
            _inMagnitude = true;
            Grid inner = Sum();
            _inMagnitude = false;
            Expect('|');
            return inner.Apply(Math.Abs);
        }

        if (Take('[')) return Relation();
        string word = Word();
        if (_text.ElementAtOrDefault(_at) == '(') return Function(word);
        if (word == "π") return Math.PI;
        return word == "NaN" ? double.NaN : _names.TryGetValue(word, out Grid? value) ? value : throw new FormatException($"'{word}' in '{_text}' is not defined.");
    }

    private Grid Relation()
    {
        Grid left = Sum();
        char relation = Peek();
        _at++;
        Grid right = Sum();
        Expect(']');
        return Grid.Join(
            x => relation switch
            {
                '>' => x[0].Value > x[1].Value,
                '<' => x[0].Value < x[1].Value,
                '≥' => x[0].Value >= x[1].Value,
                '≤' => x[0].Value <= x[1].Value,
                '=' => x[0].Value == x[1].Value,
                '≠' => x[0].Value != x[1].Value,
                _ => throw Unexpected(),
            } ? 1.0 : 0.0,
            left,
            right);
    }

    private Grid Function(string word)
    {
        Expect('(');
        var arguments = new List<Grid>();
        string? range = null;
        int[] lengths = [];
        var attributes = new Dictionary<string, (int? Down, int Across)>();
        bool outer = _inMagnitude;
        _inMagnitude = false;
        do
        {
            if (Peek() == '[' && StartsRange.IsMatch(_text[_at..]))
            {
                _at++;
                range = Until(']');
            }
            else if (LengthsAttribute.Match(_text[_at..]) is { Success: true } to)
            {
                _at += to.Length;
                lengths = Array.ConvertAll(to.Groups["lengths"].Value.Split(", "), text => int.Parse(text, CultureInfo.InvariantCulture));
            }
            else if (_text[_at..].StartsWith("slices (", StringComparison.Ordinal))
            {
                _at += "slices (".Length;
                do Peek();
                while (TakeWindow("slices ", attributes) && Take(','));
                Expect(')');
            }
            else if (TakeWindow("", attributes))
            {
                continue;
            }
            else
            {
                arguments.Add(Sum());
            }
        }
        while (Take(','));
        _inMagnitude = outer;
        Expect(')');
        return new FormulaWindows(attributes, lengths).Apply(word, arguments) ?? FormulaFunctions.Apply(word, arguments, range);
    }

    /// <summary>How windows lie, if that is what stands here.</summary>
    private bool TakeWindow(string prefix, Dictionary<string, (int? Down, int Across)> attributes)
    {
        if (Ceiling.Match(_text[_at..]) is { Success: true } ceiling)
        {
            _at += ceiling.Length;
            string way = ceiling.Groups["way"].Value;
            attributes.Add(prefix + "ceiling", (way == " across" ? 0 : 1, way == " down" ? 0 : 1));
            return true;
        }

        if (WindowAttribute.Match(_text[_at..]) is not { Success: true } match) return false;
        _at += match.Length;
        string down = match.Groups["down"].Value;
        attributes.Add(prefix + match.Groups["name"].Value, (down.Length == 0 ? null : int.Parse(down[..^1], CultureInfo.InvariantCulture), int.Parse(match.Groups["across"].Value, CultureInfo.InvariantCulture)));
        return true;
    }

    private Grid ReadNumber()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsDigit(_text[_at]) || _text[_at] is '.' or 'E' || (_text[_at] is '−' or '+' && _text[_at - 1] == 'E'))) _at++;
        return double.Parse(_text[start.._at].Replace('−', '-'), CultureInfo.InvariantCulture);
    }

    private string Word()
    {
        int start = Peek() == '√' ? _at++ : _at;
        if (start < _at) return "√";
        while (IsPart(_at) || (_at > start && _at < _text.Length && _text[_at] is '.' or '-' or '/' or ':' && IsPart(_at + 1))) _at++;
        return _at > start ? _text[start.._at] : throw Unexpected();
    }

    /// <summary>Whether a character belongs to a word; parts of one may be joined by . - / or : with nothing between.</summary>
    private bool IsPart(int at) => at < _text.Length && (char.IsLetterOrDigit(_text[at]) && _text[at] != 'ᵀ' || _text[at] is '∇' or '_' or '′');

    private string Until(char end)
    {
        int start = _at;
        _at = _text.IndexOf(end, start);
        return _text[start.._at++];
    }

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c)) throw Unexpected();
    }

    private FormatException Unexpected() => new($"'{_text}' cannot be read from position {_at}: '{_text[Math.Min(_at, _text.Length)..]}'.");
}
