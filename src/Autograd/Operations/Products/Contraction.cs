using System.Numerics;

namespace Autograd;

/// <summary>Sums of products of several tensors: which two are taken first.</summary>
internal static class Contraction
{
    /// <summary>Up to this many tensors the cheapest of all orders is found.</summary>
    private const int MostInBestOrder = 6;

    /// <summary>A tensor whose dimensions have different names, without those of length 1 that others are longer in: diagonals are taken.</summary>
    public static Labelled<T> WithoutRepetition<T>(Labelled<T> term, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int d = term.Labels.Count - 1; d >= 0; d--)
        {
            int label = term.Labels[d], first = term.Labels.IndexOf(label);
            if (first < d) term = new(term.Tensor.Apply(new SharedIndexOperation<T>(first, d)), term.Labels.Without(d));
            else if (term.Tensor.Shape[d] != lengths[label]) term = new(term.Tensor.Squeeze(d), term.Labels.Without(d));
        }

        return term;
    }

    /// <summary>The sum of the products over all names that the result has not.</summary>
    /// <param name="terms">The tensors; used up.</param>
    /// <param name="result">The names of the result's dimensions, in their order.</param>
    /// <param name="lengths">The length of each name.</param>
    public static Labelled<T> Of<T>(Span<Labelled<T>> terms, Labels result, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < terms.Length; k++) terms[k] = terms[k].SumTo(result.Set | SetOfOthers(terms, 1UL << k));
        if (terms.Length is > 2 and <= MostInBestOrder)
        {
            Span<double> costs = stackalloc double[1 << MostInBestOrder];
            Span<int> parts = stackalloc int[1 << MostInBestOrder];
            FindBest(terms, result.Set, lengths, costs, parts);
            return InBestOrder(terms, (1 << terms.Length) - 1, result.Set, parts).InOrder(result);
        }

        for (int count = terms.Length; count > 1; count--)
        {
            (int a, int b) = Cheapest(terms[..count], lengths);
            ulong kept = result.Set | SetOfOthers(terms[..count], 1UL << a | 1UL << b);
            terms[a] = terms[a].Contract(terms[b], kept);
            terms[b] = terms[count - 1];
        }

        return terms[0].InOrder(result);
    }

    /// <summary>For each set of tensors, two bits or more, the cheapest way to take it apart: the part that is contracted with the rest.</summary>
    private static void FindBest<T>(ReadOnlySpan<Labelled<T>> terms, ulong result, ReadOnlySpan<int> lengths, Span<double> costs, Span<int> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int set = 1; set < 1 << terms.Length; set++)
        {
            costs[set] = 0;
            if ((set & (set - 1)) == 0) continue;
            costs[set] = double.PositiveInfinity;

            // The part with the first tensor, so that each pair of parts comes once.
            for (int part = (set - 1) & set; part > 0; part = (part - 1) & set)
            {
                if ((part & set & -set) == 0) continue;
                double cost = costs[part] + costs[set ^ part] + Cost(Kept(terms, part, result) | Kept(terms, set ^ part, result), lengths);
                if (cost >= costs[set]) continue;
                costs[set] = cost;
                parts[set] = part;
            }
        }
    }

    private static Labelled<T> InBestOrder<T>(ReadOnlySpan<Labelled<T>> terms, int set, ulong result, ReadOnlySpan<int> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if ((set & (set - 1)) == 0) return terms[int.TrailingZeroCount(set)];
        Labelled<T> a = InBestOrder(terms, parts[set], result, parts), b = InBestOrder(terms, set ^ parts[set], result, parts);
        return a.Contract(b, result | SetOfOthers(terms, (ulong)set));
    }

    /// <summary>The names that are left of some tensors once they are contracted: those of the result and of the others.</summary>
    private static ulong Kept<T>(ReadOnlySpan<Labelled<T>> terms, int set, ulong result)
        where T : unmanaged, IFloatingPointIeee754<T> => SetOfOthers(terms, ~(ulong)set) & (result | SetOfOthers(terms, (ulong)set));

    private static (int A, int B) Cheapest<T>(ReadOnlySpan<Labelled<T>> terms, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double least = double.PositiveInfinity;
        (int A, int B) best = (0, 1);
        for (int a = 0; a < terms.Length; a++)
        {
            for (int b = a + 1; b < terms.Length; b++)
            {
                double cost = Cost(terms[a].Labels.Set | terms[b].Labels.Set, lengths);
                if (cost >= least) continue;
                least = cost;
                best = (a, b);
            }
        }

        return best;
    }

    /// <summary>The multiply-adds of a product over all names of a set.</summary>
    private static double Cost(ulong set, ReadOnlySpan<int> lengths)
    {
        double cost = 1;
        for (; set != 0; set &= set - 1) cost *= lengths[(int)ulong.TrailingZeroCount(set)];
        return cost;
    }

    /// <summary>The names of all tensors but some, whose bits are given.</summary>
    private static ulong SetOfOthers<T>(ReadOnlySpan<Labelled<T>> terms, ulong without)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong set = 0;
        for (int k = 0; k < terms.Length; k++)
        {
            if (k >= 64 || (without >> k & 1) == 0) set |= terms[k].Labels.Set;
        }

        return set;
    }
}
