using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>A reverse walk that was recorded for one slice, lifted. Like any other it is taken over where a recording repeats the one before.</summary>
internal static class LiftedWalk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Records the lifted adjoint nodes, which stay pending until they are read; then all of them are computed together.</summary>
    /// <param name="lifting">What can be lifted, up to the end of the walk.</param>
    /// <param name="start">Where the walk begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="count">The number of slices.</param>
    /// <param name="walk">Its cotangents.</param>
    /// <param name="inputs">Whose cotangents are wanted.</param>
    /// <param name="outputs">With the cotangents, what the lifted nodes follow from beside the recording.</param>
    /// <param name="cotangents">As many as there are outputs.</param>
    /// <returns>For each connected input the cotangents, with the number of slices in front of its lengths.</returns>
    public static Gradients<T> Record(
        scoped in Lifting<T> lifting, int start, int end, int count, Gradients<T> walk, ReadOnlySpan<Variable<T>> inputs, ReadOnlySpan<Variable<T>> outputs,
        ReadOnlySpan<Variable<T>> cotangents)
    {
        Tape<T> tape = walk.Tape;
        Occupancy inside = tape.Enter();
        try
        {
            int nodeCount = tape.NodeCount;
            if (tape.TryRepeatWalk(outputs, cotangents, areGiven: false, from: 0, out int first, out int length))
            {
                var known = new Gradients<T>(tape, tape.Generation, first, length);
                if (HasAll(known, walk, inputs)) return known;
                tape.Rewind(nodeCount);
            }

            (first, length) = RecordAnew(in lifting, start, end, count, walk, inputs, outputs, cotangents);
            return new Gradients<T>(tape, tape.Generation, first, length);
        }
        finally
        {
            inside.Leave();
        }
    }

    private static bool HasAll(Gradients<T> known, Gradients<T> walk, ReadOnlySpan<Variable<T>> inputs)
    {
        foreach (Variable<T> input in inputs)
        {
            if (walk.IsConnected(input) && !known.IsConnected(input)) return false;
        }

        return true;
    }

    private static (int First, int Length) RecordAnew(
        scoped in Lifting<T> lifting, int start, int end, int count, Gradients<T> walk, ReadOnlySpan<Variable<T>> inputs, ReadOnlySpan<Variable<T>> outputs,
        ReadOnlySpan<Variable<T>> cotangents)
    {
        Tape<T> tape = walk.Tape;
        int nodeCount = tape.NodeCount, firstCotangent = tape.CotangentCount;
        using SpanOwner<CotangentOfNode> owner = SpanOwner<CotangentOfNode>.Allocate(inputs.Length);
        tape.EnterWalk();
        bool done = false;
        try
        {
            lifting.Record(start, end, count);
            int taken = 0;
            foreach (Variable<T> input in inputs)
            {
                if (walk.IsConnected(input)) owner.Span[taken++] = new CotangentOfNode(input.Index, lifting[walk[input], count].Index);
            }

            owner.Span[..taken].Sort((a, b) => b.Node.CompareTo(a.Node));
            var kept = tape.EndWalk(nodeCount, owner.Span[..taken], outputs, cotangents, areGiven: false, from: 0);
            done = true;
            return kept;
        }
        finally
        {
            tape.LeaveWalk();
            if (!done) tape.Forget(nodeCount, firstCotangent);
        }
    }
}
