using System.Diagnostics;
using System.Globalization;

namespace Autograd.Performance;

/// <summary>
/// The most memory that training a deep network takes: by how much a fresh process grows from before the weights are loaded, in
/// resident bytes, over three steps.
/// </summary>
internal static class MemoryComparison
{
    /// <summary>The command of the child process.</summary>
    public const string ChildCommand = "memory-child";

    private const int Steps = 3;

    public static void Print(ComparisonOptions options, TextWriter output)
    {
        Console.Error.WriteLine(Catalog.Deep.Title);
        var table = new MarkdownTable("peak memory", "MiB", "times ours");
        long ours = OurPeak(options);
        table.Add($"{Catalog.Deep.Title}: this library", Mebibytes(ours), "1.00");
        foreach (TorchSettings settings in (TorchSettings[])[TorchSettings.Best(), TorchSettings.AsInstalled])
        {
            using TorchProcess? process = TorchProcess.Start(options.Python, ComparisonOptions.Threads, settings, out _);
            if (process is null) break;
            long theirs = TheirPeak(options, process);
            table.Add($"{Catalog.Deep.Title}: PyTorch {settings.Name}", Mebibytes(theirs), MarkdownTable.Ratio((double)theirs / ours));
        }

        output.WriteLine();
        table.Write(output);
    }

    /// <summary>In the child process: trains and prints the growth in bytes.</summary>
    public static void RunChild(string evaluation, TextWriter output)
    {
        using Process process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        using Workload workload = Catalog.Deep.Create(new TapeOptions { Evaluation = Enum.Parse<EvaluationMode>(evaluation) });
        for (int step = 0; step < Steps; step++) workload.Step();
        process.Refresh();
        output.WriteLine((process.PeakWorkingSet64 - before).ToString(CultureInfo.InvariantCulture));
    }

    private static long OurPeak(ComparisonOptions options)
    {
        var (_, text) = ChildProcess.Run(typeof(MemoryComparison).Assembly.Location, ChildCommand, options.Tape.Evaluation.ToString());
        return long.Parse(text, CultureInfo.InvariantCulture);
    }

    private static long TheirPeak(ComparisonOptions options, TorchProcess process)
    {
        string file = Path.GetTempFileName();
        try
        {
            using Workload workload = Catalog.Deep.Create(options.Tape);
            workload.Inputs.Write(file);
            process.Open(Catalog.Deep.Name, file, workload.Inputs, 0);
            return process.PeakBytes(Steps);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Mebibytes(long bytes) => MarkdownTable.Digits(bytes / 1048576.0);
}
