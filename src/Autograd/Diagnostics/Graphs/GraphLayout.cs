using System.Globalization;

namespace Autograd;

/// <summary>Where a picture puts a node: the center and the size of its box.</summary>
internal readonly record struct GraphBox(double X, double Y, double Width, double Height)
{
    public double Bottom => Y + (Height / 2);
}

/// <summary>The way of an edge from operand to user, through points that avoid the boxes between.</summary>
internal sealed record GraphRoute(int From, int To, bool Crosses, (double X, double Y)[] Points);

/// <summary>
/// The end of an edge over many rows, drawn as a small label instead: beside the user it names the operand, from which nothing else is
/// drawn, beside the operand how many such users there are, with a line to it. A click on it leads to the node.
/// </summary>
/// <param name="Node">The operand.</param>
/// <param name="Label">What stands in it.</param>
/// <param name="Box">Where it is.</param>
/// <param name="Line">From the operand to its label; empty beside a user, where the edge itself begins at the label.</param>
internal sealed record GraphStub(int Node, string Label, GraphBox Box, (double X, double Y)[] Line);

/// <summary>
/// Places a graph in rows: the forward part on the left, read downwards, the adjoint part on the right, read upwards. Within a part,
/// edges over several rows get a place in each of them, rows are ordered so that few edges cross, and boxes are drawn towards
/// their neighbours. An edge over more than <see cref="MostRows"/> rows would be followed by nobody and take room in each: it is cut, with
/// a label at both ends. So a picture is as large as its graph, also where a weight is used at a thousand steps.
/// </summary>
internal sealed class GraphLayout
{
    public const double BoxHeight = 42, LiteralHeight = 26, StubHeight = 18, RowPitch = 76, Margin = 36, Heading = 34;

    /// <summary>The longest edge that is drawn, in rows.</summary>
    public const int MostRows = 16;

    private const int LongestLabel = 20;
    private const double PartGap = 110;

    private GraphLayout(IReadOnlyList<GraphNode> nodes) => Boxes = new GraphBox[nodes.Count];

    public GraphBox[] Boxes { get; }

    public List<GraphRoute> Routes { get; } = [];

    public List<GraphStub> Stubs { get; } = [];

    /// <summary>Left edge and width of the forward part and of the adjoint part; no width where a part is empty.</summary>
    public (double Left, double Width) Forward { get; private set; }

