using Autograd.Tests.Operations;

namespace Autograd.Performance;

/// <summary>The table of all operations: what the tests check of each, how exact it is, how long it takes.</summary>
internal static class OperationNumbers
{
    private static readonly int[] Counts = [1 << 10, 1 << 13, 1 << 16];

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="figures">What the tests found.</param>
    /// <param name="seconds">How long an operation is timed on one length.</param>
    /// <param name="only">A part of the names of those that are wanted; empty for all.</param>
    public static void Write(TextWriter output, TestFigures figures, double seconds, string only = "")
    {
        var table = new MarkdownTable(["operation", "order", "cases", "wrong rules found", "float, ulp", "double, ulp", .. Counts.Select(count => $"{count:N0}"), "lengths at the last"]);
        ILookup<string, OperationCase<float>> rows = OperationCases<float>.All.ToLookup(row => row.Operation);
        foreach (string name in OperationCatalog.Read().Select(entry => entry.Name).Where(name => name.Contains(only, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            Console.Error.WriteLine(name);
            OperationCase<float>[] own = [.. rows[name]];
            string order = own.Any(row => row.IsDifferentiable) ? $"{own.Where(row => row.IsDifferentiable).Max(row => row.Order)}" : "";
            var (times, lengths) = Times(own, seconds);
            table.Add([$"`{name}`", order, $"{own.Length}", figures.MutantsOf(name), figures.ErrorsOf<float>(name), figures.ErrorsOf<double>(name), .. times, lengths]);
        }

        table.Write(output);
    }

    /// <summary>
    /// Nanoseconds an element, forward and with the way back, for each number of elements; the lengths of the last. Where a call takes as long as the
    /// measurement should, nothing longer is tried.
    /// </summary>
    private static (string[] Times, string Lengths) Times(OperationCase<float>[] rows, double seconds)
    {
        string[] times = [.. Counts.Select(_ => "")];
        string lengths = "";
        double call = 0;
        for (int k = 0; k < Counts.Length && call < seconds; k++)
        {
            using StretchedCase? stretched = StretchedCase.Find(rows, Counts[k]);
            if (stretched is null) break;
            Action[] works = stretched.IsDifferentiable ? [stretched.Forward, stretched.ForwardAndBackward] : [stretched.Forward];
            var measured = Turns.Run(seconds, seconds / 4, works);
            call = measured[^1].Seconds;
            times[k] = string.Join(" / ", measured.Select(time => MarkdownTable.Digits(time.Seconds * 1e9 / stretched.ElementCount)));
            lengths = stretched.Lengths;
        }

        return (times, lengths);
    }
}
