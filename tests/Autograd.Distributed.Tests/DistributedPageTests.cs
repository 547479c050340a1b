using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Distributed.Tests;

/// <summary>The page about several processes: its program is compiled code, and prints what it says on any number of processes.</summary>
public sealed class DistributedPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Here(), "..", "..", "docs", "distributed.md"));

    private readonly string _folder = Directory.CreateTempSubdirectory("ranks-").FullName;

    [Fact]
    public void The_program_is_the_compiled_one() =>
        Assert.Equal("using Autograd;\n\n" + Region("training") + "\n" + Region("data").TrimEnd() + "\n", Listing("csharp"));

    [Fact]
    public void One_process_prints_what_the_page_says() => Assert.Equal(Listing("text"), Printed(0));

    [MpiFact]
    public void Four_processes_print_what_the_page_says() => Assert.Equal(Listing("text"), Printed(4));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Listing(string language) => Regex.Match(Page, $"<!-- training -->.*?```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    /// <summary>The lines between two markers of the program, without their common indentation.</summary>
    private static string Region(string marker)
    {
        string text = File.ReadAllText(Path.Combine(Here(), "Programs", "Page.cs"));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n")).Replace("private sealed", "sealed", StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private string Printed(int ranks)
    {
        ProcessStartInfo command = Mpirun.Command(ranks, "page");
        command.WorkingDirectory = _folder;
        using Process process = Process.Start(command)!;
        Outcome outcome = Mpirun.End(process);
        outcome.Result();
        return outcome.Output.ReplaceLineEndings("\n");
    }
}
