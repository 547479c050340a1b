using Autograd.Tests.Diagnostics.Formulas;

namespace Autograd.Tests.Diagnostics;

/// <summary>The printed derivations: they are true, and they read as they always did.</summary>
public class EquationsTests
{
    public static TheoryData<string> Cases => [.. Derivations.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_printed_line_evaluates_to_the_number_of_its_node(string name)
    {
        using var tape = new Tape<double>();
        Check.Lines(Derivations.All[name](tape));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_derivation_reads_as_the_golden_text(string name)
    {
        using var tape = new Tape<double>();
        Compare($"{name}.txt", Derivations.All[name](tape).ToText(reasons: true));
    }

    [Fact]
    public void Markdown_and_LaTeX_read_as_the_golden_ones()
    {
        using var tape = new Tape<double>();
        Compare("01-network-of-the-notes.tex", Derivations.All["01-network-of-the-notes"](tape).ToLatex());
        Compare("05-layer-normalization.md", Derivations.All["05-layer-normalization"](tape).ToMarkdown(reasons: true));
        Compare("22-option-price.md", Derivations.All["22-option-price"](tape).ToMarkdown());
    }

    private static void Compare(string file, string text)
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Diagnostics", "Golden", file), received = golden + ".received";
        bool same = File.Exists(golden) && File.ReadAllText(golden).ReplaceLineEndings("\n") == text;
        if (!same)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(received)!);
            File.WriteAllText(received, text);
        }

        Assert.True(same, $"The derivation differs. If the new one, {received}, is right, tests/accept-derivations copies it over the golden one.\n\n{text}");
    }
}
