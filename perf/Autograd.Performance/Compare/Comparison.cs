using System.Diagnostics;
using System.Globalization;

namespace Autograd.Performance;

/// <summary>
/// The same work in this library and in PyTorch, in turns: ours, PyTorch at its best, PyTorch as installed, and again. Prints medians,
/// ratios and the check that the first results agree.
/// </summary>
internal sealed class Comparison : IDisposable
{
    private const int Checks = 3;
    private const double ReadingSeconds = 0.03;
    private const int FewestRounds = 5;
    private const int MostRounds = 31;

    private readonly ComparisonOptions _options;
    private readonly TextWriter _output;
    private readonly List<(TorchSettings Settings, TorchProcess Process)> _torch = [];
    private readonly MarkdownTable _times;
    private readonly MarkdownTable _checks;

    private Comparison(ComparisonOptions options, TextWriter output)
    {
        _options = options;
        _output = output;
        output.WriteLine($"This library: {Machine.Description}, {options.Tape.Evaluation.ToString().ToLowerInvariant()} evaluation, {ComparisonOptions.Threads} thread");
        foreach (TorchSettings settings in (TorchSettings[])[TorchSettings.Best(), TorchSettings.AsInstalled])
        {
            var process = TorchProcess.Start(options.Python, ComparisonOptions.Threads, settings, out string why);
            if (process is null)
            {
                output.WriteLine($"PyTorch is missing ({why}): this library alone. To compare: apt-get install python3-torch libopenblas0-pthread libtcmalloc-minimal4");
                break;
            }

            _torch.Add((settings, process));
            output.WriteLine($"PyTorch {settings.Name}: {process.Description}; {settings.Description}");
        }

        if (!TorchSettings.HasAvx512 && _torch.Count > 0) output.WriteLine("This processor has no AVX-512: PyTorch's best is its AVX2 kernels here.");
        output.WriteLine();
        _times = new MarkdownTable(["work", "this library", .. _torch.SelectMany(t => (string[])[$"PyTorch {t.Settings.Name}", "times as fast"])]);
        _checks = new MarkdownTable(["work", "this library's first results", .. _torch.Select(t => $"PyTorch {t.Settings.Name}"), "largest relative difference"]);
    }

    /// <summary>Runs what is asked for; 1 if a result does not agree.</summary>
    public static int Run(ComparisonOptions options, TextWriter output)
    {
        using var comparison = new Comparison(options, output);
        bool agree = true;
        foreach (CatalogEntry entry in Catalog.Timed)
        {
            if (options.Wants(entry)) agree &= comparison.Measure(entry);
        }

        comparison._times.Write(output);
        if (comparison._torch.Count > 0)
        {
            output.WriteLine();
            comparison._checks.Write(output);
        }

        if (options.Wants(Catalog.Deep)) MemoryComparison.Print(options, output);
        return agree ? 0 : 1;
    }

    public void Dispose()
    {
        foreach (var (_, process) in _torch) process.Dispose();
    }

    /// <summary>Adds a workload to the tables; false if the first results differ.</summary>
    private bool Measure(CatalogEntry entry)
    {
        Console.Error.WriteLine(entry.Title);
        using Workload ours = entry.Create(_options.Tape);
        double[][] first = FirstResults(entry, ours);
        Func<int, double>[] sides = [steps => OurSeconds(ours, steps), .. _torch.Select(torch => (Func<int, double>)torch.Process.Seconds)];

        var steps = new int[sides.Length];
        double round = 0;
        for (int side = 0; side < sides.Length; side++)
        {
            double seconds = WarmUp(sides[side]);
            steps[side] = (int)Math.Clamp(ReadingSeconds / seconds, 1, 1_000_000);
            round += steps[side] * seconds;
        }

        int rounds = (int)Math.Clamp(_options.Seconds / round, FewestRounds, MostRounds);
        var readings = new double[sides.Length][];
        for (int side = 0; side < sides.Length; side++) readings[side] = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            for (int side = 0; side < sides.Length; side++) readings[side][i] = sides[side](steps[side]);
        }

        string[] cells = [entry.Title, MarkdownTable.Duration(Statistics.Median(readings[0]))];
        for (int side = 1; side < sides.Length; side++)
        {
            cells = [.. cells, MarkdownTable.Duration(Statistics.Median(readings[side])), MarkdownTable.Ratio(Statistics.MedianRatio(readings[side], readings[0]))];
        }

        _times.Add(cells);
        foreach (var (_, process) in _torch) process.Close();
        return _torch.Count == 0 || AddCheck(entry, first);
    }

    /// <summary>Our first results and those of PyTorch from the same inputs.</summary>
    private double[][] FirstResults(CatalogEntry entry, Workload ours)
    {
        string file = Path.GetTempFileName();
        try
        {
            if (_torch.Count > 0) ours.Inputs.Write(file);
            double[][] theirs = [.. _torch.Select(torch => torch.Process.Open(entry.Name, file, ours.Inputs, Checks))];
            var results = new double[Checks];
            for (int i = 0; i < Checks; i++) results[i] = ours.Step();
            return [results, .. theirs];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private bool AddCheck(CatalogEntry entry, double[][] results)
    {
        double largest = 0;
        for (int side = 1; side < results.Length; side++)
        {
            for (int i = 0; i < Checks; i++)
            {
                largest = Math.Max(largest, Math.Abs(results[side][i] - results[0][i]) / Math.Max(Math.Abs(results[0][i]), double.Epsilon));
            }
        }

        bool agree = largest <= entry.Tolerance;
        string difference = largest.ToString("0.0e+00", CultureInfo.InvariantCulture);
        _checks.Add([entry.Title, .. results.Select(Text), agree ? difference : $"{difference}: THEY DIFFER"]);
        return agree;

        static string Text(double[] values) => string.Join(", ", values.Select(value => value.ToString("0.000000e+00", CultureInfo.InvariantCulture)));
    }

    /// <summary>Runs for a while; the seconds of a step at the end.</summary>
    private static double WarmUp(Func<int, double> side)
    {
        long start = Stopwatch.GetTimestamp();
        int steps = 1;
        double seconds = side(1);
        do
        {
            if (steps * seconds < ReadingSeconds) steps *= 2;
            seconds = side(steps);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 0.7);
        return seconds;
    }

    private static double OurSeconds(Workload workload, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < steps; step++) workload.Step();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
    }
}
