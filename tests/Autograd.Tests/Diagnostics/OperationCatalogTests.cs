using System.Reflection;

namespace Autograd.Tests.Diagnostics;

public class OperationCatalogTests
{
    private const string Begin = "<!-- operations -->\n", End = "<!-- /operations -->";

    /// <summary>Where this fails, the expected text is to be copied between the marks.</summary>
    [Fact]
    public void The_table_of_the_documentation_is_the_catalog()
    {
        string expected = OperationCatalog.ToMarkdown(Entries());
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "operations.md")).ReplaceLineEndings("\n");
        int from = page.IndexOf(Begin, StringComparison.Ordinal), to = page.IndexOf(End, StringComparison.Ordinal);
        string table = from >= 0 && to > from ? page[(from + Begin.Length)..to] : "";
        Assert.True(table == expected, $"Between {Begin.Trim()} and {End} docs/operations.md should have:\n{expected}");
    }

    [Fact]
    public void Every_public_method_is_listed_and_every_declaration_that_has_one()
    {
        const BindingFlags methods = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] names = [.. typeof(Autograd.Operations).GetMethods(methods).Select(method => method.Name).Where(name => !name.StartsWith("op_", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(names, Entries().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.True(Entries().Count(entry => entry.Kind != CatalogKind.Composed) > 60);
    }

    [Fact]
    public void Every_entry_says_what_it_computes()
    {
        foreach (CatalogEntry entry in Entries()) Assert.True(entry.Summary.Length > 10, entry.Name);
        Assert.All(OperationCatalog.Read(), entry => Assert.Equal("", entry.Summary));
    }

    [Theory]
    [InlineData("Sigmoid", CatalogKind.Elementwise, true)]
    [InlineData("GreaterThan", CatalogKind.Elementwise, false)]
    [InlineData("Permute", CatalogKind.View, true)]
    [InlineData("StopGradient", CatalogKind.View, false)]
    [InlineData("MatMul", CatalogKind.Kernel, true)]
    [InlineData("HalfMeanSquaredError", CatalogKind.Composed, true)]
    public void Entries_tell_kind_and_derivative(string name, CatalogKind kind, bool isDifferentiable)
    {
        CatalogEntry entry = Entries().Single(entry => entry.Name == name);
        Assert.Equal((kind, isDifferentiable), (entry.Kind, entry.IsDifferentiable));
    }

    [Fact]
    public void No_entry_may_be_missing() => Assert.Throws<ArgumentNullException>("entries", () => OperationCatalog.ToMarkdown([null!]));

    private static IReadOnlyList<CatalogEntry> Entries()
    {
        using var documentation = new StreamReader(Path.ChangeExtension(typeof(OperationCatalog).Assembly.Location, ".xml"));
        return OperationCatalog.Read(documentation);
    }

    private static string Root()
    {
        string? folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Autograd.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("No folder above the tests holds Autograd.sln.");
    }
}
