using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What reverse walks keep on a tape.</content>
public sealed partial class Tape<T>
{
    private readonly List<PendingCotangents<T>> _pending = [];
    private Variable<T>[] _gathered = new Variable<T>[4];
    private CotangentOfNode[] _cotangents;
    private readonly GrowingList<int> _wanted = new();
    private int _cotangentCount;
    private int _walkDepth;

    /// <summary>Where the cotangents of the next walk that ends will be listed.</summary>
    internal int CotangentCount => _cotangentCount;

    /// <summary>
    /// Begins a reverse walk, perhaps inside a rule of another: nodes that are recorded from now on are adjoint nodes, which stay pending
    /// until they are read.
    /// </summary>
    internal PendingCotangents<T> EnterWalk()
    {
        if (_walkDepth == 0) _callSites?.EnterBackward();
        else _disturbances++;
        if (_walkDepth == _pending.Count) _pending.Add(new PendingCotangents<T>());
        _disturbancesBefore = _disturbances;
        return _pending[_walkDepth++];
    }

    /// <summary>
    /// How a reverse walk takes a cotangent: by its node, or by the complement of that where it comes from outside and may have zeros, which ask
    /// for nothing.
    /// </summary>
    internal int SeedOf(Variable<T> cotangent, bool isGiven)
    {
        Node<T> node = Program[cotangent.Index];
        if (!isGiven || node.IsDifferentiable) return cotangent.Index;
        bool mayHaveZeros = node.Operation != LeafOperation<T>.Constant || CutOff.HasZero<T>(PinnedMemory.Span<T>(Values[cotangent.Index].Address, node.Shape.ElementCount));
        return mayHaveZeros ? ~cotangent.Index : cotangent.Index;
    }

    /// <summary>Ends a reverse walk, whether or not it came to its end.</summary>
    internal void LeaveWalk() => _pending[--_walkDepth].Clear();

    /// <summary>The cotangents of one reverse walk, those of the latest nodes first.</summary>
    internal ReadOnlySpan<CotangentOfNode> Cotangents(int start, int count) => _cotangents.AsSpan(start, count);

    /// <summary>Room for operands that an operation on many puts together; good until the next call.</summary>
    internal Span<Variable<T>> Gathered(int count)
    {
        if (_gathered.Length < count) _gathered = new Variable<T>[2 * count];
        return _gathered.AsSpan(0, count);
    }

    /// <summary>Forgets what an interrupted reverse walk recorded, and later walks of earlier recordings, into whose room it may have written.</summary>
    internal void Forget(int nodeCount, int cotangentStart)
    {
        Truncate(nodeCount);
        _cotangentCount = cotangentStart;
        ForgetWalks(_walkCount);
    }

    /// <summary>
    /// What is computed together with a pending node: where reverse walks recorded it, or an operand of it, the cotangents of all leaves of those
    /// walks, since they are read next; only the node once a parameter was updated.
    /// </summary>
    private ReadOnlySpan<int> WantedWith(int node)
    {
        _wanted.Clear();
        _wanted.Add() = node;
        if (_freshness.AnyStale(Program.Count)) return _wanted.Items;
        if (Program[node].IsAdjoint)
        {
            AddLeafCotangents(node);
            return _wanted.Items;
        }

        foreach (int operand in Program.OperandsOf(Program[node]))
        {
            if (!Program[operand].IsAdjoint || !Values.IsPending(operand)) continue;
            _wanted.Add() = operand;
            AddLeafCotangents(operand);
        }

        return _wanted.Items;
    }

    private void AddLeafCotangents(int node)
    {
        for (int k = _walkCount - 1; k >= 0; k--)
        {
            ref ReverseWalkRecord walk = ref _walks[k];
            if (walk.IsUpdate || node < walk.FirstNode || node >= walk.EndNode) continue;
            foreach (CotangentOfNode cotangent in Cotangents(walk.CotangentStart, walk.CotangentCount))
            {
                if (Program[cotangent.Node].OperandCount == 0 && Values.IsPending(cotangent.Value)) _wanted.Add() = cotangent.Value;
            }

            return;
        }
    }

    /// <summary>Keeps the cotangents of a walk until the tape is reset.</summary>
    /// <returns>Where they begin.</returns>
    private int Keep(ReadOnlySpan<CotangentOfNode> cotangents)
    {
        int start = _cotangentCount;
        if (_cotangents.Length - start < cotangents.Length) PlainArray.Grow(ref _cotangents, start + cotangents.Length);
        cotangents.CopyTo(_cotangents.AsSpan(start));
        _cotangentCount += cotangents.Length;
        return start;
    }
}
