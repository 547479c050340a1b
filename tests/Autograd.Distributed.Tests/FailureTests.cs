using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Autograd.Distributed.Tests;

/// <summary>What becomes of a training whose ranks are ended from outside.</summary>
public sealed partial class FailureTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("ranks-").FullName;

    /// <summary>Whichever rank is killed, the others end soon and say so, and a new start, of another number of ranks, comes to the bits of a training that was never interrupted.</summary>
    [MpiTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Kill_of_one_rank_ends_all_and_a_new_start_has_the_same_bits(int victim)
    {
        string file = Path.Combine(_folder, "run.safetensors");
        using Process launcher = Process.Start(Mpirun.Command(2, "train", "steps", "100000", "file", file, "every", "5", "delay", "10"))!;
        int[] ranks = await RanksOf(launcher, 2);
        while (!File.Exists(file)) await Task.Delay(20);
        using (Process rank = Process.GetProcessById(ranks[victim])) rank.Kill();
        await Ended(launcher, ranks);
        string errors = await launcher.StandardError.ReadToEndAsync();
        Assert.NotEqual(0, launcher.ExitCode);
        Assert.Contains("was told to end (SIGTERM): another rank has failed", errors + await launcher.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);

        // Once more by itself, from some multiple of 5 steps on, to one that was certainly not reached.
        string expected = Mpirun.Run(0, "train", "steps", "400").Result();
        Outcome again = Mpirun.Run(4, "train", "steps", "400", "file", file, "every", "1000");
        Assert.Contains("goes on", again.Output, StringComparison.Ordinal);
        Assert.Equal(expected, again.Result());
    }

    [MpiFact]
    public async Task Control_C_ends_all_ranks()
    {
        using Process launcher = Process.Start(Mpirun.Command(2, "train", "steps", "100000", "delay", "10"))!;
        int[] ranks = await RanksOf(launcher, 2);
        using (Process.Start("kill", ["-INT", launcher.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await Ended(launcher, ranks);
            Assert.NotEqual(0, launcher.ExitCode);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The processes of the ranks, which each writes down after its first step.</summary>
    private static async Task<int[]> RanksOf(Process launcher, int count)
    {
        var found = new List<int>();
        while (found.Count < count)
        {
            string line = await launcher.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"It ended. {await launcher.StandardError.ReadToEndAsync()}");
            if (Pid().Match(line) is { Success: true } match) found.Add(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        return [.. found];
    }

    private static async Task Ended(Process launcher, int[] ranks)
    {
        long start = Stopwatch.GetTimestamp();
        while (!launcher.HasExited || ranks.Any(IsRunning))
        {
            if (Stopwatch.GetElapsedTime(start) > Longest)
            {
                launcher.Kill(entireProcessTree: true);
                Assert.Fail($"After {Longest.TotalSeconds} s there are still processes.");
            }

            await Task.Delay(20);
        }
    }

    private static bool IsRunning(int id) => Directory.Exists($"/proc/{id}") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);

    [GeneratedRegex("pid ([0-9]+)")]
    private static partial Regex Pid();
}
