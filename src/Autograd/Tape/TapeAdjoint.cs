using System.Runtime.CompilerServices;

namespace Autograd;

/// <content>What the reverse walk keeps on a tape.</content>
public sealed partial class Tape<T>
{
    private Variable<T>[] _contributions = new Variable<T>[4];
    private Variable<T>[] _gathered = new Variable<T>[4];
    private int[] _cotangents = new int[64];
    private int _cotangentCount;

    /// <summary>Marks the nodes that are recorded from now on as adjoint nodes: they stay pending until they are read.</summary>
    internal bool RecordingAdjoint
    {
        get => _recordingAdjoint;
        set
        {
            if (value && !_recordingAdjoint) _callSites?.EnterBackward();
            _recordingAdjoint = value;
        }
    }

    /// <summary>Room for one cotangent's node per node of the program, −1 for none yet; kept until the tape is reset.</summary>
    /// <returns>Where the room begins in <see cref="Cotangents"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int ReserveCotangents(int count)
    {
        int start = _cotangentCount;
        if (_cotangents.Length - start < count) Array.Resize(ref _cotangents, Math.Max(2 * _cotangents.Length, start + count));
        for (int k = start; k < start + count; k++) _cotangents[k] = -1;
        _cotangentCount += count;
        return start;
    }

    /// <summary>The cotangents' nodes of one reverse walk.</summary>
    internal Span<int> Cotangents(int start, int count) => _cotangents.AsSpan(start, count);

    /// <summary>An emptied place for each operand's contribution.</summary>
    internal Span<Variable<T>> Contributions(int count)
    {
        if (_contributions.Length < count) _contributions = new Variable<T>[2 * count];
        var contributions = _contributions.AsSpan(0, count);
        contributions.Clear();
        return contributions;
    }

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
}
