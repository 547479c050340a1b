using System.Numerics;

namespace Autograd;

/// <summary>One reverse walk as a derivation sees it: which node is the cotangent of which.</summary>
internal sealed class AdjointWalk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] _cotangents;
    private readonly int _last;

    public AdjointWalk(ReadOnlySpan<int> cotangents)
    {
        _cotangents = cotangents.ToArray();
        Root = Array.FindLastIndex(_cotangents, c => c >= 0);
        _last = _cotangents.Max();
    }

    /// <summary>The number of nodes there were.</summary>
    public int Count => _cotangents.Length;

    /// <summary>The last node that has a cotangent: the output.</summary>
    public int Root { get; }

    /// <summary>The node of a node's cotangent; −1 where the output does not depend on it.</summary>
    public int this[int node] => node < _cotangents.Length ? _cotangents[node] : -1;

    /// <summary>Whether a node was recorded by this walk.</summary>
    public bool Contains(int node) => node >= _cotangents.Length && node <= _last;
}
