using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Element-wise nodes over one index space that are computed in one pass.</summary>
internal struct DraftGroup
{
    /// <summary>When it is computed: which of the draft's nodes is its last.</summary>
    public int Position;
    public int Members;

    /// <summary>Which of the draft's nodes is the first of them; the others follow by <see cref="ElementGroups"/>' links.</summary>
    public int First;

    /// <summary>Along which dimensions members are added up at its end, and the first of these sums.</summary>
    public Dimensions Summed;
    public int FirstSum;
}

/// <summary>
/// Gathers element-wise nodes into groups, from the last to the first. A node joins a group where nothing else reads it before the group is
/// computed: then it may as well be computed there, from registers to registers. A sum of a member is computed at the end of its group.
/// </summary>
internal static class ElementGroups
{
    private const int RecentGroups = 4;

    /// <summary>Forms the groups.</summary>
    /// <param name="draft">The nodes that are needed.</param>
    /// <param name="isWanted">Whether more than one node may be computed in a pass.</param>
    /// <param name="holdsForward">Whether what kernels compute is held, since nothing is known about what comes after.</param>
    /// <param name="shortestSum">From how many elements on a sum is computed with its operand.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Form<T>(Draft<T> draft, bool isWanted, bool holdsForward, int shortestSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = draft.Program;
        for (int slot = draft.Nodes.Count - 1; slot >= 0; slot--)
        {
            ref DraftNode own = ref draft.Nodes[slot];
            if (own.SameAs >= 0) continue;
            Node<T> node = program[own.Node];
            bool isView = node.Operation.Kind == OperationKind.View;
            if (node.Operation.Kind == OperationKind.Elementwise) Join(draft, slot, isWanted ? GroupFor(draft, slot) : -1);
            own.IsGroupSum = isWanted && GroupSums.TryJoin(draft, slot, shortestSum);
            int use = isView ? UseOf(draft, slot) : own.IsGroupSum ? Math.Min(own.FirstUse, own.FirstLaterUse) : own.Position;
            foreach (int operand in program.OperandsOf(node))
            {
                if (!draft.IsNeeded(operand)) continue;
                ref DraftNode source = ref draft.Nodes[draft.OperandSlot(slot, operand)];
                if (isView || own.IsGroupSum) source.FirstLaterUse = Math.Min(source.FirstLaterUse, use);
                else source.FirstUse = Math.Min(source.FirstUse, use);
                source.IsMaterialized |= isView || (own.Group < 0 && !own.IsGroupSum);
            }
        }

        GroupSums.Attach(draft);

