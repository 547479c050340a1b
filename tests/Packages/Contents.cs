using System.IO.Compression;
using System.Xml.Linq;

// What is in the packed packages: contents FEED VERSION. Prints what is wrong, and returns 1 if anything is.
string feed = args[0], version = args[1];
var wrong = new List<string>();
string[] ids = [.. Directory.EnumerateFiles(feed, "*.nupkg").Select(path => Path.GetFileName(path)[..^(version.Length + 7)])];
foreach (string id in ids)
{
    string path = Path.Combine(feed, $"{id}.{version}.nupkg");
    using ZipArchive package = ZipFile.OpenRead(path);
    string[] files = [.. package.Entries.Select(entry => entry.FullName)];
    Expect(new FileInfo(path).Length < 1_000_000, $"{new FileInfo(path).Length} bytes are a million or more");
    foreach (string file in (string[])["PACKAGE.md", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"]) Expect(files.Contains(file), $"{file} is missing");
    Expect(!files.Any(file => file.StartsWith("runtimes/", StringComparison.Ordinal) || file.EndsWith(".so", StringComparison.Ordinal)), "a native file");
    Expect(files.Count(file => file.EndsWith(".dll", StringComparison.Ordinal)) == 1, "more than one assembly");
    using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(feed, $"{id}.{version}.snupkg"));
    Expect(symbols.Entries.Any(entry => entry.FullName == $"lib/net10.0/{id}.pdb"), "the symbols are missing");

    XElement metadata = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Root!.Elements().First();
    string Of(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
    foreach (string name in (string[])["title", "description", "copyright", "tags", "releaseNotes"]) Expect(Of(name).Length > 0, $"no {name}");
    Expect(Of("authors") == "Autograd contributors", $"authors: {Of("authors")}");
    Expect(Of("license") == "MIT" && Of("readme") == "PACKAGE.md" && Of("icon") == "icon.png" && Of("version") == version, "license, readme, icon or version");
    string dependencies = string.Join(", ", metadata.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => (string?)e.Attribute("id")).Order());
    string expected = id switch { "Autograd" => "CommunityToolkit.HighPerformance, System.Numerics.Tensors", "Autograd.Distributed" => "Autograd.Training", _ => "Autograd" };
    Expect(dependencies == expected, $"depends on {dependencies}, not on {expected}");
    if (id == "Autograd") Expect(files.Contains("buildTransitive/Autograd.targets"), "the ahead-of-time compiler's instruction set is missing");

    void Expect(bool condition, string what)
    {
        if (!condition) wrong.Add($"{id}: {what}");
    }
}

if (!ids.Contains("Autograd") || !ids.Contains("Autograd.Training")) wrong.Add($"packed were {string.Join(", ", ids)}");
foreach (string line in wrong) Console.WriteLine(line);
return wrong.Count == 0 ? 0 : 1;
