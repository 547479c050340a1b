using Microsoft.CodeAnalysis;

namespace Autograd.Mutants;

/// <summary>How a change is guarded so that it is in force only if its number is given.</summary>
internal enum Guard
{
    /// <summary>An expression is replaced: (Is(n) ? other : as it is).</summary>
    Choice,

    /// <summary>A condition counts as true: (Is(n) || as it is).</summary>
    True,

    /// <summary>A condition counts as false: (!Is(n) &amp;&amp; as it is).</summary>
    False,

    /// <summary>A statement is left out.</summary>
    Omission,

    /// <summary>A statement is replaced.</summary>
    Statement,
}

/// <summary>A change of the sources.</summary>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Node">What is changed.</param>
/// <param name="Guard">How it is guarded.</param>
/// <param name="Other">What stands in its place.</param>
internal sealed record Mutation(string File, int Line, SyntaxNode Node, Guard Guard, string Other)
{
    /// <summary>The change in words.</summary>
    public string Text => Guard switch
    {
        Guard.Omission => $"without `{Flat(Node)}`",
        Guard.True => $"`{Flat(Node)}` is true",
        Guard.False => $"`{Flat(Node)}` is false",
        _ => $"`{Flat(Node)}` is `{Other}`",
    };

    /// <summary>The text of a node on one line.</summary>
    public static string Flat(SyntaxNode node) => string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
