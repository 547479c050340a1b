namespace Autograd;

/// <summary>What a reader of a derivation may not know: the notations that occur in it, each with what it means, from what the operations declare.</summary>
internal static class Legend
{
    /// <summary>A sample and its meaning for each, in the order in which they occur first.</summary>
    public static IReadOnlyList<(string Sample, string Meaning)> Of(IEnumerable<Expression> formulas)
    {
        var entries = new List<(string Sample, string Meaning)>();
        foreach (Expression formula in formulas) Add(UnicodePrinter.Bare(formula));
        return entries;

        void Add(Expression e)
        {
            foreach (var entry in Entries(e))
            {
                if (!entries.Exists(known => known.Sample == entry.Sample)) entries.Add(entry);
            }

            foreach (Expression part in Complexity.Parts(e)) Add(part);
        }
    }

    private static IEnumerable<(string Sample, string Meaning)> Entries(Expression e)
    {
        switch (e)
        {
            case CallExpression c:
                if (c.Notation.Form == NotationForm.Reduction && UnicodePrinter.Along(c) is { Length: > 0 } along) yield return ($"{c.Notation.Symbol}{along}", Over(along));
                if (c.Notation.Explanation is { } explanation) yield return explanation;
                break;
            case ProductExpression p when p.Factors.Count(f => !f.Expression.IsScalar) > 1 && p.Factors.Count(f => !f.Expression.IsScalar && f.Exponent > 0) > 1:
                yield return ("⊙", "element by element, what is shorter being repeated");
                break;
            case ReshapeExpression { IsUnit: true, Shape.Rank: 1 }:
                yield return ("vec(X)", "the elements of X in a row of numbers, [n]");
                break;
            case ReshapeExpression { IsUnit: true, Operand.Shape.Rank: 1, Shape: { Rank: 2 } shape } when shape[1] == 1:
                yield return ("column(x)", "[n] as [n, 1], to be repeated in every column");
                break;
            case ReshapeExpression:
                yield return ("reshape(X, …)", "the same elements under these lengths");
                break;
            case BroadcastExpression { Operand.IsScalar: true }:
                yield return ("ones(…)", "ones, of these lengths");
                break;
            case BroadcastExpression:
                yield return ("broadcast(X, …)", "X repeated to these lengths");
                break;
        }
    }

    private static string Over(string along) => along switch
    {
        "_rows" => "over all rows, column by column: a row is left",
        "_cols" => "over all columns, row by row: a column is left",
        _ => $"over the dimensions {string.Join(", ", along[1..].ToCharArray())}, counted from 0",
    };
}
