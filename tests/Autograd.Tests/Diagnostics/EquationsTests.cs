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
        string text = Derivations.All[name](tape).ToText(reasons: true);
        string golden = Path.Combine(AppContext.BaseDirectory, "Diagnostics", "Golden", $"{name}.txt");
        string received = Path.Combine(AppContext.BaseDirectory, "Diagnostics", "Golden", $"{name}.received.txt");
        bool same = File.Exists(golden) && File.ReadAllText(golden).ReplaceLineEndings("\n") == text;
        if (!same)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(received)!);
            File.WriteAllText(received, text);
        }

        Assert.True(same, $"The derivation differs. If the new one, {received}, is right, tests/accept-derivations copies it over the golden one.\n\n{text}");
    }
}
