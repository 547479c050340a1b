using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Solvers.Tests;

/// <summary>The page about differential equations: its programs are compiled code, what it says they print is what they print, and it names every setting.</summary>
public class DifferentialEquationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "differential-equations.md"));

    [Theory]
    [InlineData("curve")]
    [InlineData("stiff")]
    [InlineData("gradient")]
    [InlineData("model")]
    public void A_program_prints_what_the_page_says(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var output = new StringWriter { NewLine = "\n" };
        try
        {
            Action<TextWriter> program = name switch
            {
                "curve" => DifferentialEquationsExamples.Curve,
                "stiff" => DifferentialEquationsExamples.Stiff,
                "gradient" => DifferentialEquationsExamples.Gradient,
                _ => DifferentialEquationsExamples.Model,
            };
            program(output);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Match match = Regex.Match(Page, $"<!-- {name} -->\n```csharp\n(.*?)```\n.*?```text\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal((Region(name), output.ToString()), (match.Groups[1].Value, match.Groups[2].Value));
    }

    [Fact]
    public void Every_method_setting_and_reason_is_named()
    {
        var names = Enum.GetNames<OdeMethod>().Concat(((StopReason[])[StopReason.EndReached, StopReason.Event, StopReason.MaxIterations, StopReason.StepTooShort, StopReason.NotFinite]).Select(reason => reason.ToString())).Concat(typeof(OdeOptions).GetProperties().Select(property => property.Name).Where(name => name is not ("Default" or "EqualityContract")));
        Assert.All(names, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }

    /// <summary>The lines between two markers of the examples, without their common indentation.</summary>
    private static string Region(string marker)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), "DifferentialEquationsExamples.cs"));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.TrimEnd().Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
