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
    /// Whether what was differentiated is finite, as far as it is known before an update; notes the rest. What shows a parameter is looked at while that has its old
    /// values. What was computed from old values and is no longer known is passed over.
    /// </summary>
    private bool AreOutputsFinite()
    {
        _unchecked.Clear();
        foreach (ref readonly ReverseWalkRecord walk in Walks)
        {
            for (int k = 0; k < walk.OutputCount; k++)
            {
                int output = ArgumentsOf(in walk)[2 * k];
                bool isPending = Values.IsPending(output);
                if (isPending && ShownParameter(output) >= 0 && !_freshness.AnyStale(Program.Count))
                {
                    if (!_plans.TryRepeat(output)) _plans.Make(output, [output]);
                    isPending = false;
                }

                if (isPending) _unchecked.Add() = output;
                else if (!IsOverwritten(output) && !IsFinite(output)) return false;
            }
        }

        return true;
    }

    /// <summary>Whether what an update computed is finite, all of it. Otherwise the parameters have their old values again.</summary>
    private bool TryAccept(Plan<T> update)
    {
        bool isFinite = update.Elements.Overwritten.IsFinite;
        foreach (int output in _unchecked.Items) isFinite = isFinite && (Values.IsPending(output) || IsFinite(output));
        if (!isFinite) update.Elements.Overwritten.Restore();
        return isFinite;
    }

    /// <summary>The exception that says where what makes an update impossible was born: a value that a parameter was to take, or what was differentiated.</summary>
    private NonFiniteException Refused(int last, int count)
    {
        _unchecked.Clear();
        for (int node = last - count + 1; node <= last; node++) _unchecked.Add() = Program.OperandsOf(Program[node])[1];
        foreach (ref readonly ReverseWalkRecord walk in Walks)
        {
            for (int k = 0; k < walk.OutputCount; k++)
            {
                int output = ArgumentsOf(in walk)[2 * k];
                if (!IsOverwritten(output)) _unchecked.Add() = output;
            }
        }

        return Options.NonFinite!.Of(this, _unchecked.Items);
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
