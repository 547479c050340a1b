namespace Autograd;

/// <summary>
/// Groups of rows none of which share a column, few of them. Greedy: each row in turn goes into the first group that has no row of a common column
/// (partial distance-2 coloring of the bipartite graph).
/// </summary>
internal static class DistanceTwoColoring
{
    /// <summary>Beyond so many pairs of neighbors no order but the natural one is tried.</summary>
    private const long ManyPairs = 1 << 22;

    /// <summary>How often the best coloring is colored anew.</summary>
    private const int MostRounds = 64;

    /// <summary>The group of each row; −1 of rows without entries.</summary>
    public static int[] Find(SparsityPattern pattern, SparsityPattern transposed)
    {
        int least = transposed.LongestRow, filled = 0;
        for (int row = 0; row < pattern.RowCount; row++) filled += pattern.Row(row).IsEmpty ? 0 : 1;
        var orders = new VertexOrders(pattern, transposed);
        if (least == filled) return EachByItself(pattern);
        var best = new Candidate(Color(pattern, transposed, orders.Natural()));
        if (best.Count == least || PairCount(transposed) > ManyPairs) return best.Groups;
        foreach (Func<int[]> order in (Func<int[]>[])[orders.LargestFirst, orders.SmallestLast, orders.Incidence])
        {
            var other = new Candidate(Color(pattern, transposed, order()));
            if (other.Count < best.Count) best = other;
            if (best.Count == least) return best.Groups;
        }

        // Whole groups one after the other, in any order of groups, never need more than before, and often fewer.
        Candidate current = best;
        for (int round = 0; round < MostRounds && best.Count > least; round++)
        {
            current = new Candidate(Color(pattern, transposed, current.ByGroup(round)));
            if (current.Count < best.Count) best = current;
        }

        return best.Groups;
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

    private readonly struct Candidate(int[] groups)
    {
        public int[] Groups { get; } = groups;

        public int Count { get; } = groups.Max() + 1;

        /// <summary>All vertices, group by group: in turn the last group first, the largest first, and in an order that is different each time.</summary>
        public int[] ByGroup(int round)
        {
            var keys = new long[Count];
            foreach (int group in Groups)
            {
                if (round % 3 == 1 && group >= 0) keys[group]--;
            }

            for (int group = 0; round % 3 != 1 && group < Count; group++)
            {
                keys[group] = round % 3 == 0 ? -group : (group * 0x9E3779B1L * (round + 1)) & 0xFFFFF;
            }

            int[] sorted = [.. Enumerable.Range(0, Count)], places = new int[Count];
            Array.Sort(keys, sorted);
            for (int place = 0; place < Count; place++) places[sorted[place]] = place;
            int[] order = [.. Enumerable.Range(0, Groups.Length)], all = Groups;
            Array.Sort(Array.ConvertAll(order, vertex => all[vertex] < 0 ? -1 : ((long)places[all[vertex]] * all.Length) + vertex), order);
            return order;
        }
    }
}
