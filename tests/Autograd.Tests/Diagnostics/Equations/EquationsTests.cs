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

    /// <summary>
    /// The check has teeth: each line with the wrong sign, or off by a part in a thousand million, is found out. Unless it is 0: that the
    /// price of an option does not change with d1 (in 22) leaves nothing but rounding there, whose sign nobody can check.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_wrong_line_is_noticed(string name)
    {
        using var tape = new Tape<double>();
        Check.Lines(Derivations.All[name](tape), (line, isRight) =>
        {
            if (line.Variable.ToArray().All(value => Math.Abs(value) < 1e-13)) return;
            Assert.False(isRight($"−({line.Formula})"), line.ToString());
            Assert.False(isRight($"1.000000001 ({line.Formula})"), line.ToString());
        });
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
        Compare("06-attention.tex", Derivations.All["06-attention"](tape).ToLatex(reasons: true));
        Compare("05-layer-normalization.md", Derivations.All["05-layer-normalization"](tape).ToMarkdown(reasons: true));
        Compare("25-convolution-in-time.md", Derivations.All["25-convolution-in-time"](tape).ToMarkdown());
        Compare("22-option-price.md", Derivations.All["22-option-price"](tape).ToMarkdown());
    }

    private static void Compare(string file, string text)
    {
        string golden = Path.Combine(AppContext.BaseDirectory, "Diagnostics", "Equations", "Golden", file), received = golden + ".received";
        bool same = File.Exists(golden) && File.ReadAllText(golden).ReplaceLineEndings("\n") == text;
        if (!same)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(received)!);
            File.WriteAllText(received, text);
        }

        Assert.True(same, $"The derivation differs. If the new one, {received}, is right, tests/accept-derivations copies it over the golden one.\n\n{text}");
    }
}
