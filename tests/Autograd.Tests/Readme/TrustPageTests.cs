using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Tests.Readme;

/// <summary>The page about trust: its programs are compiled code, and what it and the documentation of its members say they print is what they print.</summary>
public class TrustPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "trust.md"));

    [Fact]
    public void The_programs_print_what_the_page_says()
    {
        foreach (var (marker, run) in ((string, Action<TextWriter>)[])
            [("trust-forward", TrustExample.Forward), ("trust-backward", TrustExample.Backward), ("trust-zero", TrustExample.Zero), ("trust-check", TrustExample.Check)])
        {
            Match match = Regex.Match(Page, $"<!-- {marker} -->\n```csharp\n(.*?)```\n.*?```text\n(.*?)```", RegexOptions.Singleline);
            Assert.Equal((Region(marker), Output(run)), (match.Groups[1].Value, match.Groups[2].Value));
        }
    }

    [Fact]
    public void The_examples_of_the_members_show_what_is_printed()
    {
        string printed = Output(TrustExample.Forward) + Output(TrustExample.Backward) + Output(TrustExample.Zero);
        string[] shown =
        [
            .. ((string[])["FirstNonFinite.cs", "Explain.cs"]).SelectMany(file => File.ReadLines(Path.Combine(Root(), "src", "Autograd", "Diagnostics", "Trust", file)))
                .Select(line => line.Trim()).Where(line => line.StartsWith("/// // ", StringComparison.Ordinal)).Select(line => line["/// // ".Length..]),
        ];
        Assert.Equal(3, shown.Length);
        Assert.All(shown, line => Assert.Contains(line, printed, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cut_is_in_the_table() => Assert.All(Enum.GetNames<GradientCut>(), cut => Assert.Contains($"| `{cut}` |", Page, StringComparison.Ordinal));

    private static string Output(Action<TextWriter> run)
    {
        var output = new StringWriter { NewLine = "\n" };
        run(output);
        return output.ToString();
    }

    /// <summary>The lines between two markers of the programs, without their common indentation.</summary>
    private static string Region(string marker)
    {
        string text = File.ReadAllText(Path.Combine(Root(), "tests", "Autograd.Tests", "Readme", "TrustExample.cs"));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
