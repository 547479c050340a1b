using System.Numerics;

namespace Autograd;

/// <summary>The parameters that were put on a tape, and how often each had been updated by then: what is computed from one must be computed before it changes.</summary>
internal sealed class Freshness<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Parameter<T>, int> _nodes = new(ReferenceEqualityComparer.Instance);
    private Watched[] _watched = new Watched[8];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The node of one of them.</summary>
    public int NodeOf(int watched) => _watched[watched].Node;

    /// <summary>The node of a parameter; false where there is none.</summary>
    public bool TryFind(Parameter<T> parameter, out int node) => _nodes.TryGetValue(parameter, out node);

    /// <summary>Notes a parameter, and its version of now.</summary>
    /// <returns>Its number.</returns>
    public int Watch(Parameter<T> parameter, int node)
    {
        if (Count == _watched.Length) Array.Resize(ref _watched, 2 * Count);
        _watched[Count] = new Watched { Parameter = parameter, Version = parameter.Version, Node = node };
        _nodes.Add(parameter, node);
        return Count++;
    }

    /// <summary>Notes the version of now, if this is the parameter of that number.</summary>
    public bool TryRenew(int watched, Parameter<T> parameter)
    {
        if (!ReferenceEquals(_watched[watched].Parameter, parameter)) return false;
        _watched[watched].Version = parameter.Version;
        return true;
    }

    /// <summary>Notes the versions of now of the parameters among some nodes.</summary>
    public void Renew(int firstNode, int endNode)
    {
        for (int k = Count - 1; k >= 0 && _watched[k].Node >= firstNode; k--)
        {
            if (_watched[k].Node < endNode) _watched[k].Version = _watched[k].Parameter.Version;
        }
    }

    /// <summary>The version that is noted of one of the parameters.</summary>
    public int VersionOf(int watched) => _watched[watched].Version;

    /// <summary>Notes a version of one of the parameters.</summary>
    public void SetVersion(int watched, int version) => _watched[watched].Version = version;

    /// <summary>One of the parameters.</summary>
    public Parameter<T> ParameterOf(int watched) => _watched[watched].Parameter;

    /// <summary>Whether a parameter was updated since it was put on the tape.</summary>
    public bool IsStale(int watched) => _watched[watched].IsStale;

    /// <exception cref="InvalidOperationException">The parameter was updated since it was put on the tape.</exception>
    public void ThrowIfStale(int watched)
    {
        if (_watched[watched].IsStale) throw Errors.Updated(_watched[watched].Parameter.Name);
    }

    /// <summary>Whether a parameter among the first <paramref name="nodeCount"/> nodes was updated.</summary>
    public bool AnyStale(int nodeCount)
    {
        for (int k = 0; k < Count; k++)
        {
            if (_watched[k].Node < nodeCount && _watched[k].IsStale) return true;
        }

        return false;
    }

    /// <summary>Forgets the parameters of the nodes from <paramref name="nodeCount"/> on.</summary>
    public void Forget(int nodeCount)
    {
        while (Count > 0 && _watched[Count - 1].Node >= nodeCount)
        {
            _nodes.Remove(_watched[--Count].Parameter);
            _watched[Count] = default;
        }
    }

    private struct Watched
    {
        public Parameter<T> Parameter;
        public int Version;
        public int Node;

        public readonly bool IsStale => Parameter.Version != Version;
    }
}
