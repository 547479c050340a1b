using System.Diagnostics;

namespace Autograd.Performance;

/// <summary>Runs a .NET program in a process of its own.</summary>
internal static class ChildProcess
{
    /// <summary>Runs `dotnet assembly arguments`; returns how long it took from start to end, and what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static (double Seconds, string Output) Run(string assembly, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { assembly },
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return process.ExitCode == 0 ? (seconds, output) : throw new InvalidOperationException($"{Path.GetFileName(assembly)} ended with exit code {process.ExitCode}.");
    }
}
