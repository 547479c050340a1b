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
    /// <param name="reasons">Whether a line says why under each gradient.</param>
    /// <returns>Lines that end in \n.</returns>
    public string ToText(bool reasons = false)
    {
        var text = new StringBuilder();
        text.Append("given    ").AppendJoin(", ", Leaves.Select(l => $"{l.Name} {l.Shape}")).Append('\n');
        int width = Lines.Count == 0 ? 0 : Math.Min(64, Lines.Max(l => l.ToString().Length));
        EquationPart? part = null;
        int names = Lines.Count == 0 ? 0 : Lines.Max(l => l.Name.Length);
        foreach (Equation<T> line in Lines)
        {
            if (part != line.Part) text.Append('\n').Append(line.Part == EquationPart.Forward ? "forward" : "backward").Append('\n');
            part = line.Part;
            text.Append("  ").Append($"{line.Name.PadRight(names)} = {line.Formula}".PadRight(width + 4)).Append("  ").Append(line.Shape).Append('\n');
            if (reasons && line.Why.Length > 0) text.Append("      ").Append(line.Why).Append('\n');
        }

        return text.ToString();
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
