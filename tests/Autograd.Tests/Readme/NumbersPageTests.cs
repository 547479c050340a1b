using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Tests.Readme;

/// <summary>The page of numbers: its first section is that of this version and has a row for each operation. The figures are those of a machine.</summary>
public class NumbersPageTests
{
    private const string Command = "dotnet run -c Release --project perf/Autograd.Performance -- numbers";

    [Fact]
    public void The_first_section_is_of_this_version_and_has_a_row_for_each_operation()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "numbers.md")).ReplaceLineEndings("\n");
        string version = Regex.Match(File.ReadAllText(Path.Combine(Root(), "Directory.Build.props")), "<VersionPrefix>(.*)</VersionPrefix>").Groups[1].Value;
        string[] sections = Regex.Split(page, "\n(?=## )");
        Assert.True(sections.Length > 1 && sections[1].StartsWith($"## {version}\n", StringComparison.Ordinal), $"{version} is not the first section: {Command}");
        string[] rows = [.. Regex.Matches(sections[1], @"^\| `(\w+)`", RegexOptions.Multiline).Select(row => row.Groups[1].Value)];
        string[] operations = [.. OperationCatalog.Read().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
        Assert.True(operations.SequenceEqual(rows), $"Without a row: {string.Join(", ", operations.Except(rows))}; with one too many: {string.Join(", ", rows.Except(operations))}. {Command}");
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
