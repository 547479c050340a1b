using System.Diagnostics;

namespace Autograd.Distributed.Tests;

/// <summary>A test that needs mpirun. Where there is none, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = Mpirun.Missing;
}

/// <summary>As <see cref="MpiFactAttribute"/>, of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = Mpirun.Missing;
}

/// <summary>Open MPI's launcher, which starts the programs of this assembly.</summary>
internal static class Mpirun
{
    private static readonly string? Path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, "mpirun")).FirstOrDefault(File.Exists);

    /// <summary>Why there is nothing to test with, or null.</summary>
    public static string? Missing { get; } =
        Path is null ? "No mpirun in PATH: whether several processes compute the same bits was not tested. On Debian: apt-get install openmpi-bin" : null;

    /// <summary>The command that starts one of the programs in so many processes; without mpirun where there are 0.</summary>
    public static ProcessStartInfo Command(int ranks, params string[] arguments)
    {
        string[] program = ["dotnet", typeof(Mpirun).Assembly.Location, .. arguments];
        string[] launcher = ranks == 0 ? [] : [Path!, "-np", $"{ranks}", "--allow-run-as-root", "--oversubscribe"];
        string[] all = [.. launcher, .. program];

        // Open MPI gives its processes a terminal, which .NET would write to that it is one.
        return new(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["TERM"] = "dumb" } };
    }

    /// <summary>Runs a program in so many processes until all have ended.</summary>
    public static Outcome Run(int ranks, params string[] arguments)
    {
        using Process process = Process.Start(Command(ranks, arguments))!;
        return End(process);
    }

    /// <summary>Waits for a program that was started.</summary>
    public static Outcome End(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            return new(-1, output.Result, errors.Result + "\nIt did not end within two minutes.");
        }

        return new(process.ExitCode, output.Result, errors.Result);
    }
}

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed record Outcome(int Code, string Output, string Errors)
{
    /// <summary>The last line of what it wrote, if it ended well.</summary>
    public string Result()
    {
        Assert.True(Code == 0, $"It returned {Code}.\n{Output}\n{Errors}");
        return Output.Trim().Split('\n')[^1];
    }
}
