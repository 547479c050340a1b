using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Tests.Readme;

/// <summary>
/// Every page: links lead somewhere. The pages of the learning path: the listings of a page, one after the other, are the program beside it.
/// tests/on-pages runs the programs and compares what they print.
/// </summary>
public partial class PagesTests
{
    private const int LessonCount = 15;
    private const int MostLines = 160;
    private static readonly string Root = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Where(path => !Built().IsMatch(path)).Order()];

    public static TheoryData<string> Lessons => [.. LessonNames()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings_that_exist(string page)
    {
        foreach (Match link in Link().Matches(Code().Replace(File.ReadAllText(Path.Combine(Root, page)), "")))
        {
            string target = link.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal)) continue;
            string[] parts = target.Split('#');
            string path = parts[0].Length == 0 ? Path.Combine(Root, page) : Path.Combine(Root, Path.GetDirectoryName(page)!, parts[0]);
            Assert.True(Path.Exists(path), $"{page}: {target} does not exist.");
            if (parts.Length == 2) Assert.Contains(parts[1], Headings(path));
        }
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_listings_of_a_lesson_are_the_program_beside_it(string lesson)
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "learn", lesson + ".md"));
        string program = File.ReadAllText(Path.Combine(Root, "docs", "learn", lesson + ".cs"));
        Assert.Equal(Directives().Replace(program, ""), string.Join('\n', Listings().Matches(page).Select(listing => listing.Groups[1].Value)));
        Assert.Contains($"`dotnet run docs/learn/{lesson}.cs`", page.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.InRange(page.Split('\n').Length, 30, MostLines);
    }

    [Fact]
    public void The_lessons_are_numbered_and_each_leads_to_the_next()
    {
        string[] lessons = [.. LessonNames()];
        Assert.Equal(LessonCount, lessons.Length);
        for (int k = 0; k < lessons.Length; k++)
        {
            string page = File.ReadAllText(Path.Combine(Root, "docs", "learn", lessons[k] + ".md"));
            Assert.StartsWith($"# {k + 1}. ", page, StringComparison.Ordinal);
            Assert.StartsWith($"{k + 1:00}-", lessons[k], StringComparison.Ordinal);
            if (k + 1 < lessons.Length) Assert.Contains($"({lessons[k + 1]}.md)", page, StringComparison.Ordinal);
        }
    }

    /// <summary>What a heading is linked by: its letters and digits in lower case, a hyphen for each space.</summary>
    private static IEnumerable<string> Headings(string path) =>
        Heading().Matches(Code().Replace(File.ReadAllText(path), "")).Select(heading =>
            string.Concat(heading.Groups[1].Value.Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-'));

    private static IEnumerable<string> LessonNames() =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs", "learn"), "??-*.md").Select(path => Path.GetFileNameWithoutExtension(path)!).Order();

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"(^|/)(bin|obj|artifacts|TestResults|\.[^/]+)/")]
    private static partial Regex Built();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Listings();

    [GeneratedRegex("^#:.*\n", RegexOptions.Multiline)]
    private static partial Regex Directives();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
