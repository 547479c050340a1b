using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Gives each buffer a place in one piece of memory: from the step that writes it to the last that reads it the place is its own. What is held
/// keeps its place for good.
/// </summary>
internal sealed class Placement
{
    private const int SmallAlignment = 16;
    private readonly GrowingList<Gap> _gaps = new();
    private readonly GrowingList<(int Beginning, int Ending)> _buffersOf = new();
    private nint _end;

    /// <summary>Places all buffers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Place<T>(Draft<T> draft)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _gaps.Clear();
        _end = 0;
        SortBySteps(draft);
        foreach (ref DraftBuffer buffer in draft.Buffers.Items)
        {
            if (buffer.IsAskedFor) buffer.Offset = Take(BytesOf<T>(buffer.Count));
        }

        draft.AskedBytes = _end;
        for (int step = 0; step < draft.Steps.Count; step++)
        {
            for (int begins = _buffersOf[step].Beginning; begins >= 0; begins = draft.Buffers[begins].NextBeginning)
            {
                ref DraftBuffer buffer = ref draft.Buffers[begins];
                if (!buffer.IsAskedFor) buffer.Offset = TryTakeOver(draft, in buffer, step, out nint place) ? place : Take(BytesOf<T>(buffer.Count));
            }

            for (int ends = _buffersOf[step].Ending; ends >= 0; ends = draft.Buffers[ends].NextEnding)
            {
                ref DraftBuffer buffer = ref draft.Buffers[ends];
                if (!buffer.IsHeld && !buffer.IsGone) Give(buffer.Offset, BytesOf<T>(buffer.Count));
            }
        }

        draft.Bytes = _end;
    }

    private static nint BytesOf<T>(int count)
    {
        nint bytes = (nint)Math.Max(count, 1) * Unsafe.SizeOf<T>(), alignment = AlignmentOf(bytes);
        return (bytes + alignment - 1) & -alignment;
    }

    private static nint AlignmentOf(nint bytes) => bytes <= SmallAlignment ? SmallAlignment : PinnedMemory.Alignment;

    private static bool TryTakeOver<T>(Draft<T> draft, in DraftBuffer buffer, int step, out nint place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        place = 0;
        if (buffer.InPlaceOf < 0) return false;
        ref DraftBuffer taken = ref draft.Buffers[buffer.InPlaceOf];
        if (taken.IsHeld || taken.LastStep != step) return false;
        taken.IsGone = true;
        place = taken.Offset;
        return true;
    }

    private void SortBySteps<T>(Draft<T> draft)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _buffersOf.Clear();
        for (int step = 0; step < draft.Steps.Count; step++) _buffersOf.Add() = (-1, -1);
        for (int k = draft.Buffers.Count - 1; k >= 0; k--)
        {
            ref DraftBuffer buffer = ref draft.Buffers[k];
            buffer.LastStep = Math.Max(buffer.LastStep, buffer.FirstStep);
            buffer.NextBeginning = _buffersOf[buffer.FirstStep].Beginning;
            buffer.NextEnding = _buffersOf[buffer.LastStep].Ending;
            _buffersOf[buffer.FirstStep].Beginning = k;
            _buffersOf[buffer.LastStep].Ending = k;
        }
    }

    /// <summary>The smallest gap that is large enough, or the end.</summary>
    private nint Take(nint bytes)
    {
        nint alignment = AlignmentOf(bytes), smallest = nint.MaxValue;
        int best = -1;
        for (int k = 0; k < _gaps.Count; k++)
        {
            nint begin = (_gaps[k].Begin + alignment - 1) & -alignment, size = _gaps[k].End - _gaps[k].Begin;
            if (begin + bytes > _gaps[k].End || size >= smallest) continue;
            best = k;
            smallest = size;
        }

        if (best < 0)
        {
            nint start = (_end + alignment - 1) & -alignment;
            if (start > _end) Give(_end, start - _end);
            _end = start + bytes;
            return start;
        }

        Gap gap = _gaps[best];
        nint place = (gap.Begin + alignment - 1) & -alignment;
        Remove(best);
        if (gap.Begin < place) _gaps.Add() = new Gap(gap.Begin, place);
        if (place + bytes < gap.End) _gaps.Add() = new Gap(place + bytes, gap.End);
        return place;
    }

    /// <summary>Gives a place back; with the gaps beside it it becomes one.</summary>
    private void Give(nint begin, nint bytes)
    {
        nint end = begin + bytes;
        for (int k = _gaps.Count - 1; k >= 0; k--)
        {
            if (_gaps[k].End == begin) begin = _gaps[k].Begin;
            else if (_gaps[k].Begin == end) end = _gaps[k].End;
            else continue;
            Remove(k);
        }

        _gaps.Add() = new Gap(begin, end);
    }

    private void Remove(int gap)
    {
        _gaps[gap] = _gaps[_gaps.Count - 1];
        _gaps.RemoveLast();
    }

    private readonly record struct Gap(nint Begin, nint End);
}
