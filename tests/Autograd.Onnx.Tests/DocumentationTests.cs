using System.Reflection;
using System.Text;
using Autograd.Tests.Operations;

namespace Autograd.OnnxTests;

/// <summary>The page docs/onnx.md says what has a form, and with which operators it is written.</summary>
public class DocumentationTests
{
    /// <summary>What has no form is refused with its operation and node. Where this fails, the expected text is to be copied between the marks.</summary>
    [Fact]
    public void The_page_lists_what_has_a_form()
    {
        string expected = Table();
        Assert.True(Page.Between("operations") == expected, $"Between <!-- operations --> and <!-- /operations --> docs/onnx.md should have:\n{expected}");
    }

    private static string Table()
    {
        var table = new StringBuilder("| Operation | ONNX operators |\n| --- | --- |\n");
        List<string> without = [];
        foreach (CatalogEntry entry in OperationCatalog.Read())
        {
            using var exported = new ExportedOperation<float>(entry.Name);
            foreach (string? refusal in exported.Rows.Select(row => row.Refusal).Where(refusal => refusal is not null))
            {
                Assert.Matches(@"^Save: \w+(\(.*\))? has no ONNX form; it is node %\d+, of shape \[.*\]\. Make its result an input", refusal);
            }

            if (exported.Written.Length == 0) without.Add($"`{entry.Name}`");
            else if (entry.Kind != CatalogKind.Composed) table.Append($"| `{entry.Name}` | {string.Join(", ", exported.OwnOperators())}{(exported.IsPartial ? "; in part" : "")} |\n");
        }

        return table.Append($"\nWithout a form: {string.Join(", ", without)}.\n").ToString();
    }
}

/// <summary>The page.</summary>
internal static class Page
{
    private static readonly string _text = File.ReadAllText(Path.Combine(Root(), "docs", "onnx.md")).ReplaceLineEndings("\n");

    /// <summary>The text between two marks; empty where they are missing.</summary>
    public static string Between(string mark)
    {
        string begin = $"<!-- {mark} -->\n";
        int from = _text.IndexOf(begin, StringComparison.Ordinal), to = _text.IndexOf($"<!-- /{mark} -->", StringComparison.Ordinal);
        return from >= 0 && to > from ? _text[(from + begin.Length)..to] : "";
    }

    /// <summary>Whether ONNX Runtime has no kernels for an operation of double.</summary>
    public static bool HasNoDouble(string operation) => Between("double").Contains($"`{operation}`", StringComparison.Ordinal);

    private static string Root()
    {
        string? folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Autograd.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("Autograd.sln");
    }
}
