using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Pages;

/// <summary>The page about solvers: its programs are compiled code, what it says they print is what they print, and it names every solver.</summary>
public class SolversPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "solvers.md"));

    public static TheoryData<string> Listings => ["fit", "minimize", "solve", "implicit"];

    [Theory]
    [MemberData(nameof(Listings))]
    public void A_listing_prints_what_the_page_says(string marker)
    {
        var output = new StringWriter { NewLine = "\n" };
        Action<TextWriter> run = marker switch
        {
            "fit" => SolversPage.Fit,
            "minimize" => SolversPage.Minimize,
            "solve" => SolversPage.Solve,
            _ => SolversPage.Through,
        };
        run(output);
        Match match = Regex.Match(Page, $"<!-- {marker} -->\n```csharp\n(.*?)```\n+```text\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal((Region(marker), output.ToString()), (match.Groups[1].Value, match.Groups[2].Value));
    }

    [Fact]
    public void Every_solver_is_named()
    {
        Type[] families = [typeof(NonlinearLeastSquares), typeof(Minimization), typeof(LinearSolvers), typeof(Roots), typeof(Implicit)];
        var names = families.SelectMany(type => type.GetMethods().Where(method => method.IsStatic && method.DeclaringType == type).Select(method => $"`{type.Name}.{method.Name}`")).Distinct();
        Assert.All(names, name => Assert.Contains(name, Page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<StopReason>(), name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }

    /// <summary>The lines between two markers of the source file beside this one, without their common indentation.</summary>
    private static string Region(string marker)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), "SolversPage.cs"));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
