using System.Numerics;

namespace Autograd;

/// <summary>
/// Which operation's rule recorded an adjoint node. The tape does not keep that, but it follows: rules were asked in the order of the walk, each recorded its
/// nodes in a row, and the last of them are the cotangents of its operands; and a rule reads nothing but its operands, its result and its cotangent.
/// </summary>
internal sealed class RuleOwners<T>(Tape<T> tape)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The node whose rule recorded another; −1 where no reverse walk did.</summary>
    public int Of(int node)
    {
        foreach (ref readonly ReverseWalkRecord walk in tape.Walks)
        {
            if (!walk.IsUpdate && node >= walk.FirstNode && node < walk.EndNode) return Of(node, in walk);
        }

        return -1;
    }

    private int Of(int node, in ReverseWalkRecord walk)
    {
        ReadOnlySpan<CotangentOfNode> cotangents = tape.Cotangents(walk.CotangentStart, walk.CotangentCount);
        var (forward, given) = ReadBy(node, in walk, cotangents);
        Dictionary<int, int> lastUsers = LastUsers(cotangents);
        int owner = -1, fitting = -1;
        foreach (CotangentOfNode candidate in cotangents)
        {
            int anchor = -1;
            foreach (int operand in tape.Program.OperandsOf(tape.Program[candidate.Node]))
            {
                if (lastUsers.GetValueOrDefault(operand, -1) == candidate.Node) anchor = Math.Max(anchor, CotangentOfNode.Find(cotangents, operand));
            }

            bool isBehind = candidate.Value > node, fits = !isBehind && Fits(candidate, forward, given);
            if (owner < 0 && anchor >= node)
            {
                owner = candidate.Node;
                if (fits) return owner;
            }

            if (fits && forward.Count > 0) fitting = candidate.Node;
        }

        return fitting >= 0 ? fitting : owner;
    }

    private bool Fits(CotangentOfNode candidate, HashSet<int> forward, HashSet<int> given)
    {
        ReadOnlySpan<int> operands = tape.Program.OperandsOf(tape.Program[candidate.Node]);
        if (operands.IsEmpty) return false;
        foreach (int read in forward)
        {
            if (read != candidate.Node && !operands.Contains(read)) return false;
        }

        foreach (int read in given)
        {
            if (read != candidate.Value) return false;
        }

        return true;
    }

    /// <summary>What a node reads of the program before the walk, but for data, and which cotangents of the walk.</summary>
    private (HashSet<int> Forward, HashSet<int> Given) ReadBy(int node, in ReverseWalkRecord walk, ReadOnlySpan<CotangentOfNode> cotangents)
    {
        var values = new HashSet<int>();
        foreach (CotangentOfNode cotangent in cotangents) values.Add(cotangent.Value);
        HashSet<int> forward = [], given = [], seen = [node];
        var open = new Stack<int>([node]);
        while (open.TryPop(out int next))
        {
            foreach (int operand in tape.Program.OperandsOf(tape.Program[next]))
            {
                if (operand < walk.FirstNode && !values.Contains(operand)) forward.Add(operand);
                else if (values.Contains(operand)) given.Add(operand);
                else if (seen.Add(operand)) open.Push(operand);
            }
        }

        return (forward, given);
    }

    /// <summary>For each node the last whose rule gave it a contribution.</summary>
    private Dictionary<int, int> LastUsers(ReadOnlySpan<CotangentOfNode> cotangents)
    {
        var users = new Dictionary<int, int>();
        foreach (CotangentOfNode cotangent in cotangents)
        {
            foreach (int operand in tape.Program.OperandsOf(tape.Program[cotangent.Node])) users[operand] = cotangent.Node;
        }

        return users;
    }
}
