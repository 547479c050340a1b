using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Memory that is overwritten by what has to be finite, all of it or nothing: the old elements are kept before they are overwritten, the new ones are looked at
/// behind that, piece by piece while a piece is in the first-level cache. Where one is not finite, the old elements are put back. That moves less memory than
/// to compute everything aside, look at it, and copy it then.
/// </summary>
internal sealed class OverwrittenMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GrowingList<Piece> _pieces = new();
    private volatile bool _hasNonFinite;

    /// <summary>How many pieces of memory there are.</summary>
    public int Count => _pieces.Count;

    /// <summary>Whether all that was written since <see cref="Begin"/> is finite.</summary>
    public bool IsFinite => !_hasNonFinite;

    /// <summary>Forgets all.</summary>
    public void Clear() => _pieces.Clear();

    /// <summary>Adds memory.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="kept">Where its old elements are to be kept.</param>
    /// <param name="count">How many there are.</param>
    public void Add(nint address, nint kept, int count) => _pieces.Add() = new Piece(address, kept, count);

    /// <summary>Nothing has been written yet.</summary>
    public void Begin() => _hasNonFinite = false;

    /// <summary>Whoever overwrites memory, keeps the old elements and looks at the new ones by itself says so where one is not finite.</summary>
    public void NoteNonFinite() => _hasNonFinite = true;

    /// <summary>Where the old elements of memory are kept; 0 where it is none of some pieces.</summary>
    public nint KeptOf(int first, int count, nint address)
    {
        foreach (ref readonly Piece piece in _pieces.Items.Slice(first, count))
        {
            if (piece.Address == address) return piece.Kept;
        }

        return 0;
    }

    /// <summary>Keeps the elements from one on, of some pieces of memory. Several threads may each have others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Keep(int first, int count, int start, int length)
    {
        foreach (ref readonly Piece piece in _pieces.Items.Slice(first, count))
            PinnedMemory.Copy<T>(PinnedMemory.Span<T>(piece.Address, piece.Count).Slice(start, length), PinnedMemory.Span<T>(piece.Kept, piece.Count)[start..]);
    }

    /// <summary>Looks at what was written there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(int first, int count, int start, int length)
    {
        foreach (ref readonly Piece piece in _pieces.Items.Slice(first, count))
        {
            if (!Finiteness.AreFinite<T>(PinnedMemory.Span<T>(piece.Address, piece.Count).Slice(start, length))) _hasNonFinite = true;
        }
    }

    /// <summary>Keeps everything, of some pieces of memory.</summary>
    public void Keep(int first, int count)
    {
        for (int k = first; k < first + count; k++) Keep(k, 1, 0, _pieces[k].Count);
    }

    /// <summary>Looks at everything that was written there.</summary>
    public void Look(int first, int count)
    {
        for (int k = first; k < first + count; k++) Look(k, 1, 0, _pieces[k].Count);
    }

    /// <summary>Puts all old elements back.</summary>
    public void Restore()
    {
        foreach (ref readonly Piece piece in _pieces.Items) PinnedMemory.Copy<T>(PinnedMemory.Span<T>(piece.Kept, piece.Count), PinnedMemory.Span<T>(piece.Address, piece.Count));
    }

    private readonly record struct Piece(nint Address, nint Kept, int Count);
}
