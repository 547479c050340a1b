namespace Autograd;

/// <summary>
/// For each element of a node the set of those elements of a function's argument that it depends on: a tensor of sets. What an operation does to
/// elements is done to sets by the methods here; they are put together to one rule for each operation.
/// </summary>
internal sealed class IndexSets
{
    private readonly IndexSetPool _pool;
    private readonly int[]? _sets;

    private IndexSets(IndexSetPool pool, Shape shape, int[]? sets)
    {
        _pool = pool;
        Shape = shape;
        _sets = sets;
    }

    /// <summary>The lengths of the node.</summary>
    public Shape Shape { get; }

    /// <summary>Whether no element depends on the argument.</summary>
    public bool AreEmpty => _sets is null;

    /// <summary>The indices that an element depends on, ascending.</summary>
    public ReadOnlySpan<int> this[int element] => _sets is null ? [] : _pool[_sets[element]];

    /// <summary>No element depends on anything.</summary>
    public static IndexSets None(IndexSetPool pool, Shape shape) => new(pool, shape, null);

    /// <summary>No element depends on anything, in a pattern that others are of, too.</summary>
    public static IndexSets NoneLike(IndexSets other, Shape shape) => None(other._pool, shape);

    /// <summary>The argument itself: each element depends on its own index.</summary>
    public static IndexSets Argument(IndexSetPool pool, Shape shape)
    {
        var sets = new int[shape.ElementCount];
        for (int i = 0; i < sets.Length; i++) sets[i] = i + 1;
        return new IndexSets(pool, shape, sets);
    }

    /// <summary>The same sets in the same order under other lengths.</summary>
    public IndexSets Reshape(Shape shape) => shape == Shape ? this : new IndexSets(_pool, shape, _sets);

    /// <summary>Those that a layout of the contiguous node shows.</summary>
    public IndexSets See(Layout layout, int offset)
    {
        if (_sets is null) return None(_pool, layout.Shape);
        var seen = new int[layout.Shape.ElementCount];
        int[] places = Places(layout, offset);
        for (int i = 0; i < seen.Length; i++) seen[i] = _sets[places[i]];
        return new IndexSets(_pool, layout.Shape, seen);
    }

    /// <summary>A larger node of empty sets, in which a layout shows these.</summary>
    public IndexSets PutInto(Shape shape, Layout region, int offset)
    {
        if (_sets is null) return None(_pool, shape);
        var put = new int[shape.ElementCount];
        int[] places = Places(region, offset);
        for (int i = 0; i < _sets.Length; i++) put[places[i]] = _sets[i];
        return new IndexSets(_pool, shape, put);
    }

    /// <summary>Broadcast to a shape.</summary>
    public IndexSets BroadcastTo(Shape shape) => shape == Shape ? this : See(Layout.Contiguous(Shape).BroadcastTo(shape), 0);

    /// <summary>Element by element the union with others, both broadcast to a shape.</summary>
    public IndexSets With(IndexSets other, Shape shape)
    {
        if (AreEmpty) return other.BroadcastTo(shape);
        IndexSets all = BroadcastTo(shape);
        if (other.AreEmpty) return all;
        int[] left = all._sets!, right = other.BroadcastTo(shape)._sets!;
        if (left == right) return all;
        var sets = new int[left.Length];
        for (int i = 0; i < sets.Length; i++) sets[i] = _pool.Union(left[i], right[i]);
        return new IndexSets(_pool, shape, sets);
    }

    /// <summary>The union over dimensions: what a reduction over them depends on.</summary>
    public IndexSets Over(Dimensions reduced, bool keep)
    {
        Shape shape = Shape.Reduce(reduced, keep);
        if (_sets is null) return None(_pool, shape);
        int[] outer = Places(Part(reduced, chosen: false), 0), inner = Places(Part(reduced, chosen: true), 0);
        var sets = new int[outer.Length];
        for (int i = 0; i < sets.Length; i++)
        {
            _pool.Begin();
            foreach (int place in inner) _pool.Add(_sets[outer[i] + place]);
            sets[i] = _pool.End();
        }

        return new IndexSets(_pool, shape, sets);
    }

