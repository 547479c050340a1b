using System.Diagnostics;

namespace Autograd;

/// <summary>The line of source code that recorded a node. The default value is no line, and its text is empty.</summary>
/// <param name="File">The file, as the debugging symbols name it.</param>
/// <param name="Line">The line, from 1.</param>
public readonly record struct CallSite(string File, int Line)
{
    /// <summary>The file without its folders; either system's separator may stand in the symbols.</summary>
    public string FileName => File is null ? "" : File[(File.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>File and line: <c>Digits.cs:41</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => File is null ? "" : $"{FileName}:{Line}";
}

/// <summary>The call site of each node. Exists only on a tape that records them, so that the others pay one comparison with null.</summary>
internal sealed class CallSiteLog
{
    private readonly List<CallSite?> _sites = [];
    private readonly string _library = SimpleName(typeof(CallSiteLog).Assembly.FullName);
    private CallSite? _backward;

    /// <summary>The call site of a node, or null where no frame had symbols.</summary>
    public CallSite? this[int node] => node < _sites.Count ? _sites[node] : null;

    /// <summary>Notes who records a node: an adjoint node belongs to the line that called Backward.</summary>
    public void Add(int node, bool isAdjoint)
    {
        while (_sites.Count <= node) _sites.Add(null);
        _sites[node] = isAdjoint ? _backward : Find();
    }

    /// <summary>Notes who started a reverse walk.</summary>
    public void EnterBackward() => _backward = Find();

    public void Clear() => _sites.Clear();

    /// <summary>The first frame outside this library that has symbols.</summary>
    private CallSite? Find()
    {
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is not { } file) continue;
            if (SimpleName(DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName) != _library) return new CallSite(file, frame.GetFileLineNumber());
        }

        return null;
    }

    private static string SimpleName(string? assembly) => assembly is null ? "" : assembly.Split(',')[0];
}
