using System.Globalization;

namespace Autograd.Mutants;

/// <summary>The cases of tests that reach each change, found by running all of them once.</summary>
internal sealed class ReachingTests
{
    /// <summary>What takes long and says little about the folders that are changed, or reads the sources.</summary>
    private static readonly string[] Excluded = [".Architecture.", ".Fuzz.", ".Kernels.", ".Readme.", ".Spellings.", "MutantTests", "VectorMathTests", "ReductionTests", "ElementwiseTests", "MatrixProductTests"];

    private readonly List<(string Name, double Seconds, HashSet<int> Reached)> _cases = [];

    /// <summary>Runs all tests, or reads what was found before.</summary>
    public ReachingTests(Repository copy, int changes, bool isKnown)
    {
        string file = copy["reached.tsv"];
        if (!isKnown) Run(copy, file, changes);
        foreach (string line in File.ReadLines(file))
        {
            string[] cells = line.Split('\t');
            _cases.Add((cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture), [.. cells[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))]));
        }
    }

    private static void Run(Repository copy, string file, int changes)
    {
        Console.Error.WriteLine("running all tests once");
        var (exitCode, output) = copy.Run(TimeSpan.FromMinutes(60), new() { ["MUTANTS_REACHED"] = $"{changes}" }, ["dotnet", Trial.Runner, "reach", file, .. Excluded]);
        Console.Error.Write(output);
        if (exitCode != 0) throw new InvalidOperationException($"The tests ended with {exitCode}.");
    }

    /// <summary>The cases that reach a change: tests named after its file first, then from the shortest to the longest; and how long they take.</summary>
    public (string[] Names, TimeSpan Time) Of(int number, Mutation mutation)
    {
        string name = Path.GetFileNameWithoutExtension(mutation.File);
        var reaching = _cases.Where(test => test.Reached.Contains(number)).OrderBy(test => test.Name.Contains(name, StringComparison.Ordinal) ? 0 : 1).ThenBy(test => test.Seconds).ToList();
        return ([.. reaching.Select(test => test.Name)], TimeSpan.FromSeconds(reaching.Sum(test => test.Seconds)));
    }
}
