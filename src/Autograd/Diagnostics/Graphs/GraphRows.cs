namespace Autograd;

/// <summary>
/// Gives each node its row: operands of the forward part stand above their users, those of the adjoint part below, and a cotangent
/// stands beside its node where that is possible, so that the two parts mirror each other. What the adjoint part computes from
/// forward values alone (slopes, transposes) follows its users and constrains nothing else.
/// </summary>
internal static class GraphRows
{
    /// <summary>The row of each node, from 0 at the top.</summary>
    public static int[] Assign(IReadOnlyList<GraphNode> nodes, IReadOnlyDictionary<int, int> position)
    {
        bool[] follows = Followers(nodes, position);
        int[] rows = TryAssign(nodes, position, follows, Mirrored(nodes, position)) ?? TryAssign(nodes, position, follows, [.. Enumerable.Range(0, nodes.Count)])!;
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            foreach (int operand in nodes[i].Operands)
            {
                if (position.TryGetValue(operand, out int source) && follows[source]) rows[source] = Math.Max(rows[source], rows[i] + 1);
            }
        }

        int top = nodes.Count == 0 ? 0 : rows.Min();
        return [.. rows.Select(row => row - top)];
    }

    /// <summary>The adjoint nodes that no cotangent reaches.</summary>
    private static bool[] Followers(IReadOnlyList<GraphNode> nodes, IReadOnlyDictionary<int, int> position)
    {
        var follows = new bool[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            bool carries = nodes[i].CotangentOf.Length > 0;
            foreach (int operand in nodes[i].Operands) carries |= position.TryGetValue(operand, out int source) && nodes[source].IsAdjoint && !follows[source];
            follows[i] = nodes[i].IsAdjoint && !carries;
        }

        return follows;
    }

    /// <summary>Groups each cotangent with the last of the nodes that it belongs to: the one that handed it on unchanged.</summary>
    private static int[] Mirrored(IReadOnlyList<GraphNode> nodes, IReadOnlyDictionary<int, int> position)
    {
        int[] group = [.. Enumerable.Range(0, nodes.Count)];
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].IsAdjoint && nodes[i].CotangentOf.Length > 0 && position.TryGetValue(nodes[i].CotangentOf.Max(), out int node)) group[i] = node;
        }

        return group;
    }

    /// <summary>Longest paths over the groups, or null where grouping has made a circle.</summary>
    private static int[]? TryAssign(IReadOnlyList<GraphNode> nodes, IReadOnlyDictionary<int, int> position, bool[] follows, int[] group)
    {
        var below = new List<int>[nodes.Count];
        var above = new int[nodes.Count];
        for (int i = 0; i < nodes.Count; i++) below[i] = [];
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (int operand in nodes[i].Operands)
            {
                if (!position.TryGetValue(operand, out int source) || follows[source] || nodes[source].IsAdjoint != nodes[i].IsAdjoint) continue;
                (int upper, int lower) = nodes[i].IsAdjoint ? (group[i], group[source]) : (group[source], group[i]);
                below[upper].Add(lower);
                above[lower]++;
            }
        }

        var rows = new int[nodes.Count];
        var ready = new Queue<int>(Enumerable.Range(0, nodes.Count).Where(i => group[i] == i && above[i] == 0));
        var order = new List<int>();
        while (ready.TryDequeue(out int upper))
        {
            order.Add(upper);
            foreach (int lower in below[upper])
            {
                rows[lower] = Math.Max(rows[lower], rows[upper] + 1);
                if (--above[lower] == 0) ready.Enqueue(lower);
            }
        }

        if (order.Count < group.Distinct().Count()) return null;

        // What has slack comes right above its first user: leaves, what is computed from them alone, and their gradients.
        for (int k = order.Count - 1; k >= 0; k--)
        {
            if (below[order[k]].Count > 0) rows[order[k]] = below[order[k]].Min(lower => rows[lower]) - 1;
        }

        int[] result = [.. group.Select(g => rows[g])];
        for (int i = 0; i < nodes.Count; i++) result[i] = follows[i] ? int.MinValue : result[i];
        return result;
    }
}
