using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Autograd;

/// <summary>A graph as one HTML page: the drawing as SVG, what is known of the nodes as JSON, and the style and script of the page.</summary>
internal static class GraphPage
{
    public static string Write(TapeGraph graph, string title)
    {
        GraphLayout layout = GraphLayout.Of(graph);
        string heading = WebUtility.HtmlEncode(title);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>{heading}</title>
            <style>
            {Colors()}{Resource("GraphPage.css")}</style>
            </head>
            <body>
            <header>
            <h1>{heading}</h1>
            <span class="counts">{Counts(graph)}</span>
            <input id="search" type="search" placeholder="find a node" aria-label="find a node by name, number or operation">
            <label{(graph.Steps.Count > 0 ? "" : " hidden")}>colours <select id="colours"><option value="">by kind</option><option value="by-step">by step</option></select></label>
            <label{(layout.Adjoint.Width > 0 ? "" : " hidden")}><input id="across" type="checkbox"> values the adjoint reads</label>
            <span class="buttons"><button id="out" title="zoom out">−</button><button id="in" title="zoom in">+</button><button id="fit" title="show all">fit</button></span>
            </header>
            <main>
            {Drawing(graph, layout)}
            <aside id="details" aria-live="polite"></aside>
            </main>
            <script id="data" type="application/json">{Data(graph)}</script>
            <script>
            {Resource("GraphPage.js")}</script>
            </body>
            </html>

            """;
    }

    private static string Counts(TapeGraph graph)
    {
        int adjoint = graph.Nodes.Count(node => node.IsAdjoint);
        string nodes = adjoint == 0 ? $"{graph.NodeCount} nodes" : $"{graph.NodeCount - adjoint} forward and {adjoint} adjoint nodes";
        return string.Create(CultureInfo.InvariantCulture, $"{nodes} · {graph.Nodes.Sum(node => node.MultiplyAdds):N0} multiply-adds · {Size(graph.Nodes.Sum(node => node.Bytes))} moved");
    }

    private static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:N0} kB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N0} GB"),
    };

    private static string Drawing(TapeGraph graph, GraphLayout layout)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg id=\"graph\" data-width=\"{layout.Width:0}\" data-height=\"{layout.Height:0}\" role=\"group\" aria-label=\"graph\">\n<defs>\n");
        foreach (string marker in (string[])["forward", "adjoint", "across", "used", "uses"])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<marker id=\"{marker}\" class=\"{marker}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0.8 8 4 0 7.2z\"/></marker>\n");
        }

        svg.Append("</defs>\n<g id=\"view\">\n");
        Part(svg, "forward", layout.Forward, layout.Height);
        Part(svg, "adjoint", layout.Adjoint, layout.Height);
        svg.Append("<g>\n");
        foreach (GraphRoute route in layout.Routes)
        {
            (GraphNode from, GraphNode to) = (graph.Nodes[route.From], graph.Nodes[route.To]);
            string kind = route.Crosses ? "across" : from.IsAdjoint ? "adjoint" : "forward";
            string curve = route.Crosses ? Corners(route.Points) : Curve(route.Points);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"edge {kind}\" data-from=\"{from.Index}\" data-to=\"{to.Index}\" d=\"{curve}\"/>\n");
        }

        foreach (GraphStub stub in layout.Stubs) Stub(svg, graph.Nodes[stub.Node], stub);

        svg.Append("</g>\n<g>\n");
        for (int i = 0; i < graph.Nodes.Count; i++) Node(svg, graph, graph.Nodes[i], layout.Boxes[i]);
        return svg.Append("</g>\n</g>\n</svg>").ToString();
    }

    private static void Part(StringBuilder svg, string name, (double Left, double Width) part, double height)
    {
        if (part.Width == 0) return;
        double left = part.Left - 24, width = part.Width + 48;
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"part {name}\" x=\"{left:0.#}\" y=\"6\" width=\"{width:0.#}\" height=\"{height - 12:0.#}\" rx=\"14\"/>\n");
        string arrow = name == "forward" ? "↓" : "↑";
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"part {name}\" x=\"{left + 16:0.#}\" y=\"28\">{name} {arrow}</text>\n");
    }

    private static void Node(StringBuilder svg, TapeGraph graph, GraphNode node, GraphBox box)
    {
        double height = box.Height;
        double radius = node.Kind == OperationKind.Leaf ? height / 2 : 7;
        string steps = string.Concat(node.Steps.Select(step => $"\n{graph.Steps[step].Text}"));
        string hue = node.Steps is [int first, ..] ? string.Create(CultureInfo.InvariantCulture, $" style=\"--hue: {Hue(first):0.#}deg\"") : "";
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"node {node.Style}{(hue.Length > 0 ? " planned" : "")}\" data-node=\"{node.Index}\"{hue} tabindex=\"0\" role=\"button\" transform=\"translate({box.X:0.#} {box.Y:0.#})\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode($"{node.Number} {node.Call} {node.Shape}{steps}")}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{-box.Width / 2:0.#}\" y=\"{-height / 2:0.#}\" width=\"{box.Width:0.#}\" height=\"{height:0.#}\" rx=\"{radius:0.#}\"/>");
        double line = node.Subtitle.Length == 0 ? 4.5 : -2.5;
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" y=\"{line:0.#}\">{WebUtility.HtmlEncode(node.Title)}</text>");
        if (node.Subtitle.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"<text class=\"subtitle\" y=\"13\">{WebUtility.HtmlEncode(node.Subtitle)}</text>");
        if (node.Steps is [int step, ..])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"step\" x=\"{box.Width / 2:0.#}\" y=\"{(-height / 2) - 3:0.#}\">{graph.Steps[step].Plan}.{graph.Steps[step].Number}</text>");
        }

        svg.Append("</g>\n");
    }

    /// <summary>The colour of a step: by the golden angle, so that those that follow each other are far apart.</summary>
    private static double Hue(int step) => (210 + (step * 137.508)) % 360;

    /// <summary>A label for an edge that is too long to be drawn, which leads to the operand.</summary>
    private static void Stub(StringBuilder svg, GraphNode node, GraphStub stub)
    {
        (GraphBox box, string kind) = (stub.Box, node.IsAdjoint ? "adjoint" : "forward");
        if (stub.Line.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"edge {kind}\" data-from=\"{node.Index}\" d=\"{Curve(stub.Line)}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"stub {kind}\" data-node=\"{node.Index}\" transform=\"translate({box.X:0.#} {box.Y:0.#})\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode($"{node.Number} {node.Title}")}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{-box.Width / 2:0.#}\" y=\"{-box.Height / 2:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"9\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text y=\"4\">{WebUtility.HtmlEncode(stub.Label)}</text></g>\n");
    }

    private static string Curve((double X, double Y)[] points)
    {
        var path = new StringBuilder();
        (double x, double y) = points[0];
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
        foreach ((double toX, double toY) in points.AsSpan(1))
        {
            double middle = (y + toY) / 2;
            if (Math.Abs(x - toX) < 0.05) path.Append(CultureInfo.InvariantCulture, $"L{toX:0.#} {toY:0.#}");
            else path.Append(CultureInfo.InvariantCulture, $"C{x:0.#} {middle:0.#} {toX:0.#} {middle:0.#} {toX:0.#} {toY:0.#}");
            (x, y) = (toX, toY);
        }

        return path.ToString();
    }

    /// <summary>Straight lines with rounded corners.</summary>
    private static string Corners((double X, double Y)[] points)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (int k = 1; k < points.Length - 1; k++)
        {
            (double X, double Y) before = Towards(points[k], points[k - 1]), after = Towards(points[k], points[k + 1]);
            path.Append(CultureInfo.InvariantCulture, $"L{before.X:0.#} {before.Y:0.#}Q{points[k].X:0.#} {points[k].Y:0.#} {after.X:0.#} {after.Y:0.#}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"L{points[^1].X:0.#} {points[^1].Y:0.#}").ToString();

        static (double X, double Y) Towards((double X, double Y) corner, (double X, double Y) next)
        {
            double length = Math.Abs(next.X - corner.X) + Math.Abs(next.Y - corner.Y), part = length == 0 ? 0 : Math.Min(7, length / 2) / length;
            return (corner.X + (part * (next.X - corner.X)), corner.Y + (part * (next.Y - corner.Y)));
        }
    }

    private static string Data(TapeGraph graph)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteStartArray("nodes");
            foreach (GraphNode node in graph.Nodes)
            {
                json.WriteStartObject();
                json.WriteNumber("index", node.Index);
                json.WriteString("name", node.Name);
                json.WriteString("title", node.Title);
                json.WriteString("operation", node.Call);
                json.WriteString("kind", node.Kind.ToString());
                json.WriteBoolean("adjoint", node.IsAdjoint);
                json.WriteString("shape", node.Shape.ToString());
                json.WriteNumber("elements", node.Shape.ElementCount);
                json.WriteString("equation", node.Equation);
                json.WriteString("why", node.Why);
                json.WriteString("site", node.CallSite is { } site ? $"{site.File}:{site.Line}" : "");
                json.WriteNumber("multiplyAdds", node.MultiplyAdds);
                json.WriteString("bytes", Size(node.Bytes));
                json.WriteNumber("cotangent", node.Cotangent);
                Numbers(json, "operands", node.Operands);
                Numbers(json, "cotangentOf", node.CotangentOf);
                Numbers(json, "steps", node.Steps);
                if (node.Statistics is { } statistics) Statistics(json, statistics, node.Shape.ElementCount);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("steps");
            foreach (GraphStep step in graph.Steps)
            {
                json.WriteStartObject();
                json.WriteString("text", step.Text);
                json.WriteString("name", step.Name);
                json.WriteString("cost", step.Cost);
                Numbers(json, "nodes", step.Nodes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static void Statistics(Utf8JsonWriter json, ValueStatistics statistics, int count)
    {
        json.WriteStartObject("values");
        json.WriteString("min", Number(statistics.Min));
        json.WriteString("max", Number(statistics.Max));
        json.WriteString("mean", Number(statistics.Mean));
        json.WriteNumber("nan", statistics.NaNCount);
        json.WriteString("first", string.Join(", ", statistics.First.Select(Number)) + (count > statistics.First.Length ? ", …" : ""));
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, int[] values)
    {
        json.WriteStartArray(name);
        foreach (int value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Colors() => string.Concat(GraphColors.All.Select(entry =>
        $".node.{entry.Style} rect {{ fill: {entry.Colors.Fill}; stroke: {entry.Colors.Stroke}; }}\n"));

    private static string Resource(string name)
    {
        using Stream stream = typeof(GraphPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
