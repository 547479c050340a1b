namespace Autograd.Examples.Derivation;

public class DerivationProgramTests
{
    public static TheoryData<string> CommandLines =>
    [
        "",
        "3-4-2 --batch 3",
        "2-5-4-3 --activation tanh --loss cross-entropy",
        "4-3-2 --activation relu --loss cross-entropy --batch 4",
        "3-2-2-1 --activation softplus --batch 1",
        "1-1",
    ];

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Every_line_agrees_with_the_numbers(string commandLine)
    {
        using var directory = new TemporaryDirectory();
        var (code, output, error) = Run([.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--output", directory.Path]);
        Assert.Equal(("", 0), (error, code));
        Assert.Contains("It is true.", output, StringComparison.Ordinal);
        Assert.All(output.ReplaceLineEndings("\n").Split('\n'), line => Assert.True(line == line.TrimEnd(), line));
        string markdown = File.ReadAllText(System.IO.Path.Combine(directory.Path, "derivation.md"));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(System.IO.Path.Combine(directory.Path, "graph.html")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(@"\begin{aligned}", markdown, StringComparison.Ordinal);
        Assert.Contains(@"\nabla W_{1}", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_unless_it_is_asked_for()
    {
        string[] Files() => [.. Directory.EnumerateFiles(Directory.GetCurrentDirectory()).Where(file => file.EndsWith(".md", StringComparison.Ordinal) || file.EndsWith(".html", StringComparison.Ordinal))];
        string[] before = Files();
        var (code, output, _) = Run([]);
        Assert.Equal(0, code);
        Assert.Contains("--output", output, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        Assert.All(output.ReplaceLineEndings("\n").Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void The_network_of_the_notes_reads_like_the_notes()
    {
        using var directory = new TemporaryDirectory();
        var (_, output, _) = Run(["2-3-1", "--output", directory.Path]);
        string text = string.Join('\n', output.ReplaceLineEndings("\n").Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("a1 = W1 x + b1 [3]", text, StringComparison.Ordinal);
        Assert.Contains("∇a1 = ∇h1 ⊙ h1 ⊙ (1 − h1) [3]", text, StringComparison.Ordinal);
        Assert.Contains("∇W1 = ∇a1 xᵀ [3, 2]", text, StringComparison.Ordinal);
        Assert.Contains("∇h1 = W2ᵀ ∇a2 [3]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_gradient_is_noticed()
    {
        Network network = Network.Create(Settings.Parse(["2-3-1"]));
        using var tape = new Tape<double>();
        Equations<double> twice = (Recording.Loss(tape, network) * 2).Equations();
        Equation<double> line = Assert.Single(twice.Lines, l => l.Name == "∇W1");
        Assert.True(new NumericCheck(network).Of(line) > NumericCheck.Tolerance);
    }

    [Theory]
    [InlineData("2", "Sizes are numbers with '-' between them")]
    [InlineData("2-0-1", "'0' is not a whole number from 1 to 64")]
    [InlineData("2-x-1", "'x' is not a whole number")]
    [InlineData("2--1", "'' is not a whole number")]
    [InlineData("1-1-1-1-1-1-1-1-1-1-1-1-1", "has 13 numbers; the most is 12")]
    [InlineData("2-3-1 4-5", "given twice")]
    [InlineData("--activation step", "'step' is none of sigmoid, tanh, relu, softplus")]
    [InlineData("--loss 3", "'3' is none of squared, cross-entropy")]
    [InlineData("--loss cross-entropy", "needs 2 or more outputs; the last layer has 1")]
    [InlineData("--batch 65", "'65' is not a whole number from 1 to 64")]
    [InlineData("--batch", "--batch needs a value")]
    [InlineData("--depth 3", "There is no option '--depth'")]
    [InlineData("--output /no/such/directory", "there is no directory '/no/such/directory'")]
    public void Wrong_command_lines_say_what_is_expected(string commandLine, string message)
    {
        var (code, output, error) = Run(commandLine.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("usage: Derivation", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_given()
    {
        var (code, output, error) = Run(["--help"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("usage: Derivation", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string[] arguments)
    {
        using StringWriter output = new(), error = new();
        return (Program.Run(arguments, output, error), output.ToString(), error.ToString());
    }

    private sealed class TemporaryDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("derivation").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
