using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>What a tape knows of one course that its user's program takes: nodes, where their values lie, plans, and the walks over them.</summary>
internal sealed class Recording<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Hashed = 32;

    public Recording(OperationTable<T> table, TapeOptions options, ParallelLoop parallel)
    {
        bool isEager = options.Evaluation == EvaluationMode.Eager;
        Program = new Program<T>(table);
        Values = new Values<T>(Program);
        Executor = new Executor<T>(Program, Values, Arena, Freshness, parallel, options.Cancellation);
        Budget<T>? budget = options.MemoryBudget is { } bytes ? new Budget<T>(bytes, Program, Values) : null;
        Plans = new Plans<T>(Program, Values, Arena, PlanArena, Freshness, Executor, isEager, parallel, options.ProfileSteps, options.CheckFinite, budget, options.Cancellation);
    }

    public Program<T> Program { get; }

    public Values<T> Values { get; }

    /// <summary>The memory of values that lie by themselves.</summary>
    public Arena<T> Arena { get; } = new();

    /// <summary>The memory of plans: a plan that is made anew finds that of the one before, whatever was put on the tape since.</summary>
    public Arena<T> PlanArena { get; } = new();

    public Freshness<T> Freshness { get; } = new();

    public Executor<T> Executor { get; }

    public Plans<T> Plans { get; }

    /// <summary>The reverse walks and updates, in the order in which it makes them, with what they were asked for and what they gave.</summary>
    public ReverseWalkRecord[] Walks { get; set; } = new ReverseWalkRecord[4];

    /// <inheritdoc cref="Walks"/>
    public int[] WalkArguments { get; set; } = new int[8];

    /// <inheritdoc cref="Walks"/>
    public CotangentOfNode[] Cotangents { get; set; } = new CotangentOfNode[64];

    /// <inheritdoc cref="Walks"/>
    public int KnownWalks { get; set; }

    /// <summary>Whether the program took this course again, from beginning to end.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>The elements reserved for its values.</summary>
    public long Reserved => Arena.Reserved + PlanArena.Reserved;

    /// <summary>The memory of its values.</summary>
    public long Bytes => Reserved * Unsafe.SizeOf<T>();

    /// <summary>Gives its memory back.</summary>
    public void Release()
    {
        Arena.Release();
        PlanArena.Release();
    }

    /// <summary>A number of its length, and of the operations, operands and shapes of its first nodes and its last: what all of them cost would be felt.</summary>
    public int Hash()
    {
        int hash = Program.Count;
        for (int i = 0; i < Program.Count; i++)
        {
            if (i == Hashed) i = Math.Max(i, Program.Count - Hashed);
            Node<T> node = Program[i];
            hash = (hash * 31) + node.Operation.Number;
            foreach (int operand in Program.OperandsOf(node)) hash = (hash * 31) + operand;
            for (int d = 0; node.OperandCount == 0 && d < node.Shape.Rank; d++) hash = (hash * 31) + node.Shape[d];
        }

        return hash;
    }

    /// <summary>Whether it begins as another one does, which has recorded so many nodes.</summary>
    public bool BeginsAs(Recording<T> other, int count)
    {
        if (Program.Known <= count) return false;
        for (int i = count - 1; i >= 0; i--)
        {
            Node<T> mine = Program[i], theirs = other.Program[i];
            bool isSame = mine.Operation == theirs.Operation && mine.IsAdjoint == theirs.IsAdjoint && mine.Shape == theirs.Shape
                && Program.OperandsOf(mine).SequenceEqual(other.Program.OperandsOf(theirs));
            if (!isSame) return false;
            bool isParameter = mine.Operation == LeafOperation<T>.Parameter;
            if (isParameter && Freshness.ParameterOf(Values[i].Parameter) != other.Freshness.ParameterOf(other.Values[i].Parameter)) return false;
        }

        return true;
    }

    /// <summary>Begins as another one did: with its first nodes, which are appended unless they are known, and their values.</summary>
    public void BeginFrom(Recording<T> other, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Node<T> node = other.Program[i];
            ref readonly Shape shape = ref node.Shape;
            bool isLeaf = node.Operation.Kind == OperationKind.Leaf, isNew = i == Program.Known;
            if (isNew)
            {
                Program.Append(node.Operation, other.Program.OperandsOf(node), in shape, node.IsDifferentiable, node.IsAdjoint);
                Values.Append(i);
            }

            Program.SetName(i, node.Name);
            Program.SetRecomputed(i, node.IsRecomputed);
            Program.RepeatUntil(i + 1);
            int watched = other.Values[i].Parameter;
            if (node.Operation == LeafOperation<T>.Parameter)
            {
                if (isNew) Values[i].Parameter = Freshness.Watch(other.Freshness.ParameterOf(watched), i);
                Freshness.SetVersion(Values[i].Parameter, other.Freshness.VersionOf(watched));
                (Values[i].Address, Values[i].Evaluated) = (other.Values[i].Address, NodeValue.Always);
            }
            else if (isLeaf || !other.Values.IsPending(i))
            {
                Take(other, i, isLeaf);
            }
        }
    }

    /// <summary>Takes over the value of a node.</summary>
    private void Take(Recording<T> other, int node, bool isLeaf)
    {
        if (Program[node].Operation.Kind == OperationKind.View)
        {
            // What is shown of a parameter that was updated stays pending: whoever reads it is told, not who goes on with something else.
            int parameter = other.Values[node].Parameter;
            if (parameter < 0 || !other.Freshness.IsStale(parameter)) Executor.TryRun(node);
            return;
        }

        int count = Program[node].Shape.ElementCount;
        if (!isLeaf) Executor.Place(node);
        else if (Values[node].Address == 0) Values[node].Address = Arena.Allocate(count);
        PinnedMemory.Span<T>(other.Values[node].Address, count).CopyTo(PinnedMemory.Span<T>(Values[node].Address, count));
        Values[node].Evaluated = isLeaf ? NodeValue.Always : Program.Generation;
    }
}

/// <summary>The nodes that a reverse walk or an update recorded, where its cotangents are listed, and what it was asked for.</summary>
internal struct ReverseWalkRecord
{
    public int FirstNode;
    public int EndNode;
    public int CotangentStart;
    public int CotangentCount;
    public int ArgumentStart;
    public int ArgumentCount;
    public int OutputCount;

    /// <summary>The first node that has a cotangent.</summary>
    public int From;

    /// <summary>Which of all that were recorded by the tape: the same number, the same cotangents.</summary>
    public int Recording;

    /// <summary>Whether it is an update of parameters, and by whose rule, if that is known to record the same again.</summary>
    public bool IsUpdate;
    public object? Owner;

    /// <summary>Whether the same arguments give the same walk.</summary>
    public bool IsRepeatable;

    /// <summary>Whether any of the nodes may have been given a name.</summary>
    public bool IsNamed;
}
