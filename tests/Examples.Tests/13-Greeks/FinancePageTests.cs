using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Examples.Greeks;

/// <summary>The page about finance: its program is compiled code, and prints what the page says.</summary>
public sealed class FinancePageTests
{
    [Fact]
    public void TheProgram_PrintsWhatThePageSays()
    {
        string page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "..", "docs", "finance.md"));
        using StringWriter output = new() { NewLine = "\n" };
        FinancePage.Run(output);
        Match match = Regex.Match(page, "<!-- finance -->\n```csharp\nusing System.Globalization;\nusing Autograd;\n\n(.*?)```\n.*?```text\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal((Region(), output.ToString()), (match.Groups[1].Value.Replace("Console.WriteLine", "output.WriteLine", StringComparison.Ordinal), match.Groups[2].Value));
    }

    /// <summary>The lines between the markers, without their common indentation.</summary>
    private static string Region()
    {
        string text = File.ReadAllText(Path.Combine(Folder(), "FinancePage.cs"));
        string[] lines = Regex.Match(text, "// <finance>\n(.*?)\n *// </finance>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
