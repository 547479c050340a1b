using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Autograd;

/// <summary>A plan as text: what each step computes from what, where it lies, and what it costs.</summary>
internal static class PlanText
{
    /// <summary>A line for each step, and one for the whole.</summary>
    public static string Of<T>(Plan<T> plan, Program<T> program)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (plan.IsCold) return $"{plan.Nodes} nodes, one by one";
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        long allBytes = 0, allMultiplyAdds = 0;
        for (int k = 0; k < plan.Steps.Count; k++)
        {
            ref Step<T> step = ref plan.Steps[k];
            text.Append(culture, $"{k + 1}. {NameOf(in step, program)} {program[step.Node].Shape}");
            for (int member = 0; member < step.Members; member++)
            {
                int node = plan.Members[step.FirstMember + member];
                text.Append(culture, $"{(member == 0 ? ": " : ", ")}%{node} {program[node].Operation.Name}");
                if (plan.Held.Items.Contains(node)) text.Append(" (held)");
            }

            long bytes = step.ElementsMoved * Unsafe.SizeOf<T>();
            text.Append(culture, $"; {bytes} bytes moved, {step.MultiplyAdds} multiply-adds").Append('\n');
            allBytes += bytes;
            allMultiplyAdds += step.MultiplyAdds;
        }

        text.Append(culture, $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "step" : "steps")}, {plan.PeakBytes} bytes of memory, {allBytes} bytes moved, {allMultiplyAdds} multiply-adds");
        return text.ToString();
    }

    private static string NameOf<T>(in Step<T> step, Program<T> program)
        where T : unmanaged, IFloatingPointIeee754<T> => step.Kind switch
        {
            StepKind.Copy => "Copy",
            StepKind.Group => "Elements",
            _ => program[step.Node].Operation.Name,
        };
}
