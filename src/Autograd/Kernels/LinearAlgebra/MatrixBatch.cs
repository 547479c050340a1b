namespace Autograd;

/// <summary>Two batches of contiguous matrices, broadcast to each other: which of them belong together.</summary>
internal readonly struct MatrixBatch
{
    private readonly Layout _first;
    private readonly Layout _second;
    private readonly int _rank;

    /// <summary>The batches of square matrices and of right sides, whose leading lengths broadcast.</summary>
    public MatrixBatch(Layout squares, Layout sides)
    {
        Shape a = squares.Shape, b = sides.Shape;
        Shape batch = OfBoth(a, b) ?? throw Errors.BatchLengths(a, b);
        _rank = batch.Rank;
        Rows = b[^2];
        Columns = b[^1];
        Count = batch.ElementCount;
        _first = squares.BroadcastTo(batch.Insert(_rank, a[^2]).Insert(_rank + 1, a[^1]));
        _second = sides.BroadcastTo(batch.Insert(_rank, b[^2]).Insert(_rank + 1, b[^1]));
    }

    /// <summary>The number of pairs.</summary>
    public int Count { get; }

    /// <summary>The lengths of a right side.</summary>
    public int Rows { get; }

    /// <inheritdoc cref="Rows"/>
    public int Columns { get; }

    /// <summary>The leading lengths that both broadcast to; null where they do not.</summary>
    public static Shape? OfBoth(Shape a, Shape b)
    {
        Shape first = Shape.Concatenate(a, a.Rank - 2, a, a.Rank), second = Shape.Concatenate(b, b.Rank - 2, b, b.Rank);
        return Shape.TryBroadcast(in first, in second, out Shape batch) ? (Shape?)batch : null;
    }

    /// <summary>Where the matrices of a pair lie.</summary>
    public void Offsets(int pair, out nint first, out nint second)
    {
        first = second = 0;
        for (int d = _rank - 1; d >= 0; d--)
        {
            (pair, int index) = Math.DivRem(pair, _first.Shape[d]);
            first += (nint)index * _first.Strides[d];
            second += (nint)index * _second.Strides[d];
        }
    }
}
