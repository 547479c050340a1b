using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Autograd.Tests.Architecture;

/// <summary>The rules of the code base that a compiler does not check.</summary>
public partial class LayeringTests
{
    /// <summary>The folders of src/Autograd: a file uses its own layer and those before it.</summary>
    private static readonly string[] Layers = ["Memory", "Kernels", "Program", "Evaluation", "Tape", "Operations", "Differentiation", "Diagnostics"];

    /// <summary>Files of several operations: the six comparisons, and the two ways in which a rule scales a cotangent.</summary>
    private static readonly string[] Families = ["Operations/Comparisons/Comparisons", "Operations/Cotangents/ScaledBy"];

    [Fact]
    public void A_file_mentions_only_types_of_its_own_and_earlier_layers()
    {
        var sources = Sources().Select(path => (Path: path, Layer: LayerOf(path), Code: Code(path))).ToArray();
        Assert.True(sources.Length > 60, $"{sources.Length} files found");
        var declared = new Dictionary<string, (int Layer, Regex Mention)>();
        foreach (var (path, layer, code) in sources)
        {
            foreach (Match match in Declaration().Matches(code))
            {
                string name = match.Groups["name"].Value;
                bool generic = match.Groups["generic"].Success;
                string key = generic ? name + "<" : name;
                if (declared.TryGetValue(key, out var known) && known.Layer <= layer) continue;
                declared[key] = (layer, new Regex(generic ? $@"(?<![\w.]){name}\s*<" : $@"(?<![\w.]){name}(?![\w<])(?!\s+[=;{{])"));
            }
        }

        Assert.Contains("Variable<", declared.Keys);
        Assert.Contains("Shape", declared.Keys);
        var wrong = new List<string>();
        foreach (var (path, layer, code) in sources)
        {
            foreach (var (name, (of, mention)) in declared)
            {
                if (of > layer && mention.IsMatch(code)) wrong.Add($"{Layers[layer]}/{Path.GetFileName(path)} mentions {name.TrimEnd('<')} of {Layers[of]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void Every_source_file_lies_in_a_layer() =>
        Assert.All(Sources(), path => Assert.InRange(LayerOf(path), 0, Layers.Length - 1));

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var long_ = Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Where(IsSource)
            .Select(path => (Path: Path.GetRelativePath(Root, path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > 400 && !file.Path.Contains(".generated.", StringComparison.Ordinal));
        Assert.Empty(long_);
    }

    [Fact]
    public void No_folder_has_more_than_25_files()
    {
        Assert.All(
            Directory.EnumerateDirectories(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories).Where(IsSource),
            folder => Assert.InRange(Directory.EnumerateFiles(folder).Count(), 0, 25));
        var crowded = Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Where(IsSource).GroupBy(Path.GetDirectoryName).Where(folder => folder.Count() > 25);
        Assert.Empty(crowded.Select(folder => folder.Key));
    }

    [Fact]
    public void Each_public_operation_stands_in_a_file_of_its_name()
    {
        (string Name, string Place)[] found =
        [
            .. Sources().Where(path => LayerOf(path) == Array.IndexOf(Layers, "Operations"))
                .SelectMany(path => OperationMethod().Matches(Code(path)).Select(match => (match.Groups["name"].Value, PlaceOf(path, "src", "Autograd")))).Distinct(),
        ];
        Assert.Equal(OperationNames(), found.Select(method => method.Name).Distinct().Order());
        Assert.DoesNotContain(found, method => !Families.Contains(method.Place) && Path.GetFileName(method.Place) != method.Name);
    }

    [Fact]
    public void Each_public_operation_has_an_example()
    {
        string documentation = File.ReadAllText(Path.ChangeExtension(typeof(Shape).Assembly.Location, ".xml"));
        HashSet<string> shown =
        [
            .. XDocument.Parse(documentation).Descendants("member").Where(member => member.Element("example") is not null)
                .Select(member => MethodName().Match(member.Attribute("name")!.Value).Groups["name"].Value),
        ];
        Assert.Empty(OperationNames().Except(shown));
    }

    [Fact]
    public void There_are_at_most_80_public_types() =>
        Assert.InRange(typeof(Shape).Assembly.GetExportedTypes().Count(type => !type.IsNested), 1, 80);

    [Fact]
    public void Unsafe_code_is_in_the_kernels_and_the_memory_only() =>
        Assert.All(
            Sources().Where(path => LayerOf(path) > Array.IndexOf(Layers, "Kernels")),
            path => Assert.DoesNotMatch(@"\bunsafe\b|\bfixed\s*\(", Code(path)));

    [Fact]
    public void No_static_field_can_be_assigned_after_its_type_was_initialized()
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var assignable = typeof(Shape).Assembly.GetTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .SelectMany(type => type.GetFields(statics))
            .Where(field => !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith('<'))
            .Select(field => $"{field.DeclaringType}.{field.Name}");
        Assert.Empty(assignable);
        Assert.DoesNotContain(typeof(Shape).Assembly.GetTypes().SelectMany(type => type.GetFields(statics)), field => field.GetCustomAttribute<ThreadStaticAttribute>() is not null);
    }

    [Fact]
    public void The_core_refers_to_nothing_but_the_base_library_and_its_two_packages()
    {
        string[] allowed = ["System.", "Microsoft.", "netstandard", "CommunityToolkit.HighPerformance"];
        Assert.All(typeof(Shape).Assembly.GetReferencedAssemblies(), a => Assert.Contains(allowed, prefix => a.Name!.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>Every public operation, in order.</summary>
    private static IEnumerable<string> OperationNames()
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return typeof(Autograd.Operations).GetMethods(declared).Concat(typeof(CotangentExtensions).GetMethods(declared)).Select(method => method.Name).Distinct().Order();
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot([CallerFilePath] string path = "")
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(path)!);
        while (directory is not null && !Directory.Exists(Path.Combine(directory.FullName, "src", "Autograd"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository they were built in.");
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", "Autograd"), "*.cs", SearchOption.AllDirectories).Where(IsSource);

    private static bool IsSource(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static int LayerOf(string path) =>
        Array.IndexOf(Layers, Path.GetRelativePath(Path.Combine(Root, "src", "Autograd"), path).Split(Path.DirectorySeparatorChar)[0]);

    /// <summary>Where a file lies below a folder of the repository, without what follows the first dot of its name: <c>Kernels/Lanes/ILane</c>.</summary>
    private static string PlaceOf(string path, params ReadOnlySpan<string> folder)
    {
        string relative = Path.GetRelativePath(Path.Combine([Root, .. folder]), path).Replace(Path.DirectorySeparatorChar, '/');
        return relative[..relative.IndexOf('.', StringComparison.Ordinal)];
    }

    /// <summary>A file without comments and without the contents of strings.</summary>
    private static string Code(string path) => CommentOrText().Replace(File.ReadAllText(path), match => match.Value[0] == '/' ? " " : "\"\"");

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?!struct\b|class\b)(?<name>[A-Z]\w*)\s*(?<generic><)?")]
    private static partial Regex Declaration();

    /// <summary>The name of a method among the members of the documentation.</summary>
    [GeneratedRegex(@"^M:Autograd\.(?:Authoring\.)?(?:Operations|CotangentExtensions)\.[^(]*\.(?<name>[A-Z]\w*)(?:``\d+)?(?:\(|$)")]
    private static partial Regex MethodName();

    /// <summary>A method in an extension block.</summary>
    [GeneratedRegex(@"^ {8}public (?:[\w<>\[\]]+|\([^()]+\)) (?<name>[A-Z]\w*)\(", RegexOptions.Multiline)]
    private static partial Regex OperationMethod();
}
