using System.Numerics;

namespace Autograd;

/// <summary>A node on the way of a cotangent in which elements became 0 that were not 0 before.</summary>
/// <param name="Node">The node.</param>
/// <param name="Lost">How many elements.</param>
/// <param name="Elements">Of how many.</param>
/// <param name="Place">The first of them, in row-major order.</param>
/// <param name="IsMasked">Whether they are −0: cut off by a mask, or by a factor that depends on no variable.</param>
/// <param name="Partner">The other factor: a slope or a mask; −1 where there is none, or more than one.</param>
/// <param name="IsPartnerZero">Whether that is 0 there.</param>
/// <param name="Paths">How many cotangents come together in it.</param>
internal sealed record LostElements(int Node, int Lost, int Elements, int Place, bool IsMasked, int Partner, bool IsPartnerZero, int Paths);

/// <summary>Follows a cotangent back to where Backward began, and finds where its elements became 0.</summary>
internal sealed class ZeroTrace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly Rerun<T> _rerun;
    private readonly bool[] _carries;
    private readonly int[] _zeros;
    private readonly Dictionary<int, LostElements> _lost = [];

    public ZeroTrace(Tape<T> tape, ReverseWalkRecord walk)
    {
        _tape = tape;
        _rerun = new Rerun<T>(tape);
        _zeros = new int[tape.NodeCount];
        _carries = new bool[tape.NodeCount];
        ReadOnlySpan<int> arguments = tape.ArgumentsOf(in walk);
        for (int k = 1; k < arguments.Length; k += 2) _carries[arguments[k] < 0 ? ~arguments[k] : arguments[k]] = true;
        for (int i = walk.FirstNode; i < walk.EndNode; i++) _carries[i] |= Operands(i).ContainsAnyOf(_carries);
    }

    /// <summary>Whether the cotangent is known: not where a parameter was updated that it needs.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>How many of its elements are not finite.</summary>
    public int NonFinite { get; private set; }

    /// <summary>How many of its elements are 0.</summary>
    public int Zeros { get; private set; }

    /// <summary>Computes the cotangent, and finds the nodes in which its elements became 0, the nearest first.</summary>
    public List<LostElements> Follow(int cotangent)
    {
        bool[] isOnWay = OnWayTo(cotangent);
        _rerun.Run([cotangent], node =>
        {
            if (isOnWay[node]) Look(node);
            if (node != cotangent || !_rerun.TryRead(node, out ReadOnlySpan<T> values)) return;
            IsKnown = true;
            foreach (T value in values) NonFinite += T.IsFinite(value) ? 0 : 1;
        });
        Zeros = _zeros[cotangent];
        var found = new List<LostElements>();
        var seen = new HashSet<int> { cotangent };
        var open = new Stack<int>([cotangent]);
        while (open.TryPop(out int node))
        {
            if (_zeros[node] == 0) continue;
            if (_lost.TryGetValue(node, out LostElements? lost)) found.Add(lost);
            if (lost?.Lost == lost?.Elements && lost is not null) continue;
            foreach (int operand in Operands(node))
            {
                if (isOnWay[operand] && seen.Add(operand)) open.Push(operand);
            }
        }

        return found;
    }

    private bool[] OnWayTo(int cotangent)
    {
        var isOnWay = new bool[_tape.NodeCount];
        isOnWay[cotangent] = true;
        for (int i = cotangent; i >= 0; i--)
        {
            if (!isOnWay[i] || !_tape.Program[i].IsAdjoint) continue;
            foreach (int operand in Operands(i)) isOnWay[operand] |= _carries[operand];
        }

        return isOnWay;
    }

    private void Look(int node)
    {
        if (!_rerun.TryRead(node, out ReadOnlySpan<T> values)) return;
        foreach (T value in values) _zeros[node] += T.IsZero(value) ? 1 : 0;
        if (_zeros[node] == 0) return;
        int[] carriers = [.. Operands(node).ToArray().Where(operand => _carries[operand]).Distinct()];
        if (carriers.Length == 0) return;
        int[] others = [.. Operands(node).ToArray().Where(operand => !_carries[operand] && !_tape.Program[operand].Operation.GivesIndices)];
        int partner = others.Length == 1 ? others[0] : -1;
        bool isElementwise = _tape.Program[node].Operation.Kind == OperationKind.Elementwise;
        if (isElementwise) LookElementwise(node, values, carriers, partner);
        else LookWhole(node, values, carriers, partner);
    }

    private void LookElementwise(int node, ReadOnlySpan<T> values, int[] carriers, int partner)
    {
        Shape shape = _tape.Program[node].Shape;
        int lost = 0, first = -1, masked = 0, partnerZeros = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsZero(values[i])) continue;
            bool isCarried = false;
            foreach (int carrier in carriers) isCarried |= !T.IsZero(ValueAt(carrier, i, shape));
            if (!isCarried) continue;
            if (lost++ == 0) first = i;
            if (T.IsNegative(values[i])) masked++;
            if (partner >= 0 && T.IsZero(ValueAt(partner, i, shape))) partnerZeros++;
        }

        if (lost > 0) _lost.Add(node, new LostElements(node, lost, values.Length, first, masked == lost, partner, partnerZeros == lost, carriers.Length));
    }

    /// <summary>Of what is not element-wise it is known what became 0 where all of it did, or nothing was 0 before.</summary>
    private void LookWhole(int node, ReadOnlySpan<T> values, int[] carriers, int partner)
    {
        bool isAll = _zeros[node] == values.Length && Array.Exists(carriers, carrier => _zeros[carrier] < _tape.Program[carrier].Shape.ElementCount);
        bool isAny = Array.TrueForAll(carriers, carrier => _zeros[carrier] == 0);
        if (!isAll && !isAny) return;
        int first = 0;
        while (!T.IsZero(values[first])) first++;
        bool isPartnerZero = partner >= 0 && _rerun.TryRead(partner, out ReadOnlySpan<T> factor) && !factor.ContainsAnyExcept(T.Zero);
        _lost.Add(node, new LostElements(node, _zeros[node], values.Length, first, T.IsNegative(values[first]), partner, isPartnerZero, carriers.Length));
    }

    private T ValueAt(int node, int place, Shape result)
    {
        if (!_rerun.TryRead(node, out ReadOnlySpan<T> values)) return T.NaN;
        if (values.Length == 1) return values[0];
        Shape own = _tape.Program[node].Shape;
        return own == result ? values[place] : values[NodeWords<T>.PlaceOf(NodeWords<T>.BroadcastIndex(NodeWords<T>.IndexOf(place, result), own), own)];
    }

    private ReadOnlySpan<int> Operands(int node) => _tape.Program.OperandsOf(_tape.Program[node]);
}