    /// <summary>The union over dimensions of what depends on how elements differ: of a single one nothing does.</summary>
    public IndexSets OverSeveral(Dimensions reduced, bool keep) =>
        Part(reduced, chosen: true).Shape.ElementCount == 1 ? None(_pool, Shape.Reduce(reduced, keep)) : Over(reduced, keep);

    /// <summary>The union over dimensions for every element: what depends on all of a slice.</summary>
    public IndexSets Throughout(Dimensions dimensions) => Over(dimensions, keep: true).BroadcastTo(Shape);

    /// <summary>Along a dimension the union of those places that a relation names.</summary>
    public IndexSets Along(int dimension, in Relation relation)
    {
        Shape shape = Shape.With(dimension, relation.Count);
        if (_sets is null) return None(_pool, shape);
        int length = Shape[dimension], run = RunOf(dimension);
        var sets = new int[shape.ElementCount];
        for (int i = 0; i < sets.Length; i++)
        {
            int place = i / run % relation.Count, start = relation.Starts[place], end = relation.Starts[place + 1];
            int first = (i / run / relation.Count * length * run) + (i % run);
            if (end - start == 1)
            {
                sets[i] = _sets[first + (relation.Places[start] * run)];
                continue;
            }

            _pool.Begin();
            for (int k = start; k < end; k++) _pool.Add(_sets[first + (relation.Places[k] * run)]);
            sets[i] = _pool.End();
        }

        return new IndexSets(_pool, shape, sets);
    }

    /// <summary>Along a dimension the union of all places up to each, or from each on.</summary>
    public IndexSets Scan(int dimension, bool reversed)
    {
        if (_sets is null) return this;
        int length = Shape[dimension], run = RunOf(dimension), step = reversed ? -run : run;
        int[] sets = [.. _sets];
        for (int i = 0; i < sets.Length; i++)
        {
            int k = i / run % length, place = i + (reversed ? (length - 1 - (2 * k)) * run : 0);
            if (k > 0) sets[place] = _pool.Union(sets[place - step], sets[place]);
        }

        return new IndexSets(_pool, Shape, sets);
    }

    /// <summary>Several one behind the other along a dimension.</summary>
    public static IndexSets Join(ReadOnlySpan<IndexSets> parts, int dimension, Shape shape)
    {
        var sets = new int[shape.ElementCount];
        Strides strides = shape.ContiguousStrides;
        int offset = 0;
        bool areEmpty = true;
        foreach (IndexSets part in parts)
        {
            if (part._sets is { } own)
            {
                areEmpty = false;
                int[] places = Places(new Layout(part.Shape, strides), offset);
                for (int i = 0; i < own.Length; i++) sets[places[i]] = own[i];
            }

            offset += part.Shape[dimension] * strides[dimension];
        }

        return new IndexSets(parts[0]._pool, shape, areEmpty ? null : sets);
    }

    private int RunOf(int dimension)
    {
        int run = 1;
        for (int d = dimension + 1; d < Shape.Rank; d++) run *= Shape[d];
        return run;
    }

    /// <summary>The layout of the chosen dimensions of the contiguous node, or of the others.</summary>
    private Layout Part(Dimensions dimensions, bool chosen)
    {
        Strides own = Shape.ContiguousStrides, strides = default;
        Shape shape = Shape.Scalar;
        for (int d = 0; d < Shape.Rank; d++)
        {
            if (dimensions.Contains(d) != chosen) continue;
            strides = strides.With(shape.Rank, own[d]);
            shape = shape.Insert(shape.Rank, Shape[d]);
        }

        return new Layout(shape, strides);
    }

    /// <summary>Where the elements of a layout lie, in row-major order.</summary>
    private static int[] Places(Layout layout, int offset)
    {
        Shape shape = layout.Shape;
        var places = new int[shape.ElementCount];
        if (places.Length == 0) return places;
        places[0] = offset;

        // What is there is repeated along one dimension after the other, the last one first.
        int count = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            int stride = layout.Strides[d], total = count * shape[d];
            for (int i = count; i < total; i++) places[i] = places[i - count] + stride;
            count = total;
        }

        return places;
    }
}
