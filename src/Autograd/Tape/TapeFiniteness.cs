using System.Numerics;

namespace Autograd;

/// <content>What is asked of a tape whose values may not be what they should: whether they are finite, and what is known about how they came to be.</content>
public sealed partial class Tape<T>
{
    private readonly GrowingList<int> _unchecked = new();

    /// <summary>The reverse walks and updates of this recording.</summary>
    internal ReadOnlySpan<ReverseWalkRecord> Walks => _walks.AsSpan(0, _walkCount);

    /// <summary>What a reverse walk began with: for each output its node, and that of its cotangent, or the complement of that.</summary>
    internal ReadOnlySpan<int> ArgumentsOf(in ReverseWalkRecord walk) => _walkArguments.AsSpan(walk.ArgumentStart, walk.ArgumentCount);

    /// <summary>Whether a node's value lies in the memory of a parameter that was updated since, so that it is there no longer.</summary>
    internal bool IsOverwritten(int node) => Values[node].Parameter >= 0 && _freshness.IsStale(Values[node].Parameter);

    /// <summary>Throws if a value that was computed is not finite. What was given from outside is looked at through what is computed from it.</summary>
    private void CheckComputed(int node)
    {
        if (Program[node].OperandCount > 0 && !IsFinite(node)) throw Options.NonFinite!.Of(this, [node]);
    }

    /// <summary>
    /// Computes what an update needs before it is made, rather than with it. Throws if what was differentiated is not finite, or a value that a parameter is to
    /// take, so that no parameter has changed then.
    /// </summary>
    private void CheckUpdate(int last, int count, ReadOnlySpan<CotangentOfNode> cotangents, Occupancy inside)
    {
        WantedWithUpdate(last, count, cotangents);
        for (int k = 0; k < count; k++) _wanted[k] = Program.OperandsOf(Program[last - count + 1 + k])[1];
        _unchecked.Clear();
        foreach (int node in _wanted.Items)
        {
            if (Values.IsPending(node)) _unchecked.Add() = node;
        }

        if (_unchecked.Count > 0 && !_plans.TryRepeat(_unchecked[0])) _plans.Make(_unchecked[0], _unchecked.Items);
        _unchecked.Clear();
        for (int k = 0; k < count; k++) _unchecked.Add() = Program.OperandsOf(Program[last - count + 1 + k])[1];
        AddOutputs();
        foreach (int node in _unchecked.Items)
        {
            if (IsFinite(node)) continue;
            inside.Open();
            throw Options.NonFinite!.Of(this, _unchecked.Items);
        }
    }

    /// <summary>Adds what was differentiated to what is looked at, unless it was computed from old values of parameters and is no longer known.</summary>
    private void AddOutputs()
    {
        foreach (ref readonly ReverseWalkRecord walk in Walks)
        {
            for (int k = 0; k < walk.OutputCount; k++)
            {
                int output = ArgumentsOf(in walk)[2 * k];
                if (!Values.IsPending(output) && !IsOverwritten(output)) _unchecked.Add() = output;
            }
        }
    }

    private bool IsFinite(int node)
    {
        if (Program[node].Operation.GivesIndices) return true;
        nint address = Values[node].View < 0 ? Values[node].Address : _executor.MakeContiguous(node);
        return Finiteness.AreFinite<T>(PinnedMemory.Span<T>(address, Program[node].Shape.ElementCount));
    }
}

/// <summary>
/// Says where a value that is not finite was born. It is made where <see cref="TapeOptions.CheckFinite"/> is set and nowhere else, so that an ahead-of-time
/// compiler leaves the search and its words out of programs that never set it. Lower layers call it, and know no texts.
/// </summary>
/// <param name="Caller">The option in whose name it speaks.</param>
internal sealed partial record NonFiniteReport(string Caller)
{
    /// <summary>The exception that names where the first of some values that are not finite was born.</summary>
    public partial NonFiniteException Of<T>(Tape<T> tape, ReadOnlySpan<int> results)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
