using System.Diagnostics;
using System.Globalization;

namespace Autograd.Performance;

/// <summary>What the tests find out about operations: worst errors of functions, and how many wrong rules of those that were tried.</summary>
internal sealed class TestFigures
{
    private readonly Dictionary<(string Operation, string Type), (string Value, string Slope)> _errors = [];
    private readonly Dictionary<string, string> _mutants = [];

    /// <summary>Runs them, as they were built, from the root of the repository.</summary>
    /// <param name="points">At how many points of a function and type its errors are looked for.</param>
    public static TestFigures Run(int points)
    {
        string errors = Path.GetTempFileName(), mutants = Path.GetTempFileName();
        var start = new ProcessStartInfo("dotnet", ["test", "-c", "Release", "--no-build", "tests/Autograd.Tests", "--filter", "FullyQualifiedName~AccuracyTests.Values|FullyQualifiedName~MutantTests"])
        {
            Environment =
            {
                ["AUTOGRAD_TESTS_ACCURACY_TABLE"] = errors, ["AUTOGRAD_TESTS_ACCURACY_POINTS"] = points.ToString(CultureInfo.InvariantCulture),
                ["AUTOGRAD_TESTS_MUTANTS_TABLE"] = mutants,
            },
            RedirectStandardOutput = true,
        };
        using (Process process = Process.Start(start)!)
        {
            Console.Error.WriteLine(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
        }

        var figures = new TestFigures();
        foreach (string[] words in Words(errors)) figures._errors[(words[0], words[1])] = (words[Array.IndexOf(words, "value") + 1], words[Array.IndexOf(words, "slope") + 1]);
        foreach (string[] words in Words(mutants)) figures._mutants[words[0]] = $"{words[1]} of {words[2]}";
        File.Delete(errors);
        File.Delete(mutants);
        return figures.HasAny ? figures : throw new InvalidOperationException("The tests said nothing: build them first, dotnet build -c Release tests/Autograd.Tests.");
    }

    private bool HasAny => _errors.Count > 0 && _mutants.Count > 0;

    /// <summary>The worst errors of the values and slopes of a function, in units in the last place; empty if it is none that is judged so.</summary>
    public string ErrorsOf<T>(string operation) => _errors.TryGetValue((operation, typeof(T).Name), out var worst) ? $"{worst.Value} / {worst.Slope}" : "";

    /// <summary>How many of the wrong rules that were tried its rows find; empty if none were.</summary>
    public string MutantsOf(string operation) => _mutants.GetValueOrDefault(operation, "");

    private static IEnumerable<string[]> Words(string file) => File.ReadLines(file).Where(line => line.Length > 0).Select(line => line.Split(' '));
}
