using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Hands out an operand's elements stretch by stretch in row-major order, in a buffer unless they already lie so.</summary>
internal ref struct StretchReader<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _inPlace;
    private readonly ref readonly LoopNest _loops;
    private readonly ref readonly DimensionValues _strides;
    private readonly ref T _origin;
    private nint _offset;
    private DimensionValues _index;

    public StretchReader(ref T origin, ref readonly LoopNest loops, ref readonly DimensionValues strides)
    {
        _origin = ref origin;
        _loops = ref loops;
        _strides = ref strides;
        _inPlace = (uint)strides[0] <= 1;
        for (int d = 1; d < loops.Rank; d++) _inPlace &= strides[d] == strides[d - 1] * loops.Lengths[d - 1];
        Step = _inPlace ? strides[0] : 1;
    }

    /// <summary>1 where the elements handed out follow each other, 0 where all are the same one.</summary>
    public readonly int Step { get; }

    /// <summary>Goes to an element, counted in row-major order.</summary>
    public void GoTo(int element)
    {
        _offset = _inPlace ? (nint)element * Step : 0;
        if (_inPlace) return;
        for (int d = 0; d < _loops.Rank; d++)
        {
            (element, _index[d]) = Math.DivRem(element, _loops.Lengths[d]);
            _offset += (nint)_index[d] * _strides[d];
        }
    }

    /// <summary>The next <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref T Next(ref T buffer, int count)
    {
        nint offset = _offset;
        if (_inPlace)
        {
            _offset += count * Step;
            return ref Unsafe.Add(ref _origin, offset);
        }

        int length = _loops.Lengths[0];
        int stride = _strides[0];
        int at = _index[0];
        for (int filled = 0; filled < count;)
        {
            int run = Math.Min(length - at, count - filled);
            for (int i = 0; i < run; i++)
            {
                Unsafe.Add(ref buffer, filled + i) = Unsafe.Add(ref _origin, offset);
                offset += stride;
            }

            filled += run;
            at += run;
            if (at == length)
            {
                at = 0;
                offset = NextRow(offset - ((nint)stride * length));
            }
        }

        _index[0] = at;
        _offset = offset;
        return ref buffer;
    }

    /// <summary>From the start of one innermost loop to the start of the next.</summary>
    private nint NextRow(nint offset)
    {
        for (int d = 1; d < _loops.Rank; d++)
        {
            offset += _strides[d];
            if (++_index[d] < _loops.Lengths[d]) break;
            offset -= (nint)_strides[d] * _loops.Lengths[d];
            _index[d] = 0;
        }

        return offset;
    }
}
