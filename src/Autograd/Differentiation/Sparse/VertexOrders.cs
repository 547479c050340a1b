namespace Autograd;

/// <summary>
/// The orders in which vertices are colored one after the other. A neighbor is whoever shares a column with the vertex (rows of a pattern), or an edge
/// (a symmetric pattern); one of several ways counts as often as there are.
/// </summary>
/// <param name="pattern">A row for each vertex.</param>
/// <param name="transposed">Its transpose, for neighbors that share a column; null for those of edges.</param>
internal sealed class VertexOrders(SparsityPattern pattern, SparsityPattern? transposed)
{
    /// <summary>How often a coloring is colored anew, group by group.</summary>
    public const int MostRounds = 64;

    /// <summary>As they are numbered.</summary>
    public int[] Natural() => [.. Enumerable.Range(0, pattern.RowCount)];

    /// <summary>Those of most neighbors first.</summary>
    public int[] LargestFirst()
    {
        int[] order = Natural(), degrees = Degrees();
        Array.Sort(Array.ConvertAll(order, vertex => ((long)-degrees[vertex] * pattern.RowCount) + vertex), order);
        return order;
    }

    /// <summary>Last the one of fewest neighbors, before it the one of fewest among the others, and so on.</summary>
    public int[] SmallestLast()
    {
        int[] order = ByDegree(Degrees(), -1, takesLargest: false);
        Array.Reverse(order);
        return order;
    }

    /// <summary>Next always the one with most neighbors among those before.</summary>
    public int[] Incidence() => ByDegree(new int[pattern.RowCount], 1, takesLargest: true);

    /// <summary>
    /// Along edges: a vertex, its neighbors, theirs, and so on; for a symmetric pattern. What is connected begins at the end of such a walk, which is far
    /// out: at a corner of a grid, from where the walk crosses it in diagonals.
    /// </summary>
    public int[] BreadthFirst()
    {
        var order = new int[pattern.RowCount];
        var walks = new int[order.Length];
        for (int start = 0, first = 0; start < order.Length; start++)
        {
            if (walks[start] > 0) continue;
            int last = Walk(start, first, 1);
            first = Walk(order[last - 1], first, 2);
        }

        return order;

        int Walk(int start, int first, int walk)
        {
            int next = first, listed = first;
            order[listed++] = start;
            walks[start] = walk;
            while (next < listed)
            {
                foreach (int neighbor in pattern.Row(order[next++]))
                {
                    if (walks[neighbor] == walk) continue;
                    walks[neighbor] = walk;
                    order[listed++] = neighbor;
                }
            }

            return listed;
        }
    }

    /// <summary>Group by group of a coloring: in turn the last group first, the largest first, and in an order that is different each time.</summary>
    public static int[] ByGroup(int[] groups, int round)
    {
        int count = groups.Max() + 1;
        var keys = new long[count];
        foreach (int group in groups)
        {
            if (round % 3 == 1 && group >= 0) keys[group]--;
        }

        for (int group = 0; round % 3 != 1 && group < count; group++)
        {
            keys[group] = round % 3 == 0 ? -group : (group * 0x9E3779B1L * (round + 1)) & 0xFFFFF;
        }

        int[] sorted = [.. Enumerable.Range(0, count)], places = new int[count];
        Array.Sort(keys, sorted);
        for (int place = 0; place < count; place++) places[sorted[place]] = place;
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        Array.Sort(Array.ConvertAll(order, vertex => groups[vertex] < 0 ? -1 : ((long)places[groups[vertex]] * groups.Length) + vertex), order);
        return order;
    }

    /// <summary>The number of neighbors of each.</summary>
    private int[] Degrees()
    {
        var degrees = new int[pattern.RowCount];
        for (int vertex = 0; vertex < degrees.Length; vertex++)
        {
            foreach (int column in pattern.Row(vertex)) degrees[vertex] += transposed is null ? (column == vertex ? 0 : 1) : transposed.Row(column).Length - 1;
        }

        return degrees;
    }

    /// <summary>Takes the vertex of smallest or largest degree, changes those of its neighbors, and so on.</summary>
    private int[] ByDegree(int[] degrees, int change, bool takesLargest)
    {
        int count = pattern.RowCount;
        var order = new int[count];
        var taken = new bool[count];
        var waiting = new PriorityQueue<int, long>(count);
        for (int vertex = 0; vertex < count; vertex++) waiting.Enqueue(vertex, Priority(degrees[vertex], vertex));

        // An entry that was changed since is passed over: there is a newer one.
        for (int next = 0; next < count;)
        {
            waiting.TryDequeue(out int vertex, out long priority);
            if (taken[vertex] || priority != Priority(degrees[vertex], vertex)) continue;
            taken[vertex] = true;
            order[next++] = vertex;
            foreach (int column in pattern.Row(vertex))
            {
                if (transposed is null) Change(column);
                else foreach (int neighbor in transposed.Row(column)) Change(neighbor);
            }
        }

        return order;

        long Priority(int degree, int vertex) => ((takesLargest ? -(long)degree : degree) << 32) + vertex;

        void Change(int neighbor)
        {
            if (taken[neighbor]) return;
            degrees[neighbor] += change;
            waiting.Enqueue(neighbor, Priority(degrees[neighbor], neighbor));
        }
    }
}
