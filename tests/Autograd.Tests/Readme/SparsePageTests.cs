using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Autograd.Tests.Differentiation.Sparse;
using Autograd.Tests.Operations;

namespace Autograd.Tests.Readme;

/// <summary>The page about sparse derivatives: its listings are compiled, what it says they print is what they print, and its table names every operation whose pattern is larger than need be.</summary>
public class SparsePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "..", "docs", "sparse.md"));

    [Fact]
    public void The_listings_are_compiled_and_print_what_the_page_says()
    {
        foreach (var (marker, run) in ((string, Action<TextWriter>)[])[("sparse-jacobian", SparseExample.Jacobian), ("sparse-reuse", SparseExample.Reuse)])
        {
            var output = new StringWriter { NewLine = "\n" };
            run(output);
            Match match = Regex.Match(Page, $"<!-- {marker} -->\n```csharp\n(.*?)```\n.*?```text\n(.*?)```", RegexOptions.Singleline);
            Assert.Equal(("using Autograd;\n\n" + Region(marker), output.ToString().TrimEnd('\n') + "\n"), (match.Groups[1].Value, match.Groups[2].Value));
        }
    }

    [Fact]
    public void The_table_names_all_operations_whose_patterns_are_larger_than_need_be()
    {
        string[] larger = [.. OperationCases<double>.All.Where(row => row.IsDifferentiable).Select(row => row.Operation).Distinct().Where(name => PatternExactness.Excess(name) is not null).Order(StringComparer.Ordinal)];
        string table = Regex.Match(Page, "<!-- larger -->\n(.*?)\n\n", RegexOptions.Singleline).Groups[1].Value;
        string[] named = [.. Regex.Matches(table, "`(\\w+)`").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.True(larger.SequenceEqual(named), string.Join(", ", larger));
    }

    private static string Region(string marker)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), "SparseExample.cs"));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
