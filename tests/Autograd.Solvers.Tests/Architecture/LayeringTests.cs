using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Solvers.Tests.Architecture;

/// <summary>The rules of the code base that a compiler does not check, for the solvers: the core knows nothing of them, and who among them may use whom.</summary>
public partial class LayeringTests
{
    /// <summary>The folders of src/Autograd.Solvers: a file uses its own, those before it and what lies beside the folders.</summary>
    private static readonly string[] Layers = ["Dense", "LeastSquares", "Linear", "Roots", "Minimization", "Implicit", "DifferentialEquations", "Models"];

    private static readonly string Root = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    [Fact]
    public void The_core_does_not_know_the_solvers()
    {
        Assembly core = typeof(Tape<>).Assembly, solvers = typeof(SolverOptions).Assembly;
        Assert.NotEqual(core, solvers);
        Assert.Contains(solvers.GetReferencedAssemblies(), assembly => assembly.Name == core.GetName().Name);
        Assert.DoesNotContain(core.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith("Autograd", StringComparison.Ordinal));
        Assert.DoesNotContain(core.GetCustomAttributes<InternalsVisibleToAttribute>(), attribute => attribute.AssemblyName == solvers.GetName().Name);
        Assert.All(
            Sources("Autograd"), path => Assert.DoesNotMatch(@"\b(?:Solvers|Implicit\.|NonlinearLeastSquares|Minimization|LinearSolvers|SolverOptions)\b", Code(path)));
    }

    [Fact]
    public void The_solvers_need_the_core_and_the_framework_only() =>
        Assert.All(typeof(SolverOptions).Assembly.GetReferencedAssemblies(), assembly => Assert.Matches(@"^(?:Autograd|System\..*|netstandard)$", assembly.Name!));

    [Fact]
    public void A_file_mentions_only_types_of_its_own_and_earlier_folders()
    {
        var sources = Sources("Autograd.Solvers").Select(path => (Path: path, Layer: LayerOf(path), Code: Code(path))).ToArray();
        Assert.True(sources.Length > 30, $"{sources.Length} files found");
        var declared = new Dictionary<string, int>();
        foreach (var (_, layer, code) in sources)
        {
            foreach (Match match in Declaration().Matches(code)) declared[match.Groups["name"].Value] = layer;
        }

        Assert.Contains("LeastSquaresSearch", declared.Keys);
        string[] wrong =
        [
            .. from source in sources
               from type in declared
               where type.Value > source.Layer && Regex.IsMatch(source.Code, $@"(?<![\w.]){type.Key}\b(?!\s*[=;{{(])")
               select $"{Path.GetFileName(source.Path)} mentions {type.Key}",
        ];
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_file_is_longer_than_400_lines_and_no_folder_has_more_than_25()
    {
        string[] files = [.. Sources("Autograd.Solvers"), .. Sources("../tests/Autograd.Solvers.Tests")];
        Assert.DoesNotContain(files, path => File.ReadLines(path).Count() > 400);
        Assert.DoesNotContain(files.GroupBy(Path.GetDirectoryName), folder => folder.Count() > 25);
    }

    [Fact]
    public void No_static_field_can_be_assigned_and_no_code_is_unsafe()
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var assignable = typeof(SolverOptions).Assembly.GetTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .SelectMany(type => type.GetFields(statics)).Where(field => !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith('<'))
            .Select(field => $"{field.DeclaringType}.{field.Name}");
        Assert.Empty(assignable);
        Assert.All(Sources("Autograd.Solvers"), path => Assert.DoesNotMatch(@"\bunsafe\b|\bfixed\s*\(", Code(path)));
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories).Where(path => !Built().IsMatch(path));

    /// <summary>The place of a file's folder in the list; −1 beside the folders.</summary>
    private static int LayerOf(string path) =>
        Array.IndexOf(Layers, Path.GetRelativePath(Path.Combine(Root, "src", "Autograd.Solvers"), path).Split(Path.DirectorySeparatorChar)[0]);

    /// <summary>A file without comments and texts.</summary>
    private static string Code(string path) => CommentsAndTexts().Replace(File.ReadAllText(path), "");

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"(?:class|struct|record|interface|enum|delegate \w+)\s+(?!struct\b|class\b)(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"//[^\n]*|\$?""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex CommentsAndTexts();

    [GeneratedRegex(@"[\\/](?:bin|obj)[\\/]")]
    private static partial Regex Built();
}
