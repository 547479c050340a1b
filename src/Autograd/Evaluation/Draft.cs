using System.Numerics;

namespace Autograd;

/// <summary>What becomes of a node in the plan that is being made.</summary>
internal struct DraftNode
{
    public int Node;

    /// <summary>Whether it is for a reverse walk, which has nodes that are not held computed again.</summary>
    public bool IsAgain;

    /// <summary>Which node before it has the same value, and is read instead; and one of those that it is read instead of. −1 for none.</summary>
    public int SameAs;
    public int NextSame;

    /// <summary>Which group computes it; −1 for a step of its own.</summary>
    public int Group;

    /// <summary>When it is computed: which of the draft's nodes is the last of its step.</summary>
    public int Position;

    /// <summary>Which of the nodes comes next in its group, or which sum; −1 after the last.</summary>
    public int NextInGroup;

    /// <summary>When it is read first, as it is; and when by what has to come later: by way of a view, or of a sum.</summary>
    public int FirstUse;
    public int FirstLaterUse;

    /// <summary>Along which dimensions it is added up, in the pass that computes it; none where it is not.</summary>
    public Dimensions Summed;

    /// <summary>Whether it is a sum that is computed with its operand.</summary>
    public bool IsGroupSum;

    /// <summary>How many steps would copy it, each for itself; whether they share a copy, and one more than its buffer, 0 before there is one.</summary>
    public int Copiers;
    public bool SharesCopy;
    public int SharedCopy;

    /// <summary>Whether its value outlives the plan.</summary>
    public bool IsHeld;

    /// <summary>Whether it is going to be computed again by whoever needs it later in this recording.</summary>
    public bool IsComputedAgain;

    /// <summary>Whether its value is read by other steps than its own.</summary>
    public bool IsMaterialized;
    public Location Location;

    /// <summary>Which slot of its group it has, which member reads it last, and the free register after its own.</summary>
    public int ElementSlot;
    public int LastUseInGroup;
    public int NextFree;

    /// <summary>Of a sum in a group, where its blocks' sums lie.</summary>
    public Location Partials;
}

/// <summary>Where a value lies: in a buffer of the plan, or outside of it.</summary>
internal struct Location
{
    /// <summary>Which buffer of the plan; −1 for memory that is there already.</summary>
    public int Buffer;

    /// <summary>Bytes from the beginning of the buffer, or the address.</summary>
    public nint Offset;

    /// <summary>Whose strides show it; −1 where it is contiguous.</summary>
    public int View;

    /// <summary>Which parameter's memory it is; −1 for none.</summary>
    public int Parameter;
}

/// <summary>A piece of a plan's memory, from the step that writes it to the last one that reads it.</summary>
internal struct DraftBuffer
{
    public int Count;
    public int FirstStep;
    public int LastStep;
    public bool IsHeld;

    /// <summary>Whether it was asked for: somebody may look at it until the tape is reset.</summary>
    public bool IsAskedFor;

    /// <summary>A buffer whose place it may take, since the step that writes this one is the last that reads that, element by element; −1 for none.</summary>
    public int InPlaceOf;

    /// <summary>Whether another one took its place.</summary>
    public bool IsGone;

    /// <summary>The next of those that begin, or end, with the same step; −1 after the last.</summary>
    public int NextBeginning;
    public int NextEnding;

    /// <summary>Where it begins, in bytes.</summary>
    public nint Offset;
}

/// <summary>A step whose memory is not placed yet.</summary>
internal struct DraftStep
{
    public StepKind Kind;
    public int Node;
    public int Group;
    public int FirstOperand;
    public int OperandCount;
    public int Buffer;
}

/// <summary>An operand of such a step.</summary>
internal struct DraftOperand
{
    public int Node;
    public Location Location;

    /// <summary>Which slot of the group it has.</summary>
    public int ElementSlot;
}

