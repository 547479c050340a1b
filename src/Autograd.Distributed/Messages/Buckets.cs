using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The memory through which ranks add up numbers, bucket by bucket. Of each bucket a rank is in charge of one part: first it gets the others' sums of that part, then
/// they get its mean, sent from where it belongs to where it belongs. Ranks on one machine have memory in common, so that messages only say what is there.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class Buckets<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The bytes of a bucket: so few that they are still in a nearby cache when they are read again.</summary>
    private const int Bytes = 1 << 19;

    /// <summary>The bytes of a part that is sent, at least, so that there are not too many messages.</summary>
    private const int LeastBytes = 1 << 16;

    /// <summary>While a bucket is written, that before it is added up, that before is read, and one before may still be read by a rank that is behind.</summary>
    private const int Slots = 4;

    private readonly Ranks _ranks;
    private readonly GradientBuffer<T> _means;
    private readonly int _bucket;
    private readonly int _room;
    private readonly object _memory;
    private readonly nint _address;
    private readonly bool _isShared;
    private int _slot;

    /// <summary>Memory for numbers.</summary>
    /// <param name="ranks">The ranks, all of which call this.</param>
    /// <param name="means">Where the means belong: of as many numbers as are added up, on each rank.</param>
    /// <param name="bytes">The bytes of a bucket, or null for a good length.</param>
    /// <param name="mayShare">Whether ranks on one machine have it in common.</param>
    public Buckets(Ranks ranks, GradientBuffer<T> means, int? bytes, bool mayShare)
    {
        int size = Unsafe.SizeOf<T>(), length = means.Memory.Length;
        (_ranks, _means) = (ranks, means);
        _bucket = (int)Math.Min(PinnedMemory.Rounded<T>((bytes ?? Bytes) / size), length);
        _room = (int)PinnedMemory.Rounded<T>(_bucket);
        if (mayShare && SharedMemory.TryCreate(ranks, (long)size * Slots * ranks.Count * _room) is { } shared)
        {
            (_memory, _address, _isShared) = (shared, shared.Address, true);
            return;
        }

        // Of this rank there are the parts that others get, of the others one.
        if (bytes is null) _bucket = Math.Min(Math.Max(_bucket, ranks.Count * (LeastBytes / size)), length);
        _room = (int)PinnedMemory.Rounded<T>((_bucket / ranks.Count) + 1);
        T[] own = PinnedMemory.Allocate<T>(2L * Slots * ranks.Count * _room, nameof(GradientAverage<>));
        (_memory, _address) = (own, PinnedMemory.AlignedAddress(own));
    }

    /// <summary>How many there are.</summary>
    public int Count => ((_means.Memory.Length - 1) / _bucket) + 1;

    /// <summary>Where the part of a bucket begins that a rank is in charge of.</summary>
    public int StartOf(int bucket, int part) => (bucket * _bucket) + Exchange.PartOf(LengthOf(bucket), part, _ranks.Count).Start;

    /// <summary>What a rank gives of a bucket for the part that a rank is in charge of: its sum, or the mean where it is that one.</summary>
    public Span<T> Part(int rank, int bucket, int part)
    {
        if (rank == part && !_isShared) return Means(bucket, part);
        int slot = (_slot + bucket) % Slots, ranks = _ranks.Count;
        var (start, end) = Exchange.PartOf(LengthOf(bucket), part, ranks);
        long place = _isShared ? ((((long)slot * ranks) + rank) * _room) + start
            : rank == _ranks.Rank ? (((long)slot * ranks) + part) * _room
            : (((long)(Slots + slot) * ranks) + rank) * _room;
        Span<T> elements = PinnedMemory.Span<T>(_address + (nint)(place * Unsafe.SizeOf<T>()), end - start);
        GC.KeepAlive(_memory);
        return elements;
    }

    /// <summary>Gives every other rank the sums of its part, and gets theirs of this rank's part; or gives all the mean of this rank's part, and gets theirs.</summary>
    public void Send(Exchange messages, int bucket, bool areMeans)
    {
        for (int other = 0; other < _ranks.Count; other++)
        {
            if (other == _ranks.Rank) continue;
            messages.Receive(Part(other, bucket, areMeans ? other : _ranks.Rank), other, _isShared);
            messages.Send<T>(Part(_ranks.Rank, bucket, areMeans ? _ranks.Rank : other), other, _isShared);
        }
    }

    /// <summary>Copies the means of all ranks to where they belong, if they are not there yet.</summary>
    public void TakeMeans(int bucket)
    {
        for (int rank = 0; rank < _ranks.Count && _isShared; rank++) PinnedMemory.Copy<T>(Part(rank, bucket, rank), Means(bucket, rank));
    }

    /// <summary>Ends a sum: the next one begins behind it, where nobody reads any more.</summary>
    public void End() => _slot = (_slot + Count) % Slots;

    private int LengthOf(int bucket) => Math.Min(_bucket, _means.Memory.Length - (bucket * _bucket));

    private Span<T> Means(int bucket, int part) => Exchange.PartOf(_means.Memory.Slice(bucket * _bucket, LengthOf(bucket)), part, _ranks.Count);
}
