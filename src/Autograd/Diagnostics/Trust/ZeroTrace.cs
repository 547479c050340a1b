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

    /// <summary>For each element of a cotangent on the way what became of it there.</summary>
    private readonly ElementFate[]?[] _elements;

    /// <summary>Of what is not element-wise, where it is known what became 0 there.</summary>
    private readonly Dictionary<int, LostElements> _lost = [];

    public ZeroTrace(Tape<T> tape, ReverseWalkRecord walk)
    {
        _tape = tape;
        _rerun = new Rerun<T>(tape);
        _zeros = new int[tape.NodeCount];
        _elements = new ElementFate[tape.NodeCount][];
        _carries = new bool[tape.NodeCount];
        ReadOnlySpan<int> arguments = tape.ArgumentsOf(in walk);
        for (int k = 1; k < arguments.Length; k += 2) _carries[arguments[k] < 0 ? ~arguments[k] : arguments[k]] = true;
        for (int i = walk.FirstNode; i < walk.EndNode; i++) _carries[i] |= Operands(i).ContainsAnyOf(_carries);
    }

    /// <summary>What became of an element of a cotangent in an element-wise node.</summary>
    [Flags]
    private enum ElementFate : byte
    {
        None = 0,
        Zero = 1,
        Lost = 2,
        Masked = 4,
        PartnerZero = 8,
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
        return Collect(cotangent, isOnWay);
    }

    /// <summary>From the zeros of the cotangent back to those that they come from, a node after all that read it.</summary>
    private List<LostElements> Collect(int cotangent, bool[] isOnWay)
    {
        var found = new List<LostElements>();
        var asked = new bool[cotangent + 1][];
        if (Zeros > 0) asked[cotangent] = [.. _elements[cotangent]!.Select(element => element.HasFlag(ElementFate.Zero))];
        for (int node = cotangent; node >= 0; node--)
        {
            if (asked[node] is not { } mine) continue;
            if (_tape.Program[node].Operation.Kind == OperationKind.Elementwise)
            {
                if (LostIn(node, mine) is { } elements) found.Add(elements);
                for (int i = 0; i < mine.Length; i++) mine[i] &= !_elements[node]![i].HasFlag(ElementFate.Lost);
            }
            else if (_lost.TryGetValue(node, out LostElements? whole))
            {
                found.Add(whole);
                continue;
            }

            if (!mine.Contains(true)) continue;
            foreach (int operand in Operands(node))
            {
                if (isOnWay[operand] && _zeros[operand] > 0) Ask(node, operand, mine, asked[operand] ??= new bool[_elements[operand]!.Length]);
            }
        }

        return found;
    }

    /// <summary>Of the elements that are asked about those that became 0 in an element-wise node.</summary>
    private LostElements? LostIn(int node, bool[] asked)
    {
        ElementFate[] elements = _elements[node]!;
        int lost = 0, first = -1, masked = 0, partnerZeros = 0;
        for (int i = 0; i < asked.Length; i++)
        {
            if (!asked[i] || !elements[i].HasFlag(ElementFate.Lost)) continue;
            if (lost++ == 0) first = i;
            if (elements[i].HasFlag(ElementFate.Masked)) masked++;
            if (elements[i].HasFlag(ElementFate.PartnerZero)) partnerZeros++;
        }

        var (carriers, partner) = Roles(node);
        return lost == 0 ? null : new LostElements(node, lost, asked.Length, first, masked == lost, partner, partnerZeros == lost, carriers.Length);
    }

    /// <summary>Goes on to the elements of an operand that were read, of what mixes them to all zeros.</summary>
    private void Ask(int node, int operand, bool[] mine, bool[] source)
    {
        Operation<T> operation = _tape.Program[node].Operation;
        Shape shape = _tape.Program[node].Shape, own = _tape.Program[operand].Shape;
        if (operation.Kind == OperationKind.Kernel)
        {
            for (int i = 0; i < source.Length; i++) source[i] |= _elements[operand]![i].HasFlag(ElementFate.Zero);
            return;
        }

        Layout layout = Layout.Contiguous(own).BroadcastTo(operation.Kind == OperationKind.View ? own : shape);
        int offset = 0;
        if (operation.Kind == OperationKind.View) operation.TryView(Layout.Contiguous(own), out layout, out offset);
        for (int i = 0; i < mine.Length; i++)
        {
            if (!mine[i]) continue;
            int place = offset, d = 0;
            foreach (int index in NodeWords<T>.IndexOf(i, shape)) place += index * (int)layout.Strides[d++];
            source[place] |= _elements[operand]![place].HasFlag(ElementFate.Zero);
        }
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
        var elements = _elements[node] = new ElementFate[values.Length];
        for (int i = 0; i < values.Length; i++) elements[i] = T.IsZero(values[i]) ? ElementFate.Zero : ElementFate.None;
        var (carriers, partner) = Roles(node);
        if (carriers.Length == 0) return;
        if (_tape.Program[node].Operation.Kind == OperationKind.Elementwise) LookElementwise(node, values, elements, carriers, partner);
        else if (_tape.Program[node].Operation.Kind == OperationKind.Kernel) LookWhole(node, values, carriers, partner);
    }

    /// <summary>The operands that are cotangents, and the other one if there is one: a slope, a mask.</summary>
    private (int[] Carriers, int Partner) Roles(int node)
    {
        int[] carriers = [.. Operands(node).ToArray().Where(operand => _carries[operand]).Distinct()];
        int[] others = [.. Operands(node).ToArray().Where(operand => !_carries[operand] && !_tape.Program[operand].Operation.GivesIndices)];
        return (carriers, others.Length == 1 ? others[0] : -1);
    }

    private void LookElementwise(int node, ReadOnlySpan<T> values, ElementFate[] elements, int[] carriers, int partner)
    {
        Shape shape = _tape.Program[node].Shape;
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsZero(values[i])) continue;
            bool isCarried = false;
            foreach (int carrier in carriers) isCarried |= !T.IsZero(_rerun.ValueAt(carrier, i, shape, T.NaN));
            if (!isCarried) continue;
            elements[i] |= ElementFate.Lost;
            if (T.IsNegative(values[i])) elements[i] |= ElementFate.Masked;
            if (partner >= 0 && T.IsZero(_rerun.ValueAt(partner, i, shape, T.NaN))) elements[i] |= ElementFate.PartnerZero;
        }
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

    private ReadOnlySpan<int> Operands(int node) => _tape.Program.OperandsOf(_tape.Program[node]);
}
