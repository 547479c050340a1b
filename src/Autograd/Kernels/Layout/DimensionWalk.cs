using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A row-major walk over the index space of some dimensions, keeping the offsets of two operands. Dimensions that both operands
/// run through without a jump are merged as they are added; lengths of 1 are dropped.
/// </summary>
internal struct DimensionWalk
{
    private DimensionValues _lengths;
    private DimensionValues _first;
    private DimensionValues _second;
    private DimensionValues _index;
    private int _countLessOne;

    /// <summary>The number of dimensions after merging.</summary>
    public int Rank { get; private set; }

    /// <summary>The number of steps: the product of the lengths.</summary>
    public readonly int Count => _countLessOne + 1;

    /// <summary>Where the first operand's current element lies.</summary>
    public nint First { get; private set; }

    /// <summary>Where the second operand's current element lies.</summary>
    public nint Second { get; private set; }

    public readonly int Length(int d) => _lengths[d];

    public readonly int FirstStride(int d) => _first[d];

    public readonly int SecondStride(int d) => _second[d];

    /// <summary>Adds a dimension inside those that are there.</summary>
    public void Add(int length, int first, int second)
    {
        _countLessOne = (Count * length) - 1;
        if (length == 1) return;
        int last = Rank - 1;
        if (last >= 0 && _first[last] == (long)first * length && _second[last] == (long)second * length)
        {
            _lengths[last] *= length;
            _first[last] = first;
            _second[last] = second;
            return;
        }

        _lengths[Rank] = length;
        _first[Rank] = first;
        _second[Rank] = second;
        Rank++;
    }

    /// <summary>Leaves the first indices of a dimension, before the first step.</summary>
    public void Shorten(int d, int length)
    {
        _countLessOne = (Count / _lengths[d] * length) - 1;
        _lengths[d] = length;
    }

    /// <summary>Takes a dimension out: the caller loops over it itself.</summary>
    public void Remove(int d)
    {
        if (_lengths[d] != 0) _countLessOne = (Count / _lengths[d]) - 1;
        for (int i = d + 1; i < Rank; i++)
        {
            _lengths[i - 1] = _lengths[i];
            _first[i - 1] = _first[i];
            _second[i - 1] = _second[i];
        }

        Rank--;
    }

    /// <summary>Goes to the next index, the last dimension fastest; after the last index it is at the first again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        int d = Rank - 1;
        if (d < 0) return;
        if (++_index[d] < _lengths[d])
        {
            First += _first[d];
            Second += _second[d];
            return;
        }

        Carry(d);
    }

    private void Carry(int d)
    {
        while (true)
        {
            _index[d] = 0;
            First -= (nint)_first[d] * (_lengths[d] - 1);
            Second -= (nint)_second[d] * (_lengths[d] - 1);
            if (--d < 0) return;
            if (++_index[d] >= _lengths[d]) continue;
            First += _first[d];
            Second += _second[d];
            return;
        }
    }
}
