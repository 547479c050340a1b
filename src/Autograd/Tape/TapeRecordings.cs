using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>
/// The courses that recordings take in turns: training and validation, sequences of a few lengths. Where a recording goes on differently than the
/// one before, one that began like it is looked for, and taken over with its plans; else a new one is begun, and the other kept, provided that
/// the program has shown that it comes back to one.
/// </content>
public sealed partial class Tape<T>
{
    private const int MostRecordings = 8;
    private const int Remembered = 16;

    /// <summary>What all recordings that are not in use may take together.</summary>
    private const long MostBytes = 1L << 28;

    private readonly OperationTable<T> _table = new();
    private readonly List<Recording<T>> _others = [];
    private readonly List<int> _forgotten = [];
    private readonly bool _keepsOthers;
    private Recording<T> _recording;
    private bool _comesBack;

    /// <summary>How many recordings are known.</summary>
    internal int RecordingCount => _others.Count + 1;

    /// <summary>Goes on in a recording that goes on with this operation of these operands.</summary>
    private bool TrySwitch(Operation<T> operation, ReadOnlySpan<int> operands, Occupancy inside)
    {
        if (!MaySwitch()) return false;
        bool done = false;
        try
        {
            for (int k = _others.Count - 1; k >= 0; k--)
            {
                if (!_others[k].BeginsAs(_recording, Program.Count) || !_others[k].Program.Knows(Program.Count, operation, operands)) continue;
                Switch(k);
                return done = Program.TryRepeat(operation, operands);
            }

            BeginAnother();
            done = true;
            return false;
        }
        finally
        {
            if (!done) inside.Leave();
        }
    }

    /// <summary>Goes on in a recording that goes on with a leaf of this kind and shape, for a parameter with that one.</summary>
    private bool TrySwitch(LeafOperation<T> leaf, in Shape shape, Parameter<T>? parameter)
    {
        if (!MaySwitch()) return false;
        int node = Program.Count;
        for (int k = _others.Count - 1; k >= 0; k--)
        {
            Recording<T> other = _others[k];
            if (!other.BeginsAs(_recording, node) || other.Program[node].Operation != leaf || other.Program[node].Shape != shape) continue;
            if (parameter is not null && other.Freshness.ParameterOf(other.Values[node].Parameter) != parameter) continue;
            Switch(k);
            return true;
        }

        BeginAnother();
        return false;
    }

    /// <inheritdoc cref="TrySwitch(LeafOperation{T}, in Shape, Parameter{T})"/>
    private bool TrySwitch(LeafOperation<T> leaf, in Shape shape, Occupancy inside)
    {
        bool done = false;
        try
        {
            bool isKnown = TrySwitch(leaf, in shape, parameter: null);
            done = true;
            return isKnown;
        }
        finally
        {
            if (!done) inside.Leave();
        }
    }

    /// <summary>Whether this recording differs from what is known, and nothing was read or differentiated yet that is kept with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MaySwitch() => Program.Count < Program.Known && _keepsOthers && _walkDepth == 0 && _walkCount == 0 && _plans.Run.IsEmpty && (_others.Count > 0 || IsWorthKeeping);

    private bool IsWorthKeeping => _comesBack || _recording.IsRepeated;

    private void Switch(int index)
    {
        Recording<T> other = _others[index];
        _others.RemoveAt(index);
        Begin(other);
    }

    /// <summary>Keeps the recording in use, if it is worth that, and begins another as it began.</summary>
    private void BeginAnother()
    {
        if (!IsWorthKeeping || _recording.Bytes > MostBytes) return;
        var another = new Recording<T>(_table, Options, Parallel);
        another.Plans.Follow(_plans);
        Begin(another);
        long bytes = 0;
        for (int k = _others.Count - 1; k >= 0; k--)
        {
            bytes += _others[k].Bytes;
            if (bytes > MostBytes || _others.Count - k >= MostRecordings) _others.RemoveAt(k);
        }
    }

    /// <summary>Goes on in another recording with what this one has recorded.</summary>
    private void Begin(Recording<T> other)
    {
        int count = Program.Count;
        other.Program.BeginAt(Program.Generation);
        other.Plans.Restart();
        other.BeginFrom(_recording, count);
        Leave();
        _others.Add(_recording);
        Use(other);
    }

    /// <summary>Notes, before the next recording begins, whether this one was met before.</summary>
    private void Remember()
    {
        if (!_keepsOthers || Program.Count == 0) return;
        if (!Program.IsNew)
        {
            _recording.IsRepeated |= Program.Count == Program.Known;
            return;
        }

        if (_comesBack) return;
        int hash = _recording.Hash();
        _comesBack = _forgotten.Contains(hash);
        if (_forgotten.Count == Remembered) _forgotten.RemoveAt(0);
        _forgotten.Add(hash);
    }

    private void Leave()
    {
        _recording.Walks = _walks;
        _recording.WalkArguments = _walkArguments;
        _recording.Cotangents = _cotangents;
        _recording.KnownWalks = _knownWalks;
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_recording), nameof(_arena), nameof(_freshness), nameof(_executor), nameof(_plans), nameof(_walks), nameof(_walkArguments), nameof(_cotangents))]
    private void Use(Recording<T> recording)
    {
        _recording = recording;
        Program = recording.Program;
        Values = recording.Values;
        _arena = recording.Arena;
        _freshness = recording.Freshness;
        _executor = recording.Executor;
        _plans = recording.Plans;
        _walks = recording.Walks;
        _walkArguments = recording.WalkArguments;
        _cotangents = recording.Cotangents;
        _knownWalks = recording.KnownWalks;
        _walkCount = 0;
        _cotangentCount = 0;
    }
}
