namespace Autograd.Tests.Diagnostics.Formulas;

/// <summary>The functions of formulas that choose, move and order elements, from their textbook definitions.</summary>
internal static class FormulaMovements
{
    public static Grid? Apply(string word, string? suffix, List<Grid> a)
    {
        Grid x = a[0];
        int d = FormulaFunctions.Dimensions(suffix, x.Rank, whole: false)[0];
        int Whole(int k, int otherwise = 0) => k < a.Count ? (int)a[k].Scalar : otherwise;
        switch (word)
        {
            case "gatheralong" when x.IsScalar:
                return Grid.Of(a[1].Lengths, x.At);
            case "gatheralong":
                return Grid.Of(a[1].Lengths, p => x.At(With(p.Length > 0 ? p : new int[x.Rank], d, Index(a[1], p))));
            case "scatteralong" when a[1].IsScalar:
                return Grid.Of([Whole(2)], p => p[0] == (int)a[1].Scalar ? x.Items[0] : 0);
            case "scatteralong":
                d = FormulaFunctions.Dimensions(suffix, a[1].Rank, whole: false)[0];
                return Grid.Of(With(a[1].Lengths, d, Whole(2)), p => Sum(Along(a[1], p, d, p[d]).Select(q => x.At(q))));
            case "segmentmax":
                return Grid.Of(With(x.Lengths, d, Whole(2)), p => Enumerable.Range(0, x.Lengths[d]).Where(k => Index(a[1], [k]) == p[d]).Select(k => x.At(With(p, d, k))).DefaultIfEmpty(double.NegativeInfinity).MaxBy(y => y.Value));
            case "lastwrite":
                return Grid.Of([Whole(1)], p => Last(Array.FindLastIndex(x.Items, i => (int)i.Value == p[0]), p[0], Whole(1)));
            case "lastwritealong":
                return Grid.Of(With(x.Lengths, d, Whole(1)), p => Last(Along(x, p, d, p[d]).Select(q => q[d]).LastOrDefault(-1), p[d], Whole(1)));
            case "position":
                int count = a.Count / 2;
                return Grid.Of(x.Lengths, p => Enumerable.Range(0, count).Aggregate(0, (sum, k) => (sum * Whole(count + k)) + Index(a[k], p)));
            case "tril":
                return Grid.Of(x.Lengths, p => p[^1] <= p[^2] + Whole(1) ? x.At(p) : 0);
            case "triu":
                return Grid.Of(x.Lengths, p => p[^1] >= p[^2] + Whole(1) ? x.At(p) : 0);
            case "diagonal":
                int row = Math.Max(-Whole(1), 0), column = Math.Max(Whole(1), 0);
                return Grid.Of([.. x.Lengths[..^2], Math.Max(0, Math.Min(x.Lengths[^2] - row, x.Lengths[^1] - column))], p => x.At([.. p[..^1], p[^1] + row, p[^1] + column]));
            case "diag":
                int offset = Whole(1);
                return Grid.Of([.. x.Lengths.Take(x.Rank - 1), Whole(2), Whole(3)], p => p[^1] - p[^2] == offset ? x.At([.. p[..^2], Math.Min(p[^1], p[^2])]) : 0);
            case "roll":
                return Grid.Of(x.Lengths, p => x.At(With(p, d, (p[d] - Whole(1) + x.Lengths[d]) % x.Lengths[d])));
            case "unfold":
                return Grid.Of([.. With(x.Lengths, d, ((x.Lengths[d] - Whole(1)) / Whole(2)) + 1), Whole(1)], p => x.At(With(p[..^1], d, (p[d] * Whole(2)) + p[^1])));
            case "fold":
                return Grid.Of(With(x.Lengths[..^1], d, Whole(1)), p => Sum(
                    from w in Enumerable.Range(0, x.Lengths[d])
                    let k = p[d] - (w * Whole(2))
                    where k >= 0 && k < x.Lengths[^1]
                    select x.At([.. With(p, d, w), k])));
            case "argsort" or "argsortdown" or "cumargmax" or "cumargmin" when x.IsScalar:
                return 0;
            case "logcumsumexp" when x.IsScalar:
                return x;
            case "argsort" or "argsortdown":
                return Grid.Of(With(x.Lengths, d, Whole(2)), p => Enumerable.Range(0, x.Lengths[d]).OrderBy(k => (word == "argsort" ? 1 : -1) * x.At(With(p, d, k)).Value).ElementAt(Whole(1) + p[d]));
            case "cumargmax" or "cumargmin":
                return Grid.Of(x.Lengths, p => Enumerable.Range(0, p[d] + 1).MinBy(k => (word == "cumargmin" ? 1 : -1) * x.At(With(p, d, k)).Value));
            case "logcumsumexp":
                return Grid.Of(x.Lengths, p => Number.Of(v => Math.Log(v.Sum(Math.Exp)), [.. Enumerable.Range(0, p[d] + 1).Select(k => x.At(With(p, d, k)))]));
            case "selected":
                Number[] places = [.. Enumerable.Range(0, x.Items.Length).Where(k => x.Items[k].Value != 0).Select(k => (Number)k)];
                return new Grid([places.Length], places);
            case "pixel":
                return Grid.Of(x.Lengths, p => (((x.Rank > 0 ? p[0] : 0) * Whole(2)) + Math.Clamp(Index(a[1], p), 0, Whole(2) - 1)) * Whole(3) + Math.Clamp(Index(x, p), 0, Whole(3) - 1));
            default:
                return null;
        }
    }

    private static int Index(Grid indices, int[] at) => (int)indices.At(at).Value;

    private static int Last(int written, int place, int count) => written < 0 ? place : count + written;

    /// <summary>The positions on a line through a place whose index is the given one.</summary>
    private static IEnumerable<int[]> Along(Grid indices, int[] place, int dimension, int index) =>
        Enumerable.Range(0, indices.Lengths[dimension]).Select(k => With(place, dimension, k)).Where(q => Index(indices, q) == index);

    private static int[] With(int[] position, int dimension, int value)
    {
        int[] other = [.. position];
        other[dimension] = value;
        return other;
    }

    private static Number Sum(IEnumerable<Number> items) => items.Aggregate((Number)0, (a, b) => a + b);
}
