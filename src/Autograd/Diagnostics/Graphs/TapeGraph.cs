using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// A recorded program as a graph, forward part and adjoint part: what the pictures are drawn from. A copy of names, shapes, costs
/// and value statistics, so it stays when the tape is reset.
/// </summary>
public sealed class TapeGraph
{
    internal TapeGraph(GraphNode[] nodes, GraphStep[] steps) => (Nodes, Steps) = (nodes, steps);

    /// <summary>The nodes in the order of recording.</summary>
    internal IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The steps that computed them, plan by plan; none where nodes were evaluated one by one.</summary>
    internal IReadOnlyList<GraphStep> Steps { get; }

    /// <summary>The number of nodes.</summary>
    public int NodeCount => Nodes.Count;

    /// <summary>The graph for Mermaid, which Markdown renderers draw.</summary>
    /// <returns>A flowchart, forward and adjoint part each in a box of its own.</returns>
    public string ToMermaid() => MermaidText.Write(this);

    /// <summary>The graph for Graphviz.</summary>
    /// <returns>A digraph in the DOT language, forward and adjoint part each in a cluster of its own.</returns>
    public string ToDot() => DotText.Write(this);

    /// <summary>
    /// The graph as one page that needs nothing else, no network either: to pan, to zoom, and to click a node for its equation, shape,
    /// value statistics, operands, cotangent, source line, cost and the step of a plan that computed it, by which nodes may be coloured, too. A
    /// fragment <c>#n12</c> in the address selects node 12.
    /// </summary>
    /// <param name="title">The heading.</param>
    /// <returns>HTML.</returns>
    public string ToHtml(string title = "Tape")
    {
        ArgumentNullException.ThrowIfNull(title);
        return GraphPage.Write(this, title);
    }
}

/// <summary>One node of a <see cref="TapeGraph"/>. Operands and cotangents are numbers of tape nodes, which need not be shown.</summary>
internal sealed record GraphNode
{
    public required int Index { get; init; }

    /// <summary>Its own name, or ∇ of what it is the cotangent of, or its name in the derivation; empty where it has none of them.</summary>
    public required string Name { get; init; }
    public required string Operation { get; init; }
    public required string Attributes { get; init; }

    /// <summary>The value of a scalar that was written into an expression.</summary>
    public required string? Literal { get; init; }
    public required OperationKind Kind { get; init; }
    public required bool IsDifferentiable { get; init; }
    public required bool IsAdjoint { get; init; }
    public required Shape Shape { get; init; }
    public required int[] Operands { get; init; }

    /// <summary>What the derivation says of it, one line or several; where it says nothing, the operation and its operands by name.</summary>
    public required string Equation { get; init; }

    /// <summary>Why a cotangent's equation looks like that; empty for others.</summary>
    public required string Why { get; init; }

    /// <summary>Its cotangent's node; −1 for none.</summary>
    public required int Cotangent { get; init; }

    /// <summary>The nodes whose cotangent it is.</summary>
    public required int[] CotangentOf { get; init; }
    public required CallSite? CallSite { get; init; }

    /// <summary>What its values look like; null where they can no longer be computed.</summary>
    public required ValueStatistics? Statistics { get; init; }
    public required long MultiplyAdds { get; init; }

    /// <summary>Which of the graph's steps computed it: several where it was computed again.</summary>
    public required int[] Steps { get; init; }

    /// <summary>Read and written by one evaluation on its own; 0 for leaves and views.</summary>
    public required long Bytes { get; init; }

    public bool IsVariable => Kind == OperationKind.Leaf && IsDifferentiable;

    public string Number => string.Create(CultureInfo.InvariantCulture, $"%{Index}");

    /// <summary>The operation with its attributes.</summary>
    public string Call => Attributes.Length == 0 ? Operation : $"{Operation}({Attributes})";

    /// <summary>What stands first in its box: the value of a literal, the name, or the operation.</summary>
    public string Title => Literal ?? (Name.Length > 0 ? Name : Operation);

    /// <summary>What stands below that.</summary>
    public string Subtitle => Literal is not null ? "" : Name.Length > 0 && Kind != OperationKind.Leaf ? $"{Operation} {Shape}" : Shape.ToString();

    /// <summary>Which of the kinds that are drawn alike it belongs to.</summary>
    public string Style => Kind switch
    {
        OperationKind.Leaf => IsVariable ? "variable" : Literal is null ? "constant" : "literal",
        OperationKind.View => "view",
        OperationKind.Elementwise => "elementwise",
        _ => "kernel",
    };
}

/// <summary>A step of a plan, which computed one node or several, or copied what a view shows.</summary>
/// <param name="Plan">Which of the recording's plans, from 1.</param>
/// <param name="Number">Which of its steps, from 1.</param>
/// <param name="Name">What it computes by.</param>
/// <param name="Cost">What that costs.</param>
/// <param name="IsCopy">Whether it copies a view.</param>
/// <param name="Nodes">The nodes.</param>
internal sealed record GraphStep(int Plan, int Number, string Name, string Cost, bool IsCopy, int[] Nodes)
{
    /// <summary>What it does with one of them: <c>computed in step 2 of plan 1</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{(IsCopy ? "copied" : "computed")} in step {Number} of plan {Plan}");
}

/// <summary>A summary of a node's values. NaNs are counted and otherwise left out.</summary>
internal readonly record struct ValueStatistics(double Min, double Max, double Mean, int NaNCount, double[] First)
{
    public const int Shown = 8;

    public static ValueStatistics Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0;
        int nan = 0;
        foreach (T element in values)
        {
            double value = double.CreateSaturating(element);
            if (double.IsNaN(value))
            {
                nan++;
                continue;
            }

            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
        }

        var first = new double[Math.Min(values.Length, Shown)];
        for (int i = 0; i < first.Length; i++) first[i] = double.CreateSaturating(values[i]);
        return values.Length == nan ? new(double.NaN, double.NaN, double.NaN, nan, first) : new(min, max, sum / (values.Length - nan), nan, first);
    }
}
