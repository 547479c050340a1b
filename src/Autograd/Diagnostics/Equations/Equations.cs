using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>
/// A derivation: the forward equations of what was recorded and the equations of its cotangents, in matrix notation. Made of the
/// nodes that compute the numbers, so it cannot say anything else than they do.
/// </summary>
/// <remarks>
/// <para>
/// How to read a formula. A tensor of one element is a scalar, one of lengths [n] is a column, xᵀ its row. Factors side by side are a
/// matrix product, or a scalar times anything; ⊙, / , + and − work element by element and broadcast, aligned at the last dimension; they
/// bind less tightly, in this order. In a product ⊙ a factor that is exactly 0 gives 0. The lengths stand beside each line; where the
/// formula gives fewer, its elements are repeated, and dimensions of length 1 are not written.
/// </para>
/// <para>
/// Σ, max, min and logsumexp keep the dimensions that they reduce with length 1: Σ_rows X adds up the rows and gives a row, Σ_cols X gives
/// a column, Σ alone a number; digits name other dimensions. softmax works along the last dimension unless such a suffix says otherwise.
/// [a &gt; b] is 1 where it holds, else 0. X[:, 2..5] are the elements 2, 3, 4 along the second dimension, X[8:3:−2] three from 8 in steps of
/// −2, E[t] the rows that the indices t name; embed(X, [:, 2..], 9) is the transpose of the slice, zeros with X from place 2 of 9.
/// onehot(t, 9) is 1 in the places t of 9. vec and column give the elements as [n] and [n, 1]; stop(x) is x without a derivative.
/// </para>
/// <para>
/// conv(X, W) is a convolution, convtranspose(Y, W) its transpose in X and correlate(X, Y) that in W; maxpool and avgpool put windows
/// together, maxunpool and avgunpool are their transposes. Behind the operands stand stride, padding, dilation, groups, the length of
/// a window or the number of windows, zeros for padding that counts, each down × across where these differ, and after "to" the lengths of
/// the result where they do not follow from the rest.
/// </para>
/// <para>∇v is the cotangent ∂J/∂v. ∇′v, ∇′′v belong to a second and third output in turn, for gradients of gradients.</para>
/// <para>
/// The simplifications are identities wherever all that was recorded is defined: x / x becomes 1, and a choice whose other branch is NaN
/// becomes the first, which is what it is in the domain of the function.
/// </para>
/// </remarks>
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

    /// <summary>
    /// What a reader may not know: of what ∇v and ∇′v are the gradients, then the notations that occur in the formulas, each with what it
    /// means, from what the operations declare.
    /// </summary>
    public IReadOnlyList<(string Sample, string Meaning)> Notations
    {
        get
        {
            var gradients = new List<(string Sample, string Meaning)>();
            Equation<T>? output = null;
            foreach (Equation<T> line in Lines)
            {
                if (line.Part == EquationPart.Forward) output = line;
                string prefix = "∇" + new string('′', gradients.Count);
                if (output is null || !line.Name.StartsWith(prefix, StringComparison.Ordinal)) continue;
                gradients.Add(($"{prefix}v", $"the gradient of {output.Name} by v, ∂{output.Name}/∂v, with the lengths of v"));
            }

            return [.. gradients, .. Legend.Of(Lines.Select(line => line.Expression))];
        }
    }

    /// <summary>The derivation as Unicode text.</summary>
    /// <param name="reasons">Whether a line under each gradient says why it looks like that, and the end what notations mean.</param>
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

        if (reasons) Explain(text);
        return text.ToString();
    }

    private void Explain(StringBuilder text)
    {
        var legend = Notations;
        if (legend.Count == 0) return;
        int width = legend.Max(entry => entry.Sample.Length);
        text.Append("\nnotation\n");
        foreach (var (sample, meaning) in legend) text.Append("  ").Append(sample.PadRight(width)).Append("    ").Append(meaning).Append('\n');
    }

    /// <summary>The derivation as Markdown with formulas in LaTeX between dollar signs.</summary>
    /// <param name="reasons">Whether a list after the gradients says why they look like that, and the end what notations mean.</param>
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

        var legend = reasons ? Notations : [];
        if (legend.Count > 0) text.Append("\n**Notation**\n\n");
        foreach (var (sample, meaning) in legend) text.Append($"- `{sample}`: {meaning}.\n");

        return text.ToString();
    }

    /// <summary>The derivation in LaTeX: a paragraph and an <c>align*</c> for each part (amsmath, amssymb).</summary>
    /// <param name="reasons">Whether a list after the gradients says why they look like that, and the end what notations mean.</param>
    /// <returns>Lines that end in \n.</returns>
    public string ToLatex(bool reasons = false)
    {
        var text = new StringBuilder();
        text.Append("Given ").AppendJoin(", ", Leaves.Select(l => $@"${LatexPrinter.Name(l.Name)} \in {Space(l)}$")).Append(".\n");
        foreach (var (title, lines) in Sections())
        {
            text.Append($"\n\\paragraph{{{char.ToUpperInvariant(title[0])}{title[1..]}}}\n\\begin{{align*}}\n");
            text.AppendJoin(" \\\\\n", lines.Select(Aligned)).Append("\n\\end{align*}\n");
            List(text, lines.Where(l => reasons && l.Why.Length > 0).Select(l => $"${l.LatexName}$: {LatexPrinter.Prose(l.Why)}."));
        }

        if (reasons) text.Append("\n\\paragraph{Notation}\n");
        List(text, Notations.Where(_ => reasons).Select(entry => $"{LatexPrinter.Prose(entry.Sample)}: {LatexPrinter.Prose(entry.Meaning)}."));
        return text.ToString();
    }

    private static void List(StringBuilder text, IEnumerable<string> items)
    {
        string[] all = [.. items.Select(item => $"\\item {item}\n")];
        if (all.Length > 0) text.Append("\\begin{itemize}\n").AppendJoin("", all).Append("\\end{itemize}\n");
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
        /// <exception cref="ArgumentException">Earlier gradients are of another tape.</exception>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        public Equations<T> Equations(params ReadOnlySpan<Gradients<T>> earlier)
        {
            var walks = new AdjointWalk<T>[earlier.Length + 1];
            for (int k = 0; k < earlier.Length; k++)
            {
                if (earlier[k].Tape != gradients.Tape) throw Errors.OtherTape("Equations");
                walks[k] = new AdjointWalk<T>(earlier[k].Nodes);
            }

            walks[^1] = new AdjointWalk<T>(gradients.Nodes);
            return new EquationBuilder<T>(gradients.Tape, walks).Build();
        }
    }
}
