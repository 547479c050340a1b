using System.Numerics;

namespace Autograd;

/// <summary>
/// What the notation of Einsum says about tensors of given shapes: the names of their dimensions and of the result's, as numbers. Letters come first, then the
/// dimensions of an ellipsis, aligned at the last one.
/// </summary>
internal ref struct EinsumNotation
{
    private const int Letters = 52;

    /// <summary>The name of the last dimension of an ellipsis.</summary>
    private const int LastOfEllipsis = Letters + Shape.MaxRank - 1;

    private readonly string _text;
    private readonly Span<int> _lengths;
    private int _ellipsisRank = -1;

    /// <summary>Reads a notation.</summary>
    /// <param name="text">Such as <c>bij,bjk->bik</c>.</param>
    /// <param name="lengths">Where the length of each name is noted: room for 64.</param>
    public EinsumNotation(string text, Span<int> lengths)
    {
        _text = text;
        _lengths = lengths;
        lengths.Fill(-1);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        Inputs = arrow < 0 ? text : text.AsSpan(0, arrow);
        Result = arrow < 0 ? default : text.AsSpan(arrow + 2);
        HasResult = arrow >= 0;
    }

    /// <summary>What stands before the arrow.</summary>
    public ReadOnlySpan<char> Inputs { get; }

    /// <summary>What stands behind it.</summary>
    public ReadOnlySpan<char> Result { get; }

    /// <summary>Whether there is an arrow.</summary>
    public bool HasResult { get; }

    /// <summary>The number of tensors that are named.</summary>
    public readonly int Count
    {
        get
        {
            int count = 1;
            foreach (char c in Inputs) count += c == ',' ? 1 : 0;
            return count;
        }
    }

    /// <summary>The names of a tensor's dimensions; their lengths are noted, and compared with those noted before.</summary>
    public Labels Read(int operand, ReadOnlySpan<char> term, Shape shape)
    {
        int letters = 0, ellipsis = -1;
        for (int i = 0; i < term.Length; i++)
        {
            if (term[i] == ' ') continue;
            if (term[i] != '.')
            {
                LabelOf(term[i]);
                letters++;
                continue;
            }

            if (ellipsis >= 0 || !term[i..].StartsWith("...", StringComparison.Ordinal)) throw MatrixErrors.EinsumText(_text, "dots stand for further dimensions in threes, once in each tensor");
            ellipsis = letters;
            i += 2;
        }

        int further = shape.Rank - letters;
        if (further < 0 || (ellipsis < 0 && further != 0)) throw MatrixErrors.EinsumRank(_text, operand, letters, ellipsis >= 0, shape);
        Labels labels = Labels.None;
        if (ellipsis == 0) labels = Ellipsis(labels, further);
        foreach (char c in term)
        {
            if (c is ' ' or '.') continue;
            labels = labels.Add(LabelOf(c));
            if (labels.Count == ellipsis) labels = Ellipsis(labels, further);
        }

        if (ellipsis >= 0) _ellipsisRank = Math.Max(_ellipsisRank, further);
        for (int d = 0; d < labels.Count; d++)
        {
            int label = labels[d], known = _lengths[label], length = shape[d];
            if (known < 0 || (label >= Letters && known == 1)) _lengths[label] = length;
            else if (known != length && !(label >= Letters && length == 1)) throw MatrixErrors.EinsumLength(_text, label < Letters ? LetterOf(label).ToString() : "...", known, length);
        }

        return labels;
    }

    /// <summary>The names of the result's dimensions: as they stand behind the arrow, or those of an ellipsis and the letters that occur once, in their order.</summary>
    /// <param name="once">The letters that occur once.</param>
    /// <param name="all">All names.</param>
    public readonly Labels ReadResult(ulong once, ulong all)
    {
        Labels labels = Labels.None;
        if (!HasResult)
        {
            labels = Ellipsis(labels, Math.Max(_ellipsisRank, 0));
            for (int label = 0; label < Letters; label++)
            {
                if ((once >> label & 1) != 0) labels = labels.Add(label);
            }

            return labels;
        }

        for (int i = 0; i < Result.Length; i++)
        {
            if (Result[i] == ' ') continue;
            if (Result[i] == '.')
            {
                if (!Result[i..].StartsWith("...", StringComparison.Ordinal) || labels.Within(~0UL << Letters).Count > 0 || _ellipsisRank < 0)
                {
                    throw MatrixErrors.EinsumText(_text, "dots in the result stand for the further dimensions of the tensors, in threes and once");
                }

                labels = Ellipsis(labels, _ellipsisRank);
                i += 2;
                continue;
            }

            int label = LabelOf(Result[i]);
            if ((all >> label & 1) == 0) throw MatrixErrors.EinsumText(_text, $"'{Result[i]}' is a dimension of the result, but of no tensor");
            if (labels.IndexOf(label) >= 0) throw MatrixErrors.EinsumText(_text, $"'{Result[i]}' is named twice in the result");
            labels = labels.Add(label);
        }

        return labels;
    }

    /// <summary>With the dimensions of an ellipsis behind.</summary>
    private static Labels Ellipsis(Labels labels, int count)
    {
        for (int back = count - 1; back >= 0; back--) labels = labels.Add(LastOfEllipsis - back);
        return labels;
    }

    private static char LetterOf(int label) => (char)(label < 26 ? 'A' + label : 'a' + label - 26);

    private readonly int LabelOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        _ => throw MatrixErrors.EinsumText(_text, $"'{c}' is none of the letters that name dimensions"),
    };
}
