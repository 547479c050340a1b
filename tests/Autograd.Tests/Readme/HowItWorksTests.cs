using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Tests.Readme;

/// <summary>The page that walks through the core quotes it as it is, and is short enough for one sitting.</summary>
public partial class HowItWorksTests
{
    private const int MostLines = 600;
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "how-it-works.md"));

    [Fact]
    public void Every_quotation_stands_in_the_file_that_is_named()
    {
        MatchCollection quotations = Quotation().Matches(Page);
        Assert.True(quotations.Count > 10);
        Assert.Equal(quotations.Count, Regex.Count(Page, "```csharp"));
        Assert.All(quotations, quotation => Assert.Contains(quotation.Groups[2].Value, File.ReadAllText(Path.Combine(Root(), quotation.Groups[1].Value)), StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_and_files_that_it_names_exist()
    {
        Assert.All(Regex.Matches(Page, @"\b([A-Z]\w+)/(?=\s)"), folder => Assert.True(Directory.Exists(Path.Combine(Root(), "src", "Autograd", folder.Groups[1].Value)), folder.Value));
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root(), "src", "Autograd"), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!)];
        Assert.All(Regex.Matches(Page, @"\(`([A-Z]\w+)`\)"), name => Assert.Contains(name.Groups[1].Value, (IEnumerable<string>)[.. files, "OperationKind"]));
    }

    [Fact]
    public void It_is_read_in_one_sitting() => Assert.InRange(Page.Split('\n').Length, 100, MostLines);

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    [GeneratedRegex("<!-- (src/\\S+) -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Quotation();
}