/// <summary>What the passes of the planner hand on to each other. Its lists are kept from plan to plan.</summary>
internal sealed class Draft<T>(Program<T> program, Values<T> values)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Stands for a second place of a node that is not computed again because it is wanted.</summary>
    private const int Wanted = -2;

    private int[] _slots = new int[64];
    private int[] _stamps = new int[64];
    private int[] _slotsAgain = new int[64];
    private int _stamp;

    /// <summary>The updates of parameters among the nodes.</summary>
    public Updates<T> Updates => field ??= new Updates<T>(this);

    /// <summary>The nodes on the way to one that is put off.</summary>
    public GrowingList<int> Path { get; } = new();

    public Program<T> Program { get; } = program;

    public Values<T> Values { get; } = values;

    /// <summary>The pending nodes that are needed, in the order in which they are computed unless a group takes them along.</summary>
    public GrowingList<DraftNode> Nodes { get; } = new();

    public GrowingList<DraftStep> Steps { get; } = new();

    public GrowingList<DraftOperand> Operands { get; } = new();

    public GrowingList<DraftBuffer> Buffers { get; } = new();

    public GrowingList<Strides> Strides { get; } = new();

    public GrowingList<DraftGroup> Groups { get; } = new();

    /// <summary>The bytes that all buffers take once they are placed, and of these the first, which hold what was asked for.</summary>
    public nint Bytes { get; set; }

    /// <summary>How many of these hold values; behind them is what is kept of parameters that are updated.</summary>
    public nint ValueBytes { get; set; }

    /// <inheritdoc cref="Bytes"/>
    public nint AskedBytes { get; set; }

    /// <summary>Empties it for a new plan.</summary>
    public void Begin()
    {
        Nodes.Clear();
        Steps.Clear();
        Operands.Clear();
        Buffers.Clear();
        Strides.Clear();
        Groups.Clear();
        Bytes = 0;
        if (_stamps.Length < Program.Known)
        {
            Array.Resize(ref _stamps, Math.Max(2 * _stamps.Length, Program.Known));
            Array.Resize(ref _slots, _stamps.Length);
            Array.Resize(ref _slotsAgain, _stamps.Length);
        }

        if (_stamp++ < int.MaxValue - 1) return;
        Array.Clear(_stamps);
        _stamp = 1;
    }

    /// <summary>Whether a node is among those that are needed.</summary>
    public bool IsNeeded(int node) => _stamps[node] == _stamp;

    /// <summary>Makes a node one of those that are needed.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isWanted">Whether it is wanted itself, so that its value is held.</param>
    public void Need(int node, bool isWanted = false)
    {
        _stamps[node] = _stamp;
        _slots[node] = -1;
        _slotsAgain[node] = isWanted ? Wanted : -1;
    }

    /// <summary>
    /// Whether a needed node is computed as late as can be, and again for reverse walks: its value is not held, and should not lie about. One that was asked
    /// for, or is wanted now, is held, and computed once.
    /// </summary>
    public bool IsTwice(int node) => Program[node].IsRecomputed && !Values[node].IsAskedFor && _slotsAgain[node] != Wanted;

    /// <summary>Where a needed node stands among <see cref="Nodes"/>, for the first time or again; −1 where it is not listed yet.</summary>
    public int SlotOf(int node, bool isAgain) => isAgain && IsTwice(node) ? _slotsAgain[node] : _slots[node];

    /// <summary>Where an operand of one of <see cref="Nodes"/> stands among them.</summary>
    public int OperandSlot(int user, int operand) => SlotOf(operand, Nodes[user].IsAgain);

    /// <summary>Where a value lies, once the buffers are.</summary>
    public nint AddressOf(in Location location, nint memory) => location.Buffer < 0 ? location.Offset : memory + Buffers[location.Buffer].Offset + location.Offset;

    /// <summary>
    /// Whether an operand broadcasts to <paramref name="count"/> elements without any strides: it has as many itself and is contiguous
    /// (step 1), or it is one element, or one shown everywhere (step 0).
    /// </summary>
    public bool IsFlat(in DraftOperand operand, int count, out int step)
    {
        int own = Program[operand.Node].Shape.ElementCount;
        step = own == 1 || operand.Location.View >= 0 ? 0 : 1;
        return own == 1 || (own == count && (operand.Location.View < 0 || Strides[operand.Location.View] == default));
    }

    /// <summary>Whether the operand of a node is computed by a group.</summary>
    public bool IsInGroup(int user, int operand, int group) => IsNeeded(operand) && Nodes[OperandSlot(user, operand)].Group == group;

    /// <summary>Has whoever reads a node read another one.</summary>
    public void ReadInstead(int node, int slot) => _slots[node] = slot;

    /// <summary>Lists a needed node, for the first time or again.</summary>
    public void List(int node, bool isAgain)
    {
        int slot = Nodes.Count;
        if (isAgain && IsTwice(node)) _slotsAgain[node] = slot;
        else _slots[node] = slot;
        Nodes.Add() = new DraftNode { IsAgain = isAgain, Node = node, SameAs = -1, NextSame = -1, Group = -1, Position = slot, FirstUse = int.MaxValue, FirstLaterUse = int.MaxValue };
    }
}
