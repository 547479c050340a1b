using System.Text;

namespace Autograd;

/// <summary>Hands out the names of a derivation: each once, each readable as one word of a formula.</summary>
internal sealed class Names
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "ones", "broadcast", "reshape", "vec", "column", "abs", "where", "π", "NaN" };
    private readonly Dictionary<char, int> _numbers = [];

    /// <summary>Keeps a word from being used as a name.</summary>
    public void Reserve(string symbol) => _taken.Add(symbol);

    /// <summary>The wanted name as a word; the last part of a.b.c; a number is put behind it if it is taken.</summary>
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

    /// <summary>The last part of a.b.c if it is a word, with indices set above or below as plain digits; else null.</summary>
    private static string? Word(string? wanted)
    {
        if (string.IsNullOrWhiteSpace(wanted)) return null;
        string last = wanted[(wanted.LastIndexOf('.') + 1)..];
        var word = new StringBuilder();
        foreach (char c in last.Trim())
        {
            int digit = Math.Max("⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c, StringComparison.Ordinal), "₀₁₂₃₄₅₆₇₈₉".IndexOf(c, StringComparison.Ordinal));
            if (digit >= 0) word.Append((char)('0' + digit));
            else if (char.IsLetterOrDigit(c) || c is '_' or '∇' or '′') word.Append(c);
            else return null;
        }

        return word.Length > 0 && !char.IsDigit(word[0]) && word[0] != '′' ? word.ToString() : null;
    }
}
