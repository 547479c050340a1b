using System.Diagnostics;
using System.Globalization;

namespace Autograd.Mutants;

/// <summary>What came of a change.</summary>
internal enum Outcome
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>The tests did not come to an end, or ended the process.</summary>
    Ended,

    /// <summary>All tests that reach it passed.</summary>
    Survived,

    /// <summary>Those of the tests that reach it that were run in the time there was passed.</summary>
    SurvivedSoFar,

    /// <summary>No test reaches it.</summary>
    NotReached,
}

/// <summary>
/// Tries changes in a process that has the tests loaded and warm. What survives there is tried once more in a new one, where nothing was computed
/// before without it.
/// </summary>
internal sealed class Trial(Repository copy, ReachingTests tests, int worker, TimeSpan limit) : IDisposable
{
    public const string Runner = "tests/Autograd.Tests/bin/Release/net10.0/Autograd.Tests.dll";

    private Process? _process;
    private bool _isNew;

    /// <summary>Runs the tests that reach a change with it switched on, until one fails.</summary>
    public (Outcome Outcome, string By) Try(int number, Mutation mutation)
    {
        var (names, time) = tests.Of(number, mutation);
        if (names.Length == 0) return (Outcome.NotReached, "");
        string file = copy[$"cases-{worker}.txt"];
        File.WriteAllLines(file, names);
        while (true)
        {
            Process process = _process ??= Start();
            bool wasNew = _isNew;
            _isNew = false;
            process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number}\t{file}"));
            Task<string?> answer = process.StandardOutput.ReadLineAsync();
            // Several times what they take as they are means that they are in a loop, if there was so much time.
            TimeSpan most = (4 * time) + TimeSpan.FromSeconds(15);
            if (!IsAnswered(process, answer, most < limit ? most : limit))
            {
                Stop();
                return most < limit ? (Outcome.Ended, $"in a loop, {names.Length} cases") : (Outcome.SurvivedSoFar, $"{names.Length} cases");
            }

            if (answer.Result is { Length: > 0 } failure) return (Outcome.Killed, failure.Length > 300 ? failure[..300] : failure);
            if (answer.Result is not null && wasNew) return (Outcome.Survived, $"{names.Length} cases");
            Stop();
            if (answer.Result is null && wasNew) return (Outcome.Ended, $"the process, {names.Length} cases");
        }
    }

    public void Dispose() => Stop();

    /// <summary>Waits for an answer while the process takes less than some time of the processor, which does not pass faster on a busy machine; or twenty times that.</summary>
    private static bool IsAnswered(Process process, Task<string?> answer, TimeSpan most)
    {
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        while (!answer.Wait(TimeSpan.FromMilliseconds(200)))
        {
            process.Refresh();
            if (process.HasExited) return answer.Wait(TimeSpan.FromSeconds(10));
            if (process.TotalProcessorTime - before > most || Stopwatch.GetElapsedTime(start) > 20 * most) return false;
        }

        return true;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Runner, "serve"]) { WorkingDirectory = copy[""], RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("The tests cannot be loaded.");
        _isNew = true;
        return process;
    }

    private void Stop()
    {
        if (_process is not { } process) return;
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        _process = null;
    }
}
