using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Training.Tests;

/// <summary>The page about files and data: its programs are compiled code, and what it says they print is what they print.</summary>
public class FilesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "files-and-data.md"));

    [Fact]
    public void The_programs_print_what_the_page_says()
    {
        using var folder = new TemporaryFolder();
        var output = new StringWriter { NewLine = "\n" };
        FilesExample.Run(output, folder.Path);
        Assert.Equal(output.ToString(), string.Concat(Regex.Matches(Page, "```text\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)));
        foreach (string marker in (string[])["files", "checkpoint"])
        {
            Match listing = Regex.Match(Page, $"<!-- {marker} -->\n```csharp\n(.*?)```", RegexOptions.Singleline);
            Assert.Equal(Region(marker), listing.Groups[1].Value);
        }
    }

    /// <summary>The lines between two markers of the program, without their common indentation.</summary>
    private static string Region(string marker)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), "FilesExample.cs"));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
