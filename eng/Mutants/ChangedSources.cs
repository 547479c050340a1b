using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Autograd.Mutants;

/// <summary>The sources of a copy with changes drawn at random, each behind a switch.</summary>
internal sealed partial class ChangedSources
{
    private static readonly string[] Folders = ["src/Autograd/Differentiation", "src/Autograd/Evaluation", "src/Autograd/Operations"];
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private readonly Repository _copy;
    private readonly Dictionary<string, SyntaxNode> _files = [];
    private readonly List<Mutation> _drawn;
    private readonly HashSet<int> _dropped = [];

    public ChangedSources(string root, Repository copy, Options options)
    {
        _copy = copy;
        var found = new List<Mutation>();
        foreach (string path in Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            string file = Path.GetRelativePath(root, path);
            _files[file] = CSharpSyntaxTree.ParseText(File.ReadAllText(path), Language).GetRoot();
            if (file.Contains(options.Only, StringComparison.Ordinal)) found.AddRange(Mutations.Of(file, _files[file]));
        }

        Found = found.Count;
        var random = new Random(options.Seed);
        Mutation[] shuffled = [.. found];
        random.Shuffle(shuffled);
        _drawn = [.. shuffled.Take(options.Sample).OrderBy(mutation => mutation.File, StringComparer.Ordinal).ThenBy(mutation => mutation.Line)];
    }

    /// <summary>Whether a file is one of those that may be changed.</summary>
    public static bool IsChanged(string file) => Folders.Any(folder => file.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>How many changes could be made.</summary>
    public int Found { get; }

    /// <summary>How many were drawn; their numbers are below that.</summary>
    public int Count => _drawn.Count;

    /// <summary>How many of these the compiler refuses.</summary>
    public int Dropped => _dropped.Count;

    /// <summary>The changes that compile, with their numbers.</summary>
    public IEnumerable<(int Number, Mutation Mutation)> Drawn => _drawn.Index().Where(drawn => !_dropped.Contains(drawn.Index)).Select(drawn => (drawn.Index, drawn.Item));

    /// <summary>Writes the changes and builds; what the compiler refuses is taken out until it refuses nothing.</summary>
    public void Build(bool isDrawKnown)
    {
        string inserted = Path.Combine(AppContext.BaseDirectory, "Inserted");
        File.Copy(Path.Combine(inserted, "Mutant.cs"), _copy["src/Autograd/Mutant.cs"], overwrite: true);
        File.Copy(Path.Combine(inserted, "TestRunner.cs"), _copy["tests/Autograd.Tests/TestRunner.cs"], overwrite: true);
        if (isDrawKnown) _dropped.UnionWith(File.ReadLines(Refused).Select(number => int.Parse(number, CultureInfo.InvariantCulture)));
        HashSet<string> changed = [.. _files.Keys];
        while (true)
        {
            foreach (string file in changed) Write(file);
            string errors = Built("src/Autograd");
            if (errors.Length == 0) break;
            int before = _dropped.Count;
            changed.Clear();
            foreach (Match error in Error().Matches(errors))
            {
                string file = Path.GetRelativePath(_copy[""], error.Groups["file"].Value);
                string text = File.ReadAllText(_copy[file]);
                SyntaxNode root = CSharpSyntaxTree.ParseText(text, Language).GetRoot();
                int line = int.Parse(error.Groups["line"].Value, CultureInfo.InvariantCulture), column = int.Parse(error.Groups["column"].Value, CultureInfo.InvariantCulture);
                _dropped.UnionWith(Instrumented.At(root, SourceText.From(text), line, column));
                changed.Add(file);
            }

            Console.Error.WriteLine($"{_dropped.Count - before} changes do not compile");
            if (_dropped.Count == before) throw new InvalidOperationException(errors);
            File.WriteAllLines(Refused, _dropped.Select(number => $"{number}"));
        }

        string rest = Built("tests/Autograd.Tests");
        if (rest.Length > 0) throw new InvalidOperationException(rest);
    }

    private string Refused => _copy["refused.txt"];

    private void Write(string file)
    {
        var changes = Drawn.Where(drawn => drawn.Mutation.File == file).GroupBy(drawn => drawn.Mutation.Node).ToDictionary(group => group.Key, group => group.ToList());
        _copy.Write(file, changes.Count == 0 ? _files[file].ToFullString() : new Instrumented(changes).Visit(_files[file])!.ToFullString());
    }

    /// <summary>Builds a project without anything that looks at its style; the lines with errors.</summary>
    private string Built(string project)
    {
        Console.Error.WriteLine($"building {project}");
        var (exitCode, output) = _copy.Run(
            TimeSpan.FromMinutes(20), [], "dotnet", "build", "-c", "Release", project, "--nologo", "-m:1", "-nodeReuse:false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:GenerateProgramFile=false", "-p:GenerateDocumentationFile=true");
        return exitCode == 0 ? "" : string.Join('\n', output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct().DefaultIfEmpty(output));
    }

    [GeneratedRegex(@"^\s*(?<file>[^(\n]+\.cs)\((?<line>\d+),(?<column>\d+)\): error ", RegexOptions.Multiline)]
    private static partial Regex Error();
}
