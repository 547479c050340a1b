namespace Autograd;

/// <summary>
/// Groups of rows none of which share a column, few of them. Greedy: each row in turn goes into the first group that has no row of a common column
/// (partial distance-2 coloring of the bipartite graph).
/// </summary>
internal static class DistanceTwoColoring
{
    /// <summary>Beyond so many pairs of neighbors no order but the natural one is tried.</summary>
    private const long ManyPairs = 1 << 22;

    /// <summary>The group of each row; −1 of rows without entries.</summary>
    public static int[] Find(SparsityPattern pattern, SparsityPattern transposed)
    {
        int least = transposed.LongestRow, filled = 0;
        for (int row = 0; row < pattern.RowCount; row++) filled += pattern.Row(row).IsEmpty ? 0 : 1;
        var orders = new VertexOrders(pattern, transposed);
        if (least == filled) return EachByItself(pattern);
        int[] best = Color(pattern, transposed, orders.Natural());
        if (best.Max() < least || PairCount(transposed) > ManyPairs) return best;
        foreach (Func<int[]> order in (Func<int[]>[])[orders.LargestFirst, orders.SmallestLast, orders.Incidence])
        {
            int[] other = Color(pattern, transposed, order());
            if (other.Max() < best.Max()) best = other;
            if (best.Max() < least) return best;
        }

        // Whole groups one after the other, in any order of groups, never need more than before, and often fewer.
        int[] current = best;
        for (int round = 0; round < VertexOrders.MostRounds && best.Max() >= least; round++)
        {
            current = Color(pattern, transposed, VertexOrders.ByGroup(current, round));
            if (current.Max() < best.Max()) best = current;
        }

        return best;
    }

    private static int[] Color(SparsityPattern pattern, SparsityPattern transposed, int[] order)
    {
        var groups = new int[pattern.RowCount];
        Array.Fill(groups, -1);
        var forbidden = new int[pattern.RowCount + 1];
        Array.Fill(forbidden, -1);
        foreach (int row in order)
        {
            ReadOnlySpan<int> columns = pattern.Row(row);
            if (columns.IsEmpty) continue;
            foreach (int column in columns)
            {
                foreach (int neighbor in transposed.Row(column))
                {
                    if (groups[neighbor] >= 0) forbidden[groups[neighbor]] = row;
                }
            }

            int group = 0;
            while (forbidden[group] == row) group++;
            groups[row] = group;
        }

        return groups;
    }

    private static int[] EachByItself(SparsityPattern pattern)
    {
        var groups = new int[pattern.RowCount];
        int next = 0;
        for (int row = 0; row < groups.Length; row++) groups[row] = pattern.Row(row).IsEmpty ? -1 : next++;
        return groups;
    }

    private static long PairCount(SparsityPattern transposed)
    {
        long count = 0;
        for (int column = 0; column < transposed.RowCount; column++) count += (long)transposed.Row(column).Length * transposed.Row(column).Length;
        return count;
    }
}
