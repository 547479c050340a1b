using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>A graph in Mermaid's language.</summary>
internal static class MermaidText
{
    public static string Write(TapeGraph graph)
    {
        var text = new StringBuilder("flowchart TB\n");
        bool hasAdjoint = graph.Nodes.Any(node => node.IsAdjoint);
        if (hasAdjoint) text.Append("  subgraph forward\n");
        Nodes(text, graph, isAdjoint: false);
        if (hasAdjoint)
        {
            text.Append("  end\n  subgraph adjoint\n");
            Nodes(text, graph, isAdjoint: true);
            text.Append("  end\n");
        }

        var adjoint = graph.Nodes.ToDictionary(node => node.Index, node => node.IsAdjoint);
        foreach (GraphNode node in graph.Nodes)
        {
            foreach (int operand in node.Operands.Distinct())
            {
                string arrow = adjoint[operand] == node.IsAdjoint ? "-->" : "-.->";
                text.Append(CultureInfo.InvariantCulture, $"  n{operand} {arrow} n{node.Index}\n");
            }
        }

        foreach ((string style, GraphColors colors) in GraphColors.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  classDef {style} fill:{colors.Fill},stroke:{colors.Stroke},color:#1b1f24\n");
        }

        return text.ToString();
    }

    private static void Nodes(StringBuilder text, TapeGraph graph, bool isAdjoint)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.IsAdjoint != isAdjoint) continue;
            string label = node.Subtitle.Length == 0 ? Escape(node.Title) : $"{Escape(node.Title)}<br/>{Escape(node.Subtitle)}";
            string box = node.Kind == OperationKind.Leaf ? $"([\"{label}\"])" : $"[\"{label}\"]";
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Index}{box}:::{node.Style}\n");
        }
    }

    /// <summary>Mermaid's own entities, by decimal code, for what would end the label or be read as markup.</summary>
    private static string Escape(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (char c in label)
        {
            if (c is '"' or '#' or '<' or '>' or '&' or '`' or ';') text.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            else text.Append(c);
        }

        return text.ToString();
    }
}

/// <summary>How the kinds of nodes are coloured, the same in every picture: dark text on a light ground.</summary>
internal readonly record struct GraphColors(string Fill, string Stroke)
{
    public static IEnumerable<(string Style, GraphColors Colors)> All { get; } =
    [
        ("variable", new("#ffe3b3", "#c27c0e")),
        ("constant", new("#eceff3", "#7d8896")),
        ("literal", new("#f6f7f9", "#b4bcc6")),
        ("elementwise", new("#d6e8fb", "#3b7dbd")),
        ("view", new("#f3ecfa", "#9a79bd")),
        ("kernel", new("#d3f0dd", "#35895a")),
    ];
}
