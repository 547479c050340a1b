using System.Globalization;
using System.Numerics;
using System.Text;

namespace Autograd;

/// <summary>The recorded program as text.</summary>
public static class TapeText
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The program, one line a node: number, operation with its attributes, operands, shape; then, as a comment, the line that
        /// recorded it (with <see cref="TapeOptions.RecordCallSites"/>) and its name. The same recording gives the same text.
        /// </summary>
        /// <returns>The lines, each ended by a line feed: <c>%3 = MatMul %0 %1 : [32, 10]   // Digits.cs:41 logits</c></returns>
        public string ToText()
        {
            ArgumentNullException.ThrowIfNull(tape);
            return Write(tape, new int[]?[tape.NodeCount]);
        }

        /// <summary>The program as <c>ToText()</c> writes it; cotangents are marked as ∇ of their nodes.</summary>
        /// <param name="gradients">What Backward on this tape returned.</param>
        /// <returns>The lines.</returns>
        /// <exception cref="ArgumentException">The gradients belong to another tape.</exception>
        /// <exception cref="InvalidOperationException">The tape was reset since Backward.</exception>
        public string ToText(Gradients<T> gradients)
        {
            ArgumentNullException.ThrowIfNull(tape);
            return Write(tape, NodeText.CotangentsOf(tape, gradients));
        }

        /// <summary>
        /// How the values that were read so far were computed: for each plan its steps, the nodes that each of them computes, the bytes that it moves
        /// and its arithmetic; with <see cref="TapeOptions.ProfileSteps"/> its time, on the average of the runs since the plan was made. What was evaluated
        /// as it was recorded is in none of them.
        /// </summary>
        /// <returns>The plans in the order in which they ran, an empty line between them; small ones that were not repeated often have no steps yet.</returns>
        public string PlansToText()
        {
            ArgumentNullException.ThrowIfNull(tape);
            var text = new StringBuilder();
            foreach (Plan<T> plan in tape.Plans.Run) text.Append(text.Length == 0 ? "" : "\n").Append(PlanText.Of(plan, tape.Program)).Append('\n');
            return text.ToString();
        }
    }

    private static string Write<T>(Tape<T> tape, int[]?[] cotangentsOf)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var text = new StringBuilder();
        for (int i = 0; i < tape.NodeCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"%{i} = {NodeText.Operation(tape, i)}");
            foreach (int operand in tape.Program.OperandsOf(tape.Program[i])) text.Append(CultureInfo.InvariantCulture, $" %{operand}");
            text.Append(" : ").Append(tape.Program[i].Shape);
            string comment = Comment(tape, i, cotangentsOf[i]);
            if (comment.Length > 0) text.Append("   // ").Append(comment);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Comment<T>(Tape<T> tape, int node, int[]? cotangentOf)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string?[] parts =
        [
            tape.CallSiteOf(node)?.ToString(),
            tape.Program[node].Name is { } name ? NodeText.OneLine(name) : null,
            cotangentOf is null ? null : NodeText.Cotangent(tape, cotangentOf),
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }
}
