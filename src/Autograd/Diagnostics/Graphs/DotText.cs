using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>A graph in Graphviz' DOT language.</summary>
internal static class DotText
{
    public static string Write(TapeGraph graph)
    {
        var text = new StringBuilder();
        text.Append("digraph tape {\n  rankdir=TB; nodesep=0.25; ranksep=0.35;\n");
        text.Append("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11, margin=\"0.12,0.06\"];\n");
        text.Append("  edge [color=\"#5b6673\", arrowsize=0.6];\n");
        Cluster(text, graph, isAdjoint: false);
        Cluster(text, graph, isAdjoint: true);
        var adjoint = graph.Nodes.ToDictionary(node => node.Index, node => node.IsAdjoint);
        foreach (GraphNode node in graph.Nodes)
        {
            foreach (int operand in node.Operands.Distinct())
            {
                // Values that the adjoint part reads must not pull it out of its order, and its own edges are stated backwards, with the
                // arrow at the other end, so that it runs upwards beside the forward part.
                string edge = adjoint[operand] != node.IsAdjoint ? $"n{operand} -> n{node.Index} [style=dashed, color=\"#aab3bd\", constraint=false]"
                    : node.IsAdjoint ? $"n{node.Index} -> n{operand} [dir=back, color=\"#b3695a\"]"
                    : $"n{operand} -> n{node.Index}";
                text.Append(CultureInfo.InvariantCulture, $"  {edge};\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static void Cluster(StringBuilder text, TapeGraph graph, bool isAdjoint)
    {
        if (!graph.Nodes.Any(node => node.IsAdjoint == isAdjoint)) return;
        string name = isAdjoint ? "adjoint" : "forward";
        text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{name} {{\n    label=\"{name}\"; color=\"#c9d0d8\"; fontname=\"Helvetica\";\n");
        var colors = GraphColors.All.ToDictionary(entry => entry.Style, entry => entry.Colors);
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.IsAdjoint != isAdjoint) continue;
            string label = node.Subtitle.Length == 0 ? Escape(node.Title) : $"{Escape(node.Title)}\\n{Escape(node.Subtitle)}";
            (string fill, string stroke) = colors[node.Style];
            string tooltip = node.Steps.Length == 0 ? "" : $", tooltip=\"{string.Join("; ", node.Steps.Select(step => graph.Steps[step].Text))}\"";
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Index} [label=\"{label}\", fillcolor=\"{fill}\", color=\"{stroke}\"{tooltip}];\n");
        }

        text.Append("  }\n");
    }

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
