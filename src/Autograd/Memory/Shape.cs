using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The lengths of a tensor, one per dimension, immutable and compared by value. Rank 0, <c>[]</c>, is a scalar;
/// a length of 0 is allowed and makes the tensor empty. Written as a collection expression: <c>Shape s = [3, 2];</c>
/// </summary>
/// <remarks>The rank is at most <see cref="MaxRank"/> and the number of elements at most <see cref="int.MaxValue"/>.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The highest rank a tensor can have: 8, enough for the Jacobian of a rank-4 by a rank-4 tensor.</summary>
    public const int MaxRank = 8;

    private readonly DimensionValues _lengths;
    private readonly int _rank;
    private readonly int _count;

    /// <summary>The shape with the given lengths.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    /// <exception cref="ArgumentException">More than <see cref="MaxRank"/> lengths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative length, or more than <see cref="int.MaxValue"/> elements.</exception>
    public Shape(params ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length > MaxRank) throw Errors.RankTooHigh(lengths.Length);
        long count = 1;
        bool tooMany = false;
        for (int d = 0; d < lengths.Length; d++)
        {
            nint length = lengths[d];
            if (length < 0) throw Errors.NegativeLength(lengths);
            if (length > int.MaxValue) throw Errors.TooManyElements(lengths);
            _lengths[d] = (int)length;
            tooMany |= count != 0 && length != 0 && count > int.MaxValue / length;
            count = tooMany ? (length == 0 ? 0 : count) : count * length;
        }

        if (tooMany && count != 0) throw Errors.TooManyElements(lengths);
        _rank = lengths.Length;
        _count = (int)count - 1;
    }

    private Shape(in DimensionValues lengths, int rank)
    {
        _lengths = lengths;
        _rank = rank;
        long count = 1;
        for (int d = 0; d < rank; d++)
        {
            count *= lengths[d];
            if (count > int.MaxValue)
            {
                if (!lengths[..rank].Contains(0)) throw Errors.TooManyElements(new Shape(lengths, rank, 0));
                count = 0;
            }
        }

        _count = (int)count - 1;
    }

    private Shape(in DimensionValues lengths, int rank, int count)
    {
        _lengths = lengths;
        _rank = rank;
        _count = count - 1;
    }

    /// <summary>Builds a shape from a collection expression.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    /// <returns>The shape.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Shape Create(ReadOnlySpan<nint> lengths) => new(lengths);

    /// <summary>The shape of a scalar: rank 0, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of dimensions.</summary>
    public int Rank => _rank;

    /// <summary>The number of elements: the product of the lengths, 1 for rank 0.</summary>
    public int ElementCount => _count + 1;

    /// <summary>The length of one dimension.</summary>
    /// <param name="dimension">From 0 to <see cref="Rank"/> − 1, or counted from the end: <c>^1</c> is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
    public int this[Index dimension] => this[dimension.GetOffset(_rank)];

    /// <summary>The length of one dimension.</summary>
    /// <param name="dimension">From 0 to <see cref="Rank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
    public int this[int dimension]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)dimension < (uint)_rank ? _lengths[dimension] : throw Errors.DimensionOutOfRange("Shape", dimension, this);
    }

    /// <summary>The lengths as System.Numerics.Tensors takes them.</summary>
    /// <returns>A new array of <see cref="Rank"/> lengths.</returns>
    public nint[] ToArray()
    {
        var lengths = new nint[_rank];
        for (int d = 0; d < _rank; d++) lengths[d] = _lengths[d];
        return lengths;
    }

    /// <summary>Enumerates the lengths, first dimension first.</summary>
    /// <returns>An enumerator over the lengths.</returns>
    public IEnumerator<nint> GetEnumerator() => ((IEnumerable<nint>)ToArray()).GetEnumerator();

    /// <summary>The lengths as a shape.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    public static implicit operator Shape(ReadOnlySpan<nint> lengths) => new(lengths);

    /// <summary>The lengths as a shape.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    public static implicit operator Shape(nint[] lengths) => new(lengths);

    /// <summary>The lengths as a shape.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    public static implicit operator Shape(int[] lengths) => Of<int>(lengths);

    /// <summary>The lengths as a shape.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    public static implicit operator Shape(long[] lengths) => Of<long>(lengths);

    /// <summary>The shape of a vector.</summary>
    /// <param name="length">Its length, 0 or more.</param>
    public static implicit operator Shape(int length) => new(length);

    /// <summary>The shape of a matrix.</summary>
    /// <param name="lengths">Its rows and columns, each 0 or more.</param>
    public static implicit operator Shape((int, int) lengths) => new(lengths.Item1, lengths.Item2);

    /// <summary>Three lengths as a shape.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    public static implicit operator Shape((int, int, int) lengths) => new(lengths.Item1, lengths.Item2, lengths.Item3);

    /// <summary>Four lengths as a shape.</summary>
    /// <param name="lengths">One length per dimension, each 0 or more.</param>
    public static implicit operator Shape((int, int, int, int) lengths) => new(lengths.Item1, lengths.Item2, lengths.Item3, lengths.Item4);

    /// <summary>Takes two lengths apart: <c>var (rows, columns) = x.Shape;</c></summary>
    /// <exception cref="InvalidOperationException">The rank is not 2.</exception>
    public void Deconstruct(out int first, out int second)
    {
        if (_rank != 2) throw Errors.LengthCount(2, this);
        (first, second) = (_lengths[0], _lengths[1]);
    }

    /// <summary>Takes three lengths apart.</summary>
    /// <exception cref="InvalidOperationException">The rank is not 3.</exception>
    public void Deconstruct(out int first, out int second, out int third)
    {
        if (_rank != 3) throw Errors.LengthCount(3, this);
        (first, second, third) = (_lengths[0], _lengths[1], _lengths[2]);
    }

    /// <summary>Takes four lengths apart.</summary>
    /// <exception cref="InvalidOperationException">The rank is not 4.</exception>
    public void Deconstruct(out int first, out int second, out int third, out int fourth)
    {
        if (_rank != 4) throw Errors.LengthCount(4, this);
        (first, second, third, fourth) = (_lengths[0], _lengths[1], _lengths[2], _lengths[3]);
    }

    private static Shape Of<TLength>(ReadOnlySpan<TLength> lengths)
        where TLength : IBinaryInteger<TLength>
    {
        if (lengths.Length > MaxRank) throw Errors.RankTooHigh(lengths.Length);
        Span<nint> wide = stackalloc nint[lengths.Length];
        for (int d = 0; d < lengths.Length; d++) wide[d] = nint.CreateSaturating(lengths[d]);
        return new Shape(wide);
    }

    /// <summary>Row-major strides, in elements: the last dimension has stride 1.</summary>
    internal Strides ContiguousStrides
    {
        get
        {
            // Written as one vector where that can be: reading 32 bytes that were just written in pieces stalls the processor.
            if (_rank == 2) return new Strides(DimensionValues.Of(Math.Max(_lengths[1], 1), 1));
            if (_rank < 2) return new Strides(DimensionValues.Of(_rank, 0));
            var strides = new DimensionValues();
            int stride = 1;
            for (int d = _rank - 1; d >= 0; d--)
            {
                strides[d] = stride;
                stride *= Math.Max(_lengths[d], 1);
            }

            return new Strides(strides);
        }
    }

    /// <summary>This shape with one dimension's length changed.</summary>
    internal Shape With(int dimension, int length)
    {
        DimensionValues lengths = _lengths;
        lengths[dimension] = length;
        return new Shape(lengths, _rank);
    }

    /// <summary>The lengths in another order.</summary>
    internal Shape Permute(Permutation order)
    {
        var lengths = new DimensionValues();
        for (int k = 0; k < _rank; k++) lengths[k] = _lengths[order[k]];
        return new Shape(lengths, _rank, ElementCount);
    }

    /// <summary>This shape with a dimension inserted before position <paramref name="dimension"/>.</summary>
    internal Shape Insert(int dimension, int length)
    {
        if (_rank == MaxRank) throw Errors.RankTooHigh(_rank + 1);
        var lengths = new DimensionValues();
        for (int d = 0; d < dimension; d++) lengths[d] = _lengths[d];
        lengths[dimension] = length;
        for (int d = dimension; d < _rank; d++) lengths[d + 1] = _lengths[d];
        return new Shape(lengths, _rank + 1);
    }

    /// <summary>This shape without the given dimensions, or with length 1 there.</summary>
    internal Shape Reduce(Dimensions reduced, bool keep)
    {
        var lengths = new DimensionValues();
        int rank = 0;
        for (int d = 0; d < _rank; d++)
        {
            if (!reduced.Contains(d)) lengths[rank++] = _lengths[d];
            else if (keep) lengths[rank++] = 1;
        }

        return new Shape(lengths, rank);
    }

    /// <summary>Some leading dimensions of one shape followed by trailing ones of another.</summary>
    internal static Shape Concatenate(Shape first, int firstRank, Shape last, int lastStart)
    {
        int rank = firstRank + last._rank - lastStart;
        if (rank > MaxRank) throw Errors.RankTooHigh(rank);
        var lengths = new DimensionValues();
        for (int d = 0; d < firstRank; d++) lengths[d] = first._lengths[d];
        for (int d = lastStart; d < last._rank; d++) lengths[firstRank + d - lastStart] = last._lengths[d];
        return new Shape(lengths, rank);
    }

    /// <summary>
    /// The shape to which both broadcast: aligned at the last dimension, a length of 1 (or a missing dimension) stretches.
    /// </summary>
    internal static bool TryBroadcast(in Shape a, in Shape b, out Shape result)
    {
        if (a.Equals(b))
        {
            result = a;
            return true;
        }

        int rank = Math.Max(a._rank, b._rank);
        var lengths = new DimensionValues();
        for (int back = 1; back <= rank; back++)
        {
            int x = back <= a._rank ? a._lengths[a._rank - back] : 1;
            int y = back <= b._rank ? b._lengths[b._rank - back] : 1;
            if (x != y && x != 1 && y != 1)
            {
                result = default;
                return false;
            }

            lengths[rank - back] = x == 1 ? y : x;
        }

        result = new Shape(lengths, rank);
        return true;
    }

    /// <summary>Whether the lengths are the last lengths of another shape.</summary>
    internal bool IsEndOf(in Shape other)
    {
        int before = other._rank - _rank;
        if (before < 0) return false;
        for (int d = 0; d < _rank; d++)
        {
            if (_lengths[d] != other._lengths[before + d]) return false;
        }

        return true;
    }

    /// <summary>The dimensions of <paramref name="full"/> along which this shape repeats when broadcast to it.</summary>
    internal Dimensions StretchedIn(in Shape full)
    {
        var stretched = Dimensions.None;
        int missing = full._rank - _rank;
        for (int d = 0; d < full._rank; d++)
        {
            if (d < missing || (_lengths[d - missing] == 1 && full._lengths[d] != 1)) stretched = stretched.Add(d);
        }

        return stretched;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => _rank == other._rank && _count == other._count && _lengths.Equal(other._lengths);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_rank, _lengths.Hash());

    /// <summary>Whether two shapes have the same rank and lengths.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in rank or a length.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The lengths in brackets: <c>[3, 2]</c>, <c>[]</c> for a scalar.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";
}
