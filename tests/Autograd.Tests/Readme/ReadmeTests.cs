using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Tests.Readme;

/// <summary>The README's snippets are compiled code, and what it says they print is what they print.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root(), "README.md"));

    [Fact]
    public void The_first_example_is_compiled_and_prints_what_the_README_says()
    {
        Assert.Equal("using Autograd;\n\n" + Region("FirstExample.cs", "first-example"), Snippet("first-example"));
        var output = new StringWriter { NewLine = "\n" };
        FirstExample.Run(output);
        Assert.Equal(Regex.Match(Readme, "It prints\n\n```text\n(.*?)```", RegexOptions.Singleline).Groups[1].Value, output.ToString());
    }

    [Fact]
    public void The_derivation_is_the_one_that_is_printed()
    {
        Assert.Equal("using Autograd;\n\n" + Region("EquationsExample.cs", "equations"), Snippet("equations"));
        var output = new StringWriter { NewLine = "\n" };
        EquationsExample.Run(output);
        Assert.Equal(Regex.Match(Readme, "<!-- equations -->.*?```text\n(.*?)```", RegexOptions.Singleline).Groups[1].Value, output.ToString().TrimEnd('\n') + "\n");
    }

    [Fact]
    public void The_own_operation_is_compiled_and_right()
    {
        Assert.Equal("using System.Numerics;\nusing Autograd;\nusing Autograd.Authoring;\n\n" + Region("OwnOperation.cs", "own-operation"), Snippet("own-operation", "CONTRIBUTING.md"));
        double[] x = [-2, 0.5, 3];
        double[] slopes = [.. Differentiate.Gradient<double>(v => v.Lorentzian().Sum(), x).ToArray().Select(slope => Math.Round(slope, 15))];
        Assert.Equal([0.16, -0.64, -0.06], slopes);
    }

    [Fact]
    public void The_commands_name_what_exists()
    {
        foreach (Match command in Regex.Matches(Readme, "dotnet run -c Release --project (\\S+)"))
        {
            Assert.True(Directory.Exists(Path.Combine(Root(), command.Groups[1].Value)), command.Value);
        }

        Assert.Contains("dotnet test -c Release", Readme, StringComparison.Ordinal);
        Assert.Contains("dotnet test -c Release", File.ReadAllText(Path.Combine(Root(), ".ci", "run")), StringComparison.Ordinal);
    }

    /// <summary>The code block that follows a marker comment.</summary>
    private static string Snippet(string marker, string page = "README.md")
    {
        Match match = Regex.Match(File.ReadAllText(Path.Combine(Root(), page)), $"<!-- {marker} -->\n```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success, $"{page} has no snippet {marker}.");
        return match.Groups[1].Value;
    }

    /// <summary>The lines between two markers of a source file beside this one, without their common indentation.</summary>
    private static string Region(string file, string marker, [CallerFilePath] string here = "")
    {
        string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, file));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
