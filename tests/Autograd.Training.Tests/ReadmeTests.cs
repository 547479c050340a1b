using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Training.Tests;

/// <summary>The README's training program is compiled code, and what it says it prints is what it prints.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_training_program_of_the_README_prints_what_it_says()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), "TrainingExample.cs"));
        int start = Array.FindIndex(lines, line => line.Trim() == "// <training>"), end = Array.FindIndex(lines, line => line.Trim() == "// </training>");
        string program = string.Concat(lines[(start + 1)..end].Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));
        var output = new StringWriter { NewLine = "\n" };
        TrainingExample.Run(output);

        string readme = File.ReadAllText(Path.Combine(Folder(), "..", "..", "README.md"));
        Match match = Regex.Match(readme, "<!-- training -->\n```csharp\nusing Autograd;\n\n(.*?)```\n.*?```text\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal((program, output.ToString()), (match.Groups[1].Value, match.Groups[2].Value));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
