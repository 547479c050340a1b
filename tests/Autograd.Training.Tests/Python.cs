using System.Diagnostics;

namespace Autograd.Training.Tests;

/// <summary>A test that needs Python with NumPy. Where there is none, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NumPyFactAttribute : FactAttribute
{
    public NumPyFactAttribute()
    {
        if (Python.Path is null) Skip = "No python3 with NumPy. On Debian: apt-get install python3-numpy";
    }
}

/// <summary>The Python interpreter that has NumPy.</summary>
internal static class Python
{
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Prepend("/usr/bin")
        .Select(folder => System.IO.Path.Combine(folder, "python3")).Where(File.Exists).Distinct()
        .FirstOrDefault(path => Start(path, "import numpy", []).Code == 0);

    /// <summary>Runs a program.</summary>
    /// <returns>What it prints.</returns>
    public static string Run(string program, params string[] arguments)
    {
        var (code, output, errors) = Start(Path!, program, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private static (int Code, string Output, string Errors) Start(string path, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(path, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
