using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>From the nodes that are wanted to everything pending that they need, and nothing else.</summary>
internal static class Needs
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(Draft<T> draft, ReadOnlySpan<int> wanted, int updatesFrom)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int unvisited = 0, latest = -1;
        foreach (int node in wanted)
        {
            if (draft.IsNeeded(node)) continue;
            draft.Need(node, isWanted: true);
            unvisited++;
            latest = Math.Max(latest, node);
        }

        int first = latest;
        for (int i = latest; unvisited > 0; i--)
        {
            if (!draft.IsNeeded(i)) continue;
            unvisited--;
            first = i;
            foreach (int operand in draft.Program.OperandsOf(draft.Program[i]))
            {
                if (!draft.Values.IsPending(operand) || draft.IsNeeded(operand)) continue;
                draft.Need(operand);
                unvisited++;
            }
        }

        draft.Updates.Find(first, latest, updatesFrom);
        bool updates = draft.Updates.Any;
        if (updates) draft.Updates.List(first - 1);
        int end = updates ? Math.Min(latest + 1, updatesFrom) : latest + 1;
        for (int i = first; i < end; i++)
        {
            if (draft.IsNeeded(i) && !draft.IsTwice(i)) List(draft, i, draft.Program[i].IsAdjoint);
            if (updates) draft.Updates.List(i);
        }

        foreach (int node in wanted) draft.Nodes[draft.SlotOf(node, isAgain: false)].IsHeld = true;
    }

    /// <summary>Lists a node behind what was put off that it needs, unless it is listed.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="node">The node.</param>
    /// <param name="isAgain">Whether it is for a reverse walk or an update.</param>
    public static void List<T>(Draft<T> draft, int node, bool isAgain)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (draft.SlotOf(node, isAgain) >= 0) return;
        ListLate(draft, node, isAgain);
        draft.List(node, isAgain);
    }

    /// <summary>Lists what was put off before its first use, the first time or again.</summary>
    private static void ListLate<T>(Draft<T> draft, int user, bool isAgain)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GrowingList<int> path = draft.Path;
        path.Clear();
        path.Add() = user;
        while (path.Count > 0)
        {
            int node = path[path.Count - 1], late = -1;
            foreach (int operand in draft.Program.OperandsOf(draft.Program[node]))
            {
                if (draft.IsNeeded(operand) && draft.SlotOf(operand, isAgain) < 0) late = operand;
            }

            if (late >= 0)
            {
                path.Add() = late;
                continue;
            }

            path.RemoveLast();
            if (node != user) draft.List(node, isAgain);
        }
    }
}
