using System.Globalization;
using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>The words for nodes that all texts and pictures of a tape share. Independent of the user's culture, so that they can be compared.</summary>
internal static class NodeText
{
    /// <summary>A node's name on one line; a name taken from a C# expression may be long and span several.</summary>
    public static string OneLine(string name, int limit = 48)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in name.Trim())
        {
            if (!char.IsWhiteSpace(c)) text.Append(c);
            else if (text[^1] != ' ') text.Append(' ');
        }

        return text.Length <= limit ? text.ToString() : text.ToString(0, limit - 1) + "…";
    }

    /// <summary>The attributes as C# would pass them by name, <c>Reduced: [0], Keep: false</c>; empty where there are none.</summary>
    public static string Attributes(object? declaration)
    {
        if (declaration is null) return "";
        string text = Invariant(declaration);
        int open = text.IndexOf('{', StringComparison.Ordinal), close = text.LastIndexOf('}');
        if (open < 0 || close < open) return "";
        return text[(open + 1)..close].Trim()
            .Replace(" = True", ": true", StringComparison.Ordinal)
            .Replace(" = False", ": false", StringComparison.Ordinal)
            .Replace(" = ", ": ", StringComparison.Ordinal);
    }

    /// <summary>The operation with its attributes: <c>Sum(Reduced: [0], Keep: false)</c>; a constant without a name shows its value.</summary>
    public static string Operation<T>(Tape<T> tape, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string inside = Literal(tape, node) ?? Attributes(tape.Program[node].Operation.Attributes);
        return inside.Length == 0 ? tape.Program[node].Operation.Name : $"{tape.Program[node].Operation.Name}({inside})";
    }

    /// <summary>The value of a scalar that was written into an expression, as the 2 in <c>2 * x</c>; null for any other node.</summary>
    public static string? Literal<T>(Tape<T> tape, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> leaf = tape.Program[node];
        bool isLiteral = leaf.Operation == LeafOperation<T>.Constant && leaf.Name is null && leaf.Shape.Rank == 0;
        return isLiteral ? tape.At(node).Scalar.ToString(null, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>
    /// For each node of the tape, of which nodes it is the cotangent: of the named ones if there are any, else of the last one. Where an
    /// operation hands its cotangent on unchanged, one node is the cotangent of several.
    /// </summary>
    public static int[]?[] CotangentsOf<T>(Tape<T> tape, Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (gradients.Tape != tape) throw Errors.OtherTape("Gradients");
        var of = new int[]?[tape.NodeCount];
        ReadOnlySpan<int> cotangents = gradients.Nodes;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int node = cotangents.Length - 1; node >= 0; node--)
            {
                int cotangent = cotangents[node];
                if (cotangent < 0 || (tape.Program[node].Name is null) != (pass == 1)) continue;
                if (of[cotangent] is null) of[cotangent] = [node];
                else if (pass == 0) of[cotangent] = [node, .. of[cotangent]!];
            }
        }

        return of;
    }

    /// <summary>∇ and the names of the nodes whose cotangent it is: <c>∇a1 = ∇b1</c>. A node that was given no name may be known by another one.</summary>
    public static string Cotangent<T>(Tape<T> tape, int[] of, Func<int, string?>? nameOf = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        string.Join(" = ", of.Take(3).Select(node => "∇" + ((tape.Program[node].Name is null ? nameOf?.Invoke(node) : null) ?? Reference(tape, node)))) + (of.Length > 3 ? " = …" : "");

    /// <summary>A node's name, or its number <c>%3</c>.</summary>
    public static string Reference<T>(Tape<T> tape, int node)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        tape.Program[node].Name is { } name ? OneLine(name, 32) : string.Create(CultureInfo.InvariantCulture, $"%{node}");

    private static string Invariant(object declaration)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return declaration.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