        FindMaterialized(draft, holdsForward);
    }

    /// <summary>When a view's operand is read: a view of a view may have to copy it at once.</summary>
    private static int UseOf<T>(Draft<T> draft, int slot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref DraftNode view = ref draft.Nodes[slot];
        return MayCopy(draft.Program, view.Node) ? slot : Math.Min(view.FirstUse, view.FirstLaterUse);
    }

    /// <summary>Whether it is a view of a view, and somewhere on the way down to the elements their order changes.</summary>
    private static bool MayCopy<T>(Program<T> program, int view)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int source = program.OperandsOf(program[view])[0];
        if (program[source].Operation.Kind != OperationKind.View) return false;
        bool keepsOrder = program[view].Operation.KeepsOrder;
        for (; keepsOrder && program[source].Operation.Kind == OperationKind.View; source = program.OperandsOf(program[source])[0]) keepsOrder = program[source].Operation.KeepsOrder;
        return !keepsOrder;
    }

    /// <summary>
    /// What is read by another step than its own lies in memory. Where nothing is known about what comes after, and nodes are not evaluated as they
    /// are recorded, what kernels computed is held: most programs read a loss first, and differentiate it then. What element-wise operations computed is
    /// computed again, where that needs it; from the second recording on it is known what does.
    /// </summary>
    private static void FindMaterialized<T>(Draft<T> draft, bool holdsForward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int slot = 0; slot < draft.Nodes.Count; slot++)
        {
            ref DraftNode own = ref draft.Nodes[slot];
            own.IsMaterialized |= own.IsHeld;
            if (own.Group < 0) continue;
            foreach (int operand in draft.Program.OperandsOf(draft.Program[own.Node]))
            {
                if (!draft.IsNeeded(operand)) continue;
                ref DraftNode source = ref draft.Nodes[draft.OperandSlot(slot, operand)];
                source.IsMaterialized |= source.Group != own.Group;
            }
        }

        if (!holdsForward) return;
        foreach (ref DraftNode own in draft.Nodes.Items)
        {
            if (draft.Program[own.Node] is not { IsAdjoint: false, IsRecomputed: false } || own.IsHeld) continue;
            if (draft.Program[own.Node].Operation.Kind == OperationKind.Elementwise && !draft.Values[own.Node].IsKept)
            {
                own.IsComputedAgain = true;
                continue;
            }

            own.IsHeld = own.IsMaterialized = true;
            if (own.SameAs >= 0) draft.Nodes[own.SameAs].IsMaterialized = true;
        }
    }

    /// <summary>The group that a node may join; −1 for one of its own.</summary>
    private static int GroupFor<T>(Draft<T> draft, int slot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref DraftNode own = ref draft.Nodes[slot];
        int latest = draft.Updates.Any ? draft.Updates.LatestFor(own.Node) : int.MaxValue;
        if (own.FirstUse < int.MaxValue)
        {
            int user = draft.Nodes[own.FirstUse].Group;
            if (user >= 0 && Fits(draft, in own, user, latest)) return user;
        }

        for (int group = draft.Groups.Count - 1; group >= Math.Max(0, draft.Groups.Count - RecentGroups); group--)
        {
            if (Fits(draft, in own, group, latest) && SharesAnOperand(draft, own.Node, group)) return group;
        }

        return -1;
    }

    private static bool Fits<T>(Draft<T> draft, in DraftNode own, int group, int latest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref DraftGroup candidate = ref draft.Groups[group];
        return candidate.Position <= latest && own.FirstUse >= candidate.Position && own.FirstLaterUse > candidate.Position && candidate.Members < EmittedElements.MostInstructions
            && (own.Summed == Dimensions.None || candidate.Summed == Dimensions.None || own.Summed == candidate.Summed)
            && draft.Program[own.Node].Shape == draft.Program[draft.Nodes[candidate.Position].Node].Shape;
    }

    /// <summary>Whether a node reads what a group reads, or what is read by an element-wise operand of the group, which may yet join it.</summary>
    private static bool SharesAnOperand<T>(Draft<T> draft, int node, int group)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> operands = draft.Program.OperandsOf(draft.Program[node]);
        for (int member = draft.Groups[group].First; member >= 0; member = draft.Nodes[member].NextInGroup)
        {
            ReadOnlySpan<int> read = draft.Program.OperandsOf(draft.Program[draft.Nodes[member].Node]);
            if (read.ContainsAny(operands)) return true;
            foreach (int operand in read)
            {
                if (draft.IsNeeded(operand) && draft.Nodes[draft.OperandSlot(member, operand)].Group < 0 && draft.Program[operand].Operation.Formula is not null
                    && draft.Program.OperandsOf(draft.Program[operand]).ContainsAny(operands)) return true;
            }
        }

        return false;
    }

    private static void Join<T>(Draft<T> draft, int slot, int group)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref DraftNode own = ref draft.Nodes[slot];
        if (group < 0)
        {
            group = draft.Groups.Count;
            draft.Groups.Add() = new DraftGroup { Position = slot, First = -1, FirstSum = -1 };
        }

        ref DraftGroup joined = ref draft.Groups[group];
        own.Group = group;
        own.Position = joined.Position;
        own.NextInGroup = joined.First;
        joined.First = slot;
        joined.Members++;
        if (own.Summed != Dimensions.None) joined.Summed = own.Summed;
    }
}
