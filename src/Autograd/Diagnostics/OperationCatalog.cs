using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Autograd.Authoring;

/// <summary>One operation of the catalog.</summary>
/// <param name="Name">The public method that records it.</param>
/// <param name="Kind">What it is: element-wise, a view, a kernel of its own, or composed of other operations.</param>
/// <param name="IsDifferentiable">Whether cotangents pass through it.</param>
/// <param name="Summary">What it computes, with its formula and derivative; empty without documentation.</param>
public sealed record CatalogEntry(string Name, CatalogKind Kind, bool IsDifferentiable, string Summary);

/// <summary>What an operation of the catalog is.</summary>
public enum CatalogKind
{
    /// <summary>One formula, element by element.</summary>
    Elementwise,

    /// <summary>The same elements under another layout.</summary>
    View,

    /// <summary>A kernel and a rule of its own.</summary>
    Kernel,

    /// <summary>Made of other operations, with no rule of its own.</summary>
    Composed,
}

/// <summary>Lists every operation there is: what declares one is found in the assembly, so the list needs no upkeep.</summary>
public static partial class OperationCatalog
{
    private const string Reflects = "The catalog looks for the declarations of all operations; a trimmed program has only those that it uses.";

    /// <summary>The operations that the library declares and the methods composed of them, by kind and name. Operators have methods of the same meaning.</summary>
    /// <param name="documentation">The XML documentation of the assembly (Autograd.xml), for the summaries; null for none.</param>
    /// <returns>The entries.</returns>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public static IReadOnlyList<CatalogEntry> Read(TextReader? documentation = null)
    {
        Dictionary<string, XElement> members = documentation is null
            ? []
            : XDocument.Load(documentation).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        MethodInfo[] methods = typeof(Operations).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        HashSet<string> names = [.. methods.Select(method => method.Name)];
        var entries = new SortedDictionary<string, CatalogEntry>(StringComparer.Ordinal);
        foreach (Type type in typeof(OperationCatalog).Assembly.GetTypes())
        {
            if (!type.IsValueType || type.GetInterface(typeof(IOperation<,>).Name) is null) continue;
            CatalogEntry entry = OfDeclaration(type, members);
            if (names.Contains(entry.Name)) entries.Add(entry.Name, entry);
        }

        foreach (MethodInfo method in methods)
        {
            if (entries.ContainsKey(method.Name)) continue;

            // What takes plain numbers records nothing.
            bool isRecorded = method.GetParameters() is not [{ ParameterType.IsByRefLike: true }, ..];
            entries.Add(method.Name, new CatalogEntry(method.Name, CatalogKind.Composed, isRecorded, OfMethod(method.Name, members)));
        }

        return [.. entries.Values.OrderBy(entry => entry.Kind).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>The entries as a Markdown table.</summary>
    /// <param name="entries">What <see cref="Read"/> returned.</param>
    /// <returns>The lines, each ended by a line feed.</returns>
    /// <exception cref="ArgumentNullException">There are no entries, or one of them or its summary is null.</exception>
    public static string ToMarkdown(IEnumerable<CatalogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = new StringBuilder("| Operation | Kind | Derivative | What it computes |\n| --- | --- | --- | --- |\n");
        foreach (CatalogEntry entry in entries)
        {
            ArgumentNullException.ThrowIfNull(entry?.Summary, nameof(entries));
            string kind = entry.Kind == CatalogKind.Elementwise ? "element-wise" : entry.Kind.ToString().ToLowerInvariant();
            text.Append("| `").Append(entry.Name).Append("` | ").Append(kind).Append(" | ").Append(entry.IsDifferentiable ? "yes" : "none")
                .Append(" | ").Append(entry.Summary.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return text.ToString();
    }

    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    private static CatalogEntry OfDeclaration(Type type, Dictionary<string, XElement> members) =>
        (CatalogEntry)typeof(OperationCatalog).GetMethod(nameof(OfClosedDeclaration), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.MakeGenericType(typeof(double)))
            .Invoke(null, [members.TryGetValue($"T:{type.FullName}", out XElement? member) ? Summary(member) : ""])!;

    private static CatalogEntry OfClosedDeclaration<TDeclaration>(string summary)
        where TDeclaration : struct, IOperation<TDeclaration, double>, IEquatable<TDeclaration>
    {
        CatalogKind kind = TDeclaration.Bind(default).Kind switch
        {
            OperationKind.Elementwise => CatalogKind.Elementwise,
            OperationKind.View => CatalogKind.View,
            _ => CatalogKind.Kernel,
        };
        return new CatalogEntry(TDeclaration.Name, kind, TDeclaration.IsDifferentiable, summary);
    }

    /// <summary>The summary of the first overload; extension methods carry theirs on the member of the extension block.</summary>
    private static string OfMethod(string name, Dictionary<string, XElement> members)
    {
        var pattern = new Regex($@"^M:Autograd\.Operations\.[^(]*[.]{name}(``\d+)?(\(|$)", RegexOptions.CultureInvariant);
        XElement? member = members.Where(entry => pattern.IsMatch(entry.Key) && entry.Value.Element("summary") is not null).Select(entry => entry.Value).FirstOrDefault();
        return member is null ? "" : Summary(member);
    }

    /// <summary>The text of a summary on one line, code and references as code.</summary>
    private static string Summary(XElement member)
    {
        IEnumerable<string> parts = (member.Element("summary")?.Nodes() ?? []).Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "paramref" or "typeparamref" } reference => $"`{reference.Attribute("name")?.Value}`",
            XElement { Name.LocalName: "see" } reference => $"`{reference.Attribute("cref")?.Value.Split('.', ':')[^1]}`",
            _ => "",
        });
        return Spaces().Replace(string.Concat(parts), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
