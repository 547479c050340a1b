using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>From the nodes that are wanted to everything pending that they need, and nothing else.</summary>
internal static class Needs
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<T>(Draft<T> draft, ReadOnlySpan<int> wanted)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int unvisited = 0, latest = -1;
        foreach (int node in wanted)
        {
            if (draft.IsNeeded(node)) continue;
            draft.Need(node);
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

        for (int i = first; i <= latest; i++)
        {
            if (draft.IsNeeded(i)) draft.List(i);
        }

        foreach (int node in wanted) draft.Nodes[draft.SlotOf(node)].IsHeld = true;
    }
}
