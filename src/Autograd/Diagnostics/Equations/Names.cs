using System.Text;

namespace Autograd;

/// <summary>
/// Hands out the names of a derivation: each once, each readable as one word of a formula. A word is letters, digits and _, in parts that
/// . - / or : may join: <c>layers.0.weight</c>, <c>conv-1</c>.
/// </summary>
internal sealed class Names
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "ones", "broadcast", "reshape", "vec", "column", "abs", "where", "π", "NaN" };
    private readonly Dictionary<char, int> _numbers = [];

    /// <summary>Keeps a word from being used as a name.</summary>
    public void Reserve(string symbol) => _taken.Add(symbol);

    /// <summary>The wanted name as a word; a number is put behind it if it is taken. Null where it makes no word, as most C# expressions.</summary>
    public string? Claim(string? wanted)
    {
        string? word = Word(wanted);
        if (word is null) return null;
        string name = word;
        for (int k = 2; !_taken.Add(name); k++) name = $"{word}_{k}";
        return name;
    }

    /// <summary>The next name of a series: a1, a2; in capitals for matrices.</summary>
    public string Next(char letter, Shape shape)
    {
        char own = shape.Rank > 1 ? char.ToUpperInvariant(letter) : letter;
        while (true)
        {
            int number = _numbers[letter] = _numbers.GetValueOrDefault(letter) + 1;
            string name = $"{own}{number}";
            if (_taken.Add(name)) return name;
        }
    }

    /// <summary>
    /// A name as a word, with indices set above or below as plain digits, _ for the spaces between words, and _ before a digit, which would
    /// begin a number. Null where it is none: an expression, a number.
    /// </summary>
    private static string? Word(string? wanted)
    {
        if (string.IsNullOrWhiteSpace(wanted)) return null;
        var word = new StringBuilder();
        bool hasNamedPart = false;
        char before = ' ';
        foreach (char c in wanted.Trim())
        {
            int digit = Math.Max("⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c, StringComparison.Ordinal), "₀₁₂₃₄₅₆₇₈₉".IndexOf(c, StringComparison.Ordinal));
            char next = digit >= 0 ? (char)('0' + digit) : c;
            if (IsJoint(next) ? !IsPart(before) : !IsPart(next)) return null;
            hasNamedPart |= !char.IsDigit(next) && (word.Length == 0 || IsJoint(before));
            word.Append(next == ' ' ? '_' : next);
            before = next;
        }

        if (IsJoint(before) || !hasNamedPart || word[0] == '′') return null;
        return char.IsDigit(word[0]) ? "_" + word : word.ToString();
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '∇' or '′';

    private static bool IsJoint(char c) => c is '.' or '-' or '/' or ':' or ' ';
}
