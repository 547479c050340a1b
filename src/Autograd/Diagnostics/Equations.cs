using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>
/// A derivation: the forward equations of what was recorded and the equations of its cotangents, in matrix notation. Made of the
/// nodes that compute the numbers, so it cannot say anything else than they do.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class Equations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int WidestColumn = 60;

    internal Equations(IReadOnlyList<EquationLeaf<T>> leaves, IReadOnlyList<Equation<T>> lines)
    {
        Leaves = leaves;
        Lines = lines;
    }

    /// <summary>What is given: the leaves under the names that the formulas use.</summary>
    public IReadOnlyList<EquationLeaf<T>> Leaves { get; }

    /// <summary>The equations, in an order in which each uses only leaves and earlier ones.</summary>
    public IReadOnlyList<Equation<T>> Lines { get; }

    /// <summary>The derivation as Unicode text.</summary>
    /// <param name="reasons">Whether a line under each gradient says why it looks like that.</param>
    /// <returns>Lines that end in \n.</returns>
    public string ToText(bool reasons = false)
    {
        var text = new StringBuilder();
        text.Append("given    ").AppendJoin(", ", Leaves.Select(l => $"{l.Name} {l.Shape}")).Append('\n');
        int names = Lines.Count == 0 ? 0 : Lines.Max(l => l.Name.Length);
        int width = names + 3 + (Lines.Count == 0 ? 0 : Math.Min(WidestColumn, Lines.Max(l => l.Formula.Length)));
        foreach (var (title, lines) in Sections())
        {
            text.Append('\n').Append(title).Append('\n');
            foreach (Equation<T> line in lines)
            {
                text.Append("  ").Append($"{line.Name.PadRight(names)} = {line.Formula}".PadRight(width)).Append("    ").Append(line.Shape).Append('\n');
                if (reasons && line.Why.Length > 0) text.Append("      ").Append(line.Why).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The derivation as Markdown with formulas in LaTeX between dollar signs.</summary>
    /// <param name="reasons">Whether a list after the gradients says why they look like that.</param>
    /// <returns>Lines that end in \n.</returns>
    public string ToMarkdown(bool reasons = false)
    {
        var text = new StringBuilder();
        text.Append("**Given** ").AppendJoin(", ", Leaves.Select(l => $@"${LatexPrinter.Name(l.Name)} \in {Space(l)}$")).Append(".\n");
        foreach (var (title, lines) in Sections())
        {
            text.Append($"\n**{char.ToUpperInvariant(title[0])}{title[1..]}**\n\n$$\n\\begin{{aligned}}\n");
            text.AppendJoin(" \\\\\n", lines.Select(Aligned)).Append("\n\\end{aligned}\n$$\n");
            Equation<T>[] explained = [.. lines.Where(l => reasons && l.Why.Length > 0)];
            if (explained.Length > 0) text.Append('\n');
            foreach (Equation<T> line in explained) text.Append($"- ${line.LatexName}$: {line.Why}.\n");
        }

        return text.ToString();
    }

    /// <summary>The derivation in LaTeX: a paragraph and an <c>align*</c> for each part (amsmath, amssymb).</summary>
    /// <returns>Lines that end in \n.</returns>
    public string ToLatex()
    {
        var text = new StringBuilder();
        text.Append("Given ").AppendJoin(", ", Leaves.Select(l => $@"${LatexPrinter.Name(l.Name)} \in {Space(l)}$")).Append(".\n");
        foreach (var (title, lines) in Sections())
        {
            text.Append($"\n\\paragraph{{{char.ToUpperInvariant(title[0])}{title[1..]}}}\n\\begin{{align*}}\n");
            text.AppendJoin(" \\\\\n", lines.Select(Aligned)).Append("\n\\end{align*}\n");
        }

        return text.ToString();
    }

    private static string Aligned(Equation<T> line) => $@"{line.LatexName} &= {line.LatexFormula} && \in {LatexPrinter.Space(line.Shape)}";

    private static string Space(EquationLeaf<T> leaf) =>
        leaf.Indices is null ? LatexPrinter.Space(leaf.Shape) : LatexPrinter.Space(leaf.Shape).Replace('R', 'N');

    /// <summary>The lines in runs of forward and backward ones.</summary>
    private IEnumerable<(string Title, IReadOnlyList<Equation<T>> Lines)> Sections()
    {
        for (int start = 0; start < Lines.Count;)
        {
            int end = start;
            while (end < Lines.Count && Lines[end].Part == Lines[start].Part) end++;
            yield return (Lines[start].Part == EquationPart.Forward ? "forward" : "backward", [.. Lines.Skip(start).Take(end - start)]);
            start = end;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => ToText();
}

/// <summary>Printing derivations.</summary>
public static class EquationsExtensions
{
    extension<T>(Variable<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The derivation of the gradients of this scalar. Records the adjoint nodes, as Backward does, and evaluates nothing; no value
        /// that was recorded changes.
        /// </summary>
        /// <returns>The forward equations, and the cotangent of every leaf and named or otherwise shared intermediate.</returns>
        /// <exception cref="InvalidOperationException">This is not a single element, or depends on no variable or parameter.</exception>
        public Equations<T> Equations() => output.Backward().Equations();
    }

    extension<T>(Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The derivation of these gradients. Records and evaluates nothing.</summary>
        /// <param name="earlier">Gradients that the output was made of, oldest first, so that their lines are named too.</param>
        /// <returns>The forward equations, and the cotangent of every leaf and named or otherwise shared intermediate.</returns>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        public Equations<T> Equations(params ReadOnlySpan<Gradients<T>> earlier)
        {
            var walks = new AdjointWalk<T>[earlier.Length + 1];
            for (int k = 0; k < earlier.Length; k++) walks[k] = new AdjointWalk<T>(earlier[k].Cotangents);
            walks[^1] = new AdjointWalk<T>(gradients.Cotangents);
            return new EquationBuilder<T>(gradients.Tape, walks).Build();
        }
    }
}
