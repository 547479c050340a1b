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
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (plan.IsCold) return string.Create(culture, $"{plan.Nodes} nodes, one by one{TimeOf(plan, step: -1)}");
        var text = new StringBuilder();
        long allBytes = 0, allMultiplyAdds = 0;
        for (int k = 0; k < plan.Steps.Count; k++)
        {
            ref Step<T> step = ref plan.Steps[k];
            text.Append(culture, $"{k + 1}. {NameOf(in step, program)} {program[step.Node].Shape}");
            for (int member = 0; member < step.Members; member++)
            {
                int node = plan.Members[step.FirstMember + member];
                string separator = member == 0 ? ": " : plan.Same.Items.Contains(node) ? " = " : ", ";
                text.Append(culture, $"{separator}%{node} {program[node].Operation.Name}");
                if (plan.Held.Items.Contains(node)) text.Append(" (held)");
            }

            text.Append("; ").Append(CostOf(plan, k)).Append('\n');
            allBytes += step.ElementsMoved * Unsafe.SizeOf<T>();
            allMultiplyAdds += step.MultiplyAdds;
        }

        text.Append(culture, $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "step" : "steps")}, {plan.PeakBytes} bytes of memory, {allBytes} bytes moved, {allMultiplyAdds} multiply-adds");
        return text.Append(TimeOf(plan, step: -1)).ToString();
    }

    /// <summary>What a step costs: bytes, arithmetic, and time where that was noted.</summary>
    public static string CostOf<T>(Plan<T> plan, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref Step<T> own = ref plan.Steps[step];
        return string.Create(CultureInfo.InvariantCulture, $"{own.ElementsMoved * Unsafe.SizeOf<T>()} bytes moved, {own.MultiplyAdds} multiply-adds{TimeOf(plan, step)}");
    }

    /// <summary>What a step computes by.</summary>
    public static string NameOf<T>(in Step<T> step, Program<T> program)
        where T : unmanaged, IFloatingPointIeee754<T> => step.Kind switch
        {
            StepKind.Copy => "Copy",
            StepKind.Group => "Elements",
            _ => program[step.Node].Operation.Name,
        };

    /// <summary>The time of a step, or of all of them; nothing where it was not noted.</summary>
    private static string TimeOf<T>(Plan<T> plan, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (plan.Times is not { } times) return "";
        RunTime time = step < 0 ? times.Whole : times[step];
        return string.Create(CultureInfo.InvariantCulture, $"; {time.MeanMicroseconds:0.00} µs a run, {time.Runs} {(time.Runs == 1 ? "run" : "runs")}");
    }
}
