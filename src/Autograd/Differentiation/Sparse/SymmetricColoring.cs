namespace Autograd;

/// <summary>
/// Groups of the vertices of a symmetric pattern, no neighbors in one: greedy star coloring, in which no path of four vertices has two colors, and
/// acyclic coloring, in which no cycle has. Edges of two colors form stars, or trees, which are kept up to date from vertex to vertex. Then it is tried
/// again with one color less, as long as that succeeds, each vertex taking the color that follows on its first neighbor's.
/// </summary>
internal sealed class SymmetricColoring
{
    /// <summary>Beyond so many entries the natural order alone is tried.</summary>
    private const int ManyEntries = 1 << 18;

    private readonly SparsityPattern _pattern;
    private readonly int[] _colors, _forbidden, _firstVertex, _firstEdge, _treated, _edges;

    // For each vertex a list of its neighbors' colors: of each color one neighbor that has it, and the edge to it.
    private readonly int[] _lists, _next, _neighbors, _edgesTo;
    private int _listed;

    private SymmetricColoring(SparsityPattern pattern, int[] edges, int edgeCount)
    {
        int count = pattern.RowCount;
        _pattern = pattern;
        _edges = edges;
        _colors = Filled(count);
        _forbidden = Filled(count + 1);
        _firstVertex = Filled(count + 1);
        _firstEdge = new int[count + 1];
        _treated = Filled(count);
        _lists = Filled(count);
        _next = new int[pattern.EntryCount];
        _neighbors = new int[pattern.EntryCount];
        _edgesTo = new int[pattern.EntryCount];
        Parent = [.. Enumerable.Range(0, edgeCount)];
        Hub = Filled(edgeCount);
        VisitedBy = Filled(edgeCount);
        VisitedFrom = new int[edgeCount];
    }

    /// <summary>For each edge another of its star or tree, nearer to the one that stands for it, which names itself.</summary>
    private int[] Parent { get; }

    /// <summary>For each star that has one, the vertex that all its edges share.</summary>
    private int[] Hub { get; }

    private int[] VisitedBy { get; }

    private int[] VisitedFrom { get; }

    /// <summary>The color of each vertex; −1 of those without entries.</summary>
    public static int[] Find(SparsityPattern pattern, bool isAcyclic)
    {
        int[] edges = Edges(pattern, out int edgeCount);
        var orders = new VertexOrders(pattern, null);
        int[] best = Color(orders.Natural());
        int rounds = pattern.EntryCount > ManyEntries || best.Length == 0 ? 0 : VertexOrders.MostRounds;
        int[] current = best;
        for (int round = 0; round < rounds && best.Max() > (edgeCount == 0 ? 0 : 1); round++)
        {
            current = Color(round switch
            {
                0 => orders.SmallestLast(),
                1 => orders.LargestFirst(),
                2 => orders.Incidence(),
                _ => VertexOrders.ByGroup(round == 3 ? best : current, round),
            });
            if (current.Max() < best.Max()) best = current;
        }

        if (best.Length > 0) best = OfFewer(best);
        for (int vertex = 0; vertex < best.Length; vertex++)
        {
            if (pattern.Row(vertex).IsEmpty) best[vertex] = -1;
        }

        return best;

        int[] Color(int[] order)
        {
            var coloring = new SymmetricColoring(pattern, edges, edgeCount);
            coloring.TryColor(order, isAcyclic, palette: null);
            return coloring._colors;
        }

        // As long as that succeeds, with one color less than the best.
        int[] OfFewer(int[] known)
        {
            foreach (Func<int[]> order in (Func<int[]>[])[orders.Natural, orders.BreadthFirst])
            {
                for (int palette = known.Max(); palette > 1; palette = known.Max())
                {
                    var coloring = new SymmetricColoring(pattern, edges, edgeCount);
                    if (!coloring.TryColor(order(), isAcyclic, palette)) break;
                    known = coloring._colors;
                }
            }

            return known;
        }
    }

    /// <summary>Colors one vertex after the other, by the first color that may be, or, of so many, by the next one.</summary>
    private bool TryColor(int[] order, bool isAcyclic, int? palette)
    {
        foreach (int vertex in order)
        {
            Forbid(vertex, isAcyclic);
            int color = palette is int many ? NextOf(many, vertex) : 0;
            if (color < 0) return false;
            while (_forbidden[color] == vertex) color++;
            _colors[vertex] = color;
            if (isAcyclic) JoinTrees(vertex);
            else JoinStars(vertex);
            List(vertex);
        }

        return true;
    }

    /// <summary>
    /// The color that follows on that of the first neighbor, around a palette, and may be; −1 where none may. The first that may be has squares of two
    /// colors wherever it can; on grids of d dimensions this one makes stripes of d + 1 colors, the fewest.
    /// </summary>
    private int NextOf(int palette, int vertex)
    {
        int before = -1;
        foreach (int w in _pattern.Row(vertex))
        {
            if (w == vertex || _colors[w] < 0) continue;
            before = _colors[w];
            break;
        }

        for (int k = 1; k <= palette; k++)
        {
            int color = (before + k) % palette;
            if (_forbidden[color] != vertex) return color;
        }

        return -1;
    }

    private void Forbid(int vertex, bool isAcyclic)
    {
        ReadOnlySpan<int> neighbors = _pattern.Row(vertex);
        int start = _pattern.RowStarts[vertex];
        foreach (int w in neighbors)
        {
            if (w != vertex && _colors[w] >= 0) _forbidden[_colors[w]] = vertex;
        }

        for (int k = 0; k < neighbors.Length; k++)
        {
            int w = neighbors[k];
            if (w == vertex || _colors[w] < 0) continue;
            if (isAcyclic) ForbidCycles(vertex, w);
            else ForbidPaths(vertex, w, start + k);
        }
    }

