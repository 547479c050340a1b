using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Autograd.Training.Tests;

/// <summary>The page about layers: its programs are compiled code, what it says they print is what they print, and it lists every layer.</summary>
public class LayersPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "layers.md"));

    [Fact]
    public void The_model_prints_what_the_page_says()
    {
        var output = new StringWriter { NewLine = "\n" };
        OwnModel.Run(output);
        Match match = Regex.Match(Page, "<!-- own-model -->\n```csharp\n(.*?)```\n.*?```text\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal((Region("OwnModel.cs", "own-model"), output.ToString()), (match.Groups[1].Value, match.Groups[2].Value));
    }

    [Fact]
    public void The_layer_of_ones_own_is_compiled_short_and_right()
    {
        string program = Region("OwnLayer.cs", "own-layer");
        Assert.Equal("using System.Numerics;\nusing Autograd;\n\n" + program, Regex.Match(Page, "<!-- own-layer -->\n```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        Assert.InRange(program.Split('\n').Length, 5, 30);

        var random = new RandomGenerator(1);
        var gate = new ChannelGate<double>("", 3, 2, random);
        double[] image = [.. Enumerable.Range(0, 2 * 3 * 2 * 2).Select(_ => random.NextNormal())];
        Assert.Equal(["squeeze.weight", "squeeze.bias", "excite.weight", "excite.bias"], gate.Tensors.Select(tensor => tensor.Path));
        Assert.True(GradientCheck.Check(x => gate.Forward(x.Reshape(2, 3, 2, 2)).Sum(), image).Passed);
    }

    [Fact]
    public void Every_layer_is_in_the_table()
    {
        var layers = typeof(Layer<>).Assembly.GetExportedTypes().Where(type => IsLayer(type) && !type.IsAbstract && type.GetConstructors().Length > 0).Select(type => type.Name.Split('`')[0]);
        Assert.All(layers, layer => Assert.Contains($"\n| `{layer}`", Page, StringComparison.Ordinal));

        static bool IsLayer(Type type) => type.BaseType is { } parent && (parent.Name == typeof(Layer<>).Name || IsLayer(parent));
    }

    /// <summary>The lines between two markers of a source file beside this one, without their common indentation.</summary>
    private static string Region(string file, string marker)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), file));
        string[] lines = Regex.Match(text, $"// <{marker}>\n(.*?)\n *// </{marker}>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > indentation ? line[indentation..] : line.Trim()) + "\n"));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
