using System.Text.RegularExpressions;

namespace Autograd;

/// <summary>Finds what a line of source code calls the value that it computes: <c>h</c> in <c>var h = (W.MatMul(x) + b).Tanh();</c>.</summary>
internal sealed partial class SourceNames
{
    private readonly Dictionary<string, string[]> _files = new(StringComparer.Ordinal);

    /// <summary>The name that is assigned to on a line; null where there is none, or the file is not there.</summary>
    /// <param name="file">The file, as the debugging symbols name it.</param>
    /// <param name="line">The line, from 1.</param>
    public string? At(string file, int line)
    {
        if (!_files.TryGetValue(file, out string[]? lines)) _files.Add(file, lines = Read(file));
        return line >= 1 && line <= lines.Length ? Assigned(lines[line - 1]) : null;
    }

    /// <summary>The name that a line of C# assigns to; null where it assigns to none.</summary>
    public static string? Assigned(string line)
    {
        Match match = Assignment().Match(line);
        return match.Success ? match.Groups["name"].Value : null;
    }

    /// <summary>A file's lines; none where it cannot be read, since a name from it is only a convenience.</summary>
    private static string[] Read(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>An optional type, the name at the end of a path, = or a compound assignment; not ==, not =>.</summary>
    [GeneratedRegex(@"^\s*(?:[\p{L}_][\w.<>\[\],?]*\s+)*(?:[\p{L}_]\w*\.)*(?<name>[\p{L}_]\w*)\s*(?:[-+*/]|\?\?)?=(?![=>])")]
    private static partial Regex Assignment();
}
