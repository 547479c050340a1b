using System.Runtime.CompilerServices;

namespace Autograd.Tests.Spellings;

/// <summary>
/// Some 300 things that people who come from PyTorch, JAX, NumPy or TorchSharp type in their first hour. Those that have a spelling here stand in the
/// tables of this class and are run; the others stand in docs/spellings.md, with the reason.
/// </summary>
public partial class SpellingTests
{
    private static readonly Spelling[] All = [.. Making(), .. Shapes(), .. Indexing(), .. Reducing(), .. Calculating(), .. Choosing(), .. Differentiating(), .. Learning(), .. Algebra()];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_habit_has_a_spelling_that_gives_what_it_looks_like(int place)
    {
        Spelling spelling = All[place];
        using var tape = new Tape<double>();
        var x = tape.Variable([1, 2, 3, 4, 5, 6], 2, 3, "x");
        var y = tape.Variable([6, 5, 4, 3, 2, 1], 2, 3, "y");
        double[] actual = spelling.Run(tape, x, y);
        Assert.True(actual.Length == spelling.Expected.Length, $"{spelling.Call} gives {actual.Length} numbers");
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - spelling.Expected[i]) <= 1e-6 * Math.Max(1, Math.Abs(spelling.Expected[i])), $"{spelling.Call} gives {string.Join(", ", actual)}");
        }
    }

    [Fact]
    public void The_document_counts_the_habits_that_have_a_spelling_and_gives_the_others_a_reason()
    {
        string document = File.ReadAllText(Document());
        int without = document.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Contains($"{All.Length} of {All.Length + without} habits", document, StringComparison.Ordinal);
        Assert.Equal(All.Length, All.Select(spelling => spelling.Habit).Distinct().Count());
    }

    private static string Document([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "spellings.md"));
}