    /// <summary>Two neighbors of one color must not be joined to two of the vertex' own: what is beyond either is forbidden; of one alone, the hub of its star.</summary>
    private void ForbidPaths(int vertex, int w, int edge)
    {
        int color = _colors[w];
        if (_firstVertex[color] == vertex)
        {
            ForbidAround(vertex, OtherEnd(_firstEdge[color]));
            ForbidAround(vertex, w);
            return;
        }

        _firstVertex[color] = vertex;
        _firstEdge[color] = edge;
        for (int item = _lists[w]; item >= 0; item = _next[item])
        {
            int x = _neighbors[item];
            if (Hub[Parent[_edgesTo[item]]] == x) _forbidden[_colors[x]] = vertex;
        }
    }

    private void ForbidAround(int vertex, int w)
    {
        if (_treated[w] == vertex) return;
        _treated[w] = vertex;
        for (int item = _lists[w]; item >= 0; item = _next[item]) _forbidden[_colors[_neighbors[item]]] = vertex;
    }

    /// <summary>A tree of two colors that is reached from two neighbors would close.</summary>
    private void ForbidCycles(int vertex, int w)
    {
        for (int item = _lists[w]; item >= 0; item = _next[item])
        {
            int color = _colors[_neighbors[item]];
            if (_forbidden[color] == vertex) continue;
            int tree = RootOf(_edgesTo[item]);
            if (VisitedBy[tree] != vertex)
            {
                VisitedBy[tree] = vertex;
                VisitedFrom[tree] = w;
            }
            else if (VisitedFrom[tree] != w)
            {
                _forbidden[color] = vertex;
            }
        }
    }

    private void JoinStars(int vertex)
    {
        ReadOnlySpan<int> neighbors = _pattern.Row(vertex);
        int start = _pattern.RowStarts[vertex];
        for (int k = 0; k < neighbors.Length; k++)
        {
            int w = neighbors[k], edge = _edges[start + k];
            if (w == vertex || _colors[w] < 0) continue;
            int known = EdgeToColor(w, vertex);
            if (known >= 0)
            {
                Parent[edge] = Parent[known];
                Hub[Parent[known]] = w;
                continue;
            }

            int first = _firstEdge[_colors[w]];
            if (_firstVertex[_colors[w]] != vertex || first == start + k) continue;
            Parent[edge] = Parent[_edges[first]];
            Hub[Parent[edge]] = vertex;
        }
    }

    /// <summary>An edge from a vertex to one, listed before, that has the color of another; −1 where there is none.</summary>
    private int EdgeToColor(int from, int vertex)
    {
        int item = _lists[from];
        while (item >= 0 && _colors[_neighbors[item]] != _colors[vertex]) item = _next[item];
        return item < 0 ? -1 : _edgesTo[item];
    }

    /// <summary>Enters a vertex that was colored into the lists of its neighbors, and them into its own, where there is none of that color.</summary>
    private void List(int vertex)
    {
        ReadOnlySpan<int> neighbors = _pattern.Row(vertex);
        for (int k = 0; k < neighbors.Length; k++)
        {
            int w = neighbors[k], edge = _edges[_pattern.RowStarts[vertex] + k];
            if (w == vertex || _colors[w] < 0) continue;
            if (EdgeToColor(w, vertex) < 0) Enter(w, vertex, edge);
            if (EdgeToColor(vertex, w) < 0) Enter(vertex, w, edge);
        }
    }

    private void Enter(int list, int neighbor, int edge)
    {
        _neighbors[_listed] = neighbor;
        _edgesTo[_listed] = edge;
        _next[_listed] = _lists[list];
        _lists[list] = _listed++;
    }

    private void JoinTrees(int vertex)
    {
        ReadOnlySpan<int> neighbors = _pattern.Row(vertex);
        int start = _pattern.RowStarts[vertex];
        for (int k = 0; k < neighbors.Length; k++)
        {
            int w = neighbors[k], edge = _edges[start + k];
            if (w == vertex || _colors[w] < 0) continue;
            int color = _colors[w];
            if (_firstVertex[color] == vertex) Parent[RootOf(edge)] = RootOf(_edges[_firstEdge[color]]);
            _firstVertex[color] = vertex;
            _firstEdge[color] = start + k;
            int known = EdgeToColor(w, vertex);
            if (known >= 0) Parent[RootOf(edge)] = RootOf(known);
        }
    }

    private int RootOf(int edge)
    {
        while (Parent[edge] != edge)
        {
            Parent[edge] = Parent[Parent[edge]];
            edge = Parent[edge];
        }

        return edge;
    }

    private int OtherEnd(int entry) => _pattern.ColumnIndices[entry];

    /// <summary>For each entry off the diagonal the number of its edge, the same on both sides.</summary>
    private static int[] Edges(SparsityPattern pattern, out int count)
    {
        var edges = new int[pattern.EntryCount];
        int[] next = pattern.RowStarts[..pattern.RowCount].ToArray();
        count = 0;

        // Row by row, and ascending in each, the mirror images of a row's entries are met in their own order.
        for (int row = 0; row < pattern.RowCount; row++)
        {
            for (int k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
            {
                int column = pattern.ColumnIndices[k];
                if (column < row) continue;
                if (column > row) edges[k] = edges[next[column]] = count++;
                next[column]++;
            }
        }

        return edges;
    }

    private static int[] Filled(int count)
    {
        var values = new int[count];
        Array.Fill(values, -1);
        return values;
    }
}