    public (double Left, double Width) Adjoint { get; private set; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    public static GraphLayout Of(TapeGraph graph)
    {
        IReadOnlyList<GraphNode> nodes = graph.Nodes;
        var layout = new GraphLayout(nodes);
        var position = new Dictionary<int, int>();
        for (int i = 0; i < nodes.Count; i++) position.Add(nodes[i].Index, i);
        int[] rows = GraphRows.Assign(nodes, position);
        layout.Height = ((nodes.Count == 0 ? 1 : rows.Max() + 1) * RowPitch) + Heading + Margin;
        double left = Margin;
        layout.Forward = layout.Place(nodes, position, rows, isAdjoint: false, left);
        if (layout.Forward.Width > 0) left += layout.Forward.Width + PartGap;
        layout.Adjoint = layout.Place(nodes, position, rows, isAdjoint: true, left);
        if (layout.Adjoint.Width > 0) left += layout.Adjoint.Width + PartGap;
        layout.Width = Math.Max(left - PartGap, Margin) + Margin;
        layout.RouteAcross(nodes, position);
        return layout;
    }

    /// <summary>The width that a label of fixed-width characters needs.</summary>
    public static double WidthOf(GraphNode node) =>
        node.Literal is not null ? 22 + (7.4 * node.Title.Length) : Math.Max(54, 22 + Math.Max(7.9 * node.Title.Length, 6.7 * node.Subtitle.Length));

    private static double HeightOf(GraphNode node) => node.Literal is null ? BoxHeight : LiteralHeight;

    private static double StubWidth(string label) => 14 + (6.7 * label.Length);

    private static string LabelOf(GraphNode node) => NodeText.OneLine(node.Name.Length > 0 || node.Literal is not null ? node.Title : node.Number, LongestLabel);

    private static double CenterOf(int row) => Heading + ((row + 0.5) * RowPitch);

    private (double Left, double Width) Place(IReadOnlyList<GraphNode> nodes, Dictionary<int, int> position, int[] rows, bool isAdjoint, double left)
    {
        var part = new GraphPart();
        var item = new Dictionary<int, int>();
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].IsAdjoint == isAdjoint) item.Add(i, part.Add(rows[i], WidthOf(nodes[i])));
        }

        if (item.Count == 0) return (left, 0);
        var chains = new List<(int From, int To, List<int> Chain)>();
        var stubs = new List<(int Node, string Label, int Place)>();
        var far = new Dictionary<int, int>();
        foreach (int user in item.Keys)
        {
            foreach (int operand in nodes[user].Operands.Distinct())
            {
                if (!position.TryGetValue(operand, out int source) || !item.TryGetValue(source, out int start)) continue;
                bool isFar = Math.Abs(rows[user] - rows[source]) > MostRows;
                if (isFar)
                {
                    far[source] = far.GetValueOrDefault(source) + 1;
                    string label = LabelOf(nodes[source]);
                    start = part.Add(rows[user] + (isAdjoint ? 1 : -1), StubWidth(label));
                    stubs.Add((source, label, start));
                }

                chains.Add((source, user, part.Connect(start, item[user])));
            }
        }

        foreach ((int source, int uses) in far)
        {
            string label = uses == 1 ? "1 use far on" : string.Create(CultureInfo.InvariantCulture, $"{uses} uses far on");
            int place = part.Add(rows[source] + (isAdjoint ? -1 : 1), StubWidth(label));
            part.Connect(item[source], place);
            stubs.Add((source, label, place));
        }

        double width = part.Arrange(left);
        foreach ((int i, int k) in item) Boxes[i] = new GraphBox(part.X(k), CenterOf(rows[i]), WidthOf(nodes[i]), HeightOf(nodes[i]));
        var boxes = new Dictionary<int, GraphBox>();
        foreach (var (node, label, place) in stubs)
        {
            bool isBesideUser = rows[node] + (isAdjoint ? -1 : 1) != part.Row(place);
            boxes.Add(place, new GraphBox(part.X(place), CenterOf(part.Row(place)), StubWidth(label), StubHeight));
            Stubs.Add(new GraphStub(node, label, boxes[place], isBesideUser ? [] : Line(Boxes[node], boxes[place], isAdjoint)));
        }

        foreach (var users in chains.GroupBy(chain => chain.To))
        {
            int port = 0, ports = users.Count();
            foreach (var (from, to, chain) in users.OrderBy(chain => part.X(chain.Chain[isAdjoint ? 1 : ^2])))
            {
                double at = Boxes[to].Width * 0.7 * (((++port) / (ports + 1.0)) - 0.5);
                GraphBox start = boxes.TryGetValue(chain[isAdjoint ? ^1 : 0], out GraphBox stub) ? stub : Boxes[from];
                Routes.Add(new GraphRoute(from, to, false, Trace(part, chain, start, Boxes[to], at, isAdjoint)));
            }
        }

        return (left, width);
    }

    private static (double X, double Y)[] Line(GraphBox from, GraphBox to, bool upwards)
    {
        int down = upwards ? -1 : 1;
        return [(from.X, from.Y + (down * from.Height / 2)), (to.X, to.Y - (down * to.Height / 2))];
    }

    /// <summary>From the operand's box, or the label that stands for it, to the user's port, straight through the places kept free in the rows between.</summary>
    private static (double X, double Y)[] Trace(GraphPart part, List<int> chain, GraphBox from, GraphBox to, double port, bool upwards)
    {
        int down = upwards ? -1 : 1;
        double half = down * BoxHeight / 2;
        (double X, double Y)[] ends = Line(from, to, upwards);
        var points = new List<(double X, double Y)> { ends[0] };
        IEnumerable<int> between = chain.Skip(1).SkipLast(1);
        foreach (int place in upwards ? between.Reverse() : between)
        {
            points.Add((part.X(place), CenterOf(part.Row(place)) - half));
            points.Add((part.X(place), CenterOf(part.Row(place)) + half));
        }

        points.Add((ends[1].X + port, ends[1].Y));
        return [.. points];
    }

    /// <summary>
    /// The forward values that the adjoint part reads: below the row of the operand to the space between the parts, there up or
    /// down, and below the row of the user to its box; each in a lane of its own as far as they go.
    /// </summary>
    private void RouteAcross(IReadOnlyList<GraphNode> nodes, Dictionary<int, int> position)
    {
        double between = (Forward.Left + Forward.Width + Adjoint.Left) / 2;
        int lane = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (int operand in nodes[i].Operands.Distinct())
            {
                if (!position.TryGetValue(operand, out int source) || nodes[source].IsAdjoint == nodes[i].IsAdjoint) continue;
                (GraphBox from, GraphBox to) = (Boxes[source], Boxes[i]);
                double shift = (lane % 7) - 3, column = between + (5 * ((lane++ % 11) - 5));
                double leave = from.X + (0.25 * from.Width), enter = to.X - (0.3 * to.Width);
                double fromRow = from.Y + (RowPitch / 2) + (3 * shift), toRow = to.Y + (RowPitch / 2) + (3 * shift);
                Routes.Add(new GraphRoute(source, i, true, [(leave, from.Bottom), (leave, fromRow), (column, fromRow), (column, toRow), (enter, toRow), (enter, to.Bottom)]));
            }
        }
    }
}
