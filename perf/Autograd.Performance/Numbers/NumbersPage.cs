using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Autograd.Performance;

/// <summary>Writes the section of this version into docs/numbers.md; those of earlier versions stay below it.</summary>
internal static partial class NumbersPage
{
    private const string Page = "docs/numbers.md";

    private const string Usage = """
        numbers [--seconds S] [--points N] [--comparison S] [--only PART]
            --seconds     how long an operation is timed on one length (default 0.1)
            --points      at how many points of a function and type its errors are looked for (default 2000)
            --comparison  how long a workload is compared with PyTorch (default 2)
            --only        prints the times of the operations with that in their name, and writes nothing
        """;

    /// <summary>Writes the section, or prints a few rows.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        double seconds = 0.1, comparison = 2;
        int points = 2000;
        string? only = null;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string text = i + 1 < arguments.Length ? arguments[i + 1] : "";
            bool isNumber = double.TryParse(text, CultureInfo.InvariantCulture, out double value);
            switch (arguments[i])
            {
                case "--seconds" when isNumber: seconds = value; break;
                case "--points" when isNumber: points = (int)value; break;
                case "--comparison" when isNumber: comparison = value; break;
                case "--only" when text.Length > 0: only = text; break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }

        if (only is not null)
        {
            OperationNumbers.Write(Console.Out, new TestFigures(), seconds, only);
            return 0;
        }

        string version = Version().Match(File.ReadAllText("Directory.Build.props")).Groups[1].Value;
        var section = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
        section.WriteLine($"## {version}");
        section.WriteLine();
        section.WriteLine($"{Machine.Description}. Errors at {points:N0} points a function and type.");
        section.WriteLine();
        OperationNumbers.Write(section, TestFigures.Run(points), seconds);
        section.WriteLine();
        section.WriteLine($"### {version}: against PyTorch");
        section.WriteLine();
        int exitCode = Compare(section, comparison);
        string page = File.ReadAllText(Page);
        string[] sections = Sections().Split(page);
        IEnumerable<string> earlier = sections.Skip(1).Where(other => !other.StartsWith($"## {version}\n", StringComparison.Ordinal));
        File.WriteAllText(Page, string.Join('\n', [sections[0], section.ToString(), .. earlier]));
        return exitCode;
    }

    /// <summary>The tables of `compare`; what it says beside them as a list.</summary>
    private static int Compare(StringWriter section, double seconds)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int exitCode = Comparison.Run(ComparisonOptions.Parse(["--seconds", seconds.ToString(CultureInfo.InvariantCulture)])!, output);
        foreach (string line in output.ToString().TrimEnd('\n').Split('\n')) section.WriteLine(line.Length == 0 || line[0] == '|' ? line : $"- {line}");
        return exitCode;
    }

    [GeneratedRegex("<VersionPrefix>(.*)</VersionPrefix>")]
    private static partial Regex Version();

    /// <summary>Before each heading of the second level.</summary>
    [GeneratedRegex(@"\n(?=## )")]
    private static partial Regex Sections();
}
