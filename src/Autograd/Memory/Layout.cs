namespace Autograd.Authoring;

/// <summary>How the elements of a tensor lie in memory: its shape, and the stride of each dimension.</summary>
/// <param name="Shape">The lengths.</param>
/// <param name="Strides">The strides, in elements.</param>
/// <example>
/// <code>
///   [2, 3] contiguous: strides (3, 1)      its transpose [3, 2]: strides (1, 3)     row 0 broadcast to [2, 3]: strides (0, 1)
///
///   0 1 2                                  0 3                                      0 1 2
///   3 4 5                                  1 4                                      0 1 2
///                                          2 5
/// </code>
/// </example>
public readonly record struct Layout(Shape Shape, Strides Strides)
{
    /// <summary>The row-major layout of a shape.</summary>
    /// <param name="shape">The lengths.</param>
    /// <returns>The layout without gaps, last dimension fastest.</returns>
    public static Layout Contiguous(Shape shape) => new(shape, shape.ContiguousStrides);

    /// <summary>Whether the elements lie in row-major order without gaps (dimensions of length 1 do not count).</summary>
    public bool IsContiguous
    {
        get
        {
            int expected = 1;
            for (int d = Shape.Rank - 1; d >= 0; d--)
            {
                int length = Shape[d];
                if (length == 0) return true;
                if (length == 1) continue;
                if (Strides[d] != expected) return Shape.ElementCount == 0;
                expected *= length;
            }

            return true;
        }
    }

    /// <summary>Whether every element, the first of them <paramref name="offset"/> elements from another layout's first, lies between the outermost of that.</summary>
    internal bool LiesWithin(in Layout memory, int offset)
    {
        if (Shape.ElementCount == 0) return true;
        if (memory.Shape.ElementCount == 0) return false;
        var (low, high) = Extent();
        var (least, most) = memory.Extent();
        return offset + low >= least && offset + high <= most;
    }

    /// <summary>Where the outermost elements lie, seen from the first; there is at least one.</summary>
    private (long Low, long High) Extent()
    {
        long low = 0, high = 0;
        for (int d = 0; d < Shape.Rank; d++)
        {
            long reach = (Shape[d] - 1L) * Strides[d];
            if (reach < 0) low += reach;
            else high += reach;
        }

        return (low, high);
    }

    /// <summary>The same elements seen under a larger shape: stretched and missing dimensions get stride 0.</summary>
    /// <param name="shape">A shape that <see cref="Shape"/> broadcasts to.</param>
    /// <returns>The layout of the repeated elements.</returns>
    /// <exception cref="ArgumentException">The shape does not broadcast to that.</exception>
    public Layout BroadcastTo(Shape shape)
    {
        var strides = new DimensionValues();
        int missing = shape.Rank - Shape.Rank;
        if (missing < 0) throw Errors.CannotBroadcast("Layout", Shape, shape);
        for (int d = missing; d < shape.Rank; d++)
        {
            int length = Shape[d - missing];
            if (length != shape[d] && length != 1) throw Errors.CannotBroadcast("Layout", Shape, shape);
            strides[d] = length == 1 && shape[d] != 1 ? 0 : Strides[d - missing];
        }

        return new Layout(shape, new Strides(strides));
    }

    /// <summary>
    /// The same elements in row-major order under other lengths, without moving any. Possible where every group of dimensions that
    /// becomes another group lies evenly in memory.
    /// </summary>
    /// <param name="shape">Lengths with the same number of elements.</param>
    /// <param name="result">The layout of that shape.</param>
    /// <returns>False where no strides show the elements in that order.</returns>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public bool TryReshape(Shape shape, out Layout result)
    {
        if (Shape.ElementCount != shape.ElementCount) throw Errors.ReshapeCount(Shape, shape);
        if (Shape.ElementCount == 0 || IsContiguous)
        {
            result = Contiguous(shape);
            return true;
        }

        var strides = new DimensionValues();
        int from = Shape.Rank - 1, to = shape.Rank - 1;
        while (to >= 0)
        {
            while (from >= 0 && Shape[from] == 1) from--;
            int stride = from >= 0 ? Strides[from] : 1;
            long have = from >= 0 ? Shape[from] : 1, want = 1;
            int group = from--;
            int next = stride;
            for (; to >= 0 && (want < have || shape[to] == 1); to--)
            {
                strides[to] = next;
                want *= shape[to];
                next *= shape[to];
                while (want > have)
                {
                    while (from >= 0 && Shape[from] == 1) from--;
                    if (Strides[from] != Strides[group] * Shape[group])
                    {
                        result = default;
                        return false;
                    }

                    have *= Shape[from];
                    group = from--;
                }
            }

            if (want != have)
            {
                result = default;
                return false;
            }
        }

        result = new Layout(shape, new Strides(strides));
        return true;
    }
}
