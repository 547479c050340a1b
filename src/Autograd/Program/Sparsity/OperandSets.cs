namespace Autograd;

/// <summary>What a rule of dependence is given: the sets of an operation's operands, and the shape of its result.</summary>
/// <param name="sets">For each operand its sets; for indices none.</param>
/// <param name="indices">For each operand the indices that it is, where they are the same at every point.</param>
/// <param name="shape">The shape of the result.</param>
internal readonly struct OperandSets(IndexSets[] sets, int[]?[] indices, Shape shape)
{
    /// <summary>The shape of the result.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>The sets of one operand.</summary>
    public IndexSets this[int operand] => sets[operand];

    /// <summary>The sets of all operands.</summary>
    public ReadOnlySpan<IndexSets> All => sets;

    /// <summary>The indices that an operand is; null where they were computed from values, and may be others at another point.</summary>
    public int[]? Indices(int operand) => indices[operand];

    /// <summary>What holds for anything that can be computed: every element of the result depends on all elements of the operands.</summary>
    public IndexSets Dense() => Slices(0);

    /// <summary>What is computed slice by slice: every element of a slice depends on all of that slice of the operands.</summary>
    /// <param name="rank">The number of leading dimensions that count slices, the same in operands and result.</param>
    public IndexSets Slices(int rank)
    {
        Shape slices = Shape.Concatenate(Shape, rank, Shape, Shape.Rank), ones = slices;
        while (ones.Rank < Shape.Rank) ones = ones.Insert(ones.Rank, 1);
        IndexSets all = sets[0].Over(Inner(sets[0].Shape, rank), keep: false);
        for (int k = 1; k < sets.Length; k++)
        {
            if (!sets[k].AreEmpty) all = all.With(sets[k].Over(Inner(sets[k].Shape, rank), keep: false), slices);
        }

        return all.Reshape(ones).BroadcastTo(Shape);
    }

    /// <summary>What is computed element by element, operands being broadcast.</summary>
    public IndexSets Elementwise()
    {
        IndexSets all = sets[0];
        for (int k = 1; k < sets.Length; k++) all = all.With(sets[k], Shape);
        return all.BroadcastTo(Shape);
    }

    /// <summary>The same with other lengths of the first operand and of the result, in which their elements keep their order.</summary>
    public OperandSets Reshape(Shape operand, Shape result) => new([sets[0].Reshape(operand), .. sets.AsSpan(1)], indices, result);

    /// <summary>Elements of the first operand, each found by its own index along a dimension; operand 1 is the indices, those of the last dimensions.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="keep">Whether the result has it; where not, one element is found.</param>
    public IndexSets Take(int dimension, bool keep)
    {
        if (indices[1] is not { } places) return keep ? sets[0].Over(Dimensions.None.Add(dimension), keep: true).BroadcastTo(Shape) : sets[0].Over(Dimensions.None.Add(dimension), keep: false);
        Shape x = sets[0].Shape;
        if (Shape.ElementCount == 0) return IndexSets.NoneLike(sets[0], Shape);
        int slices = Shape.ElementCount / places.Length;
        return sets[0].Reshape((slices, x.ElementCount / slices)).Along(1, Chosen(places, x, dimension, keep ? Shape[dimension] : 1)).Reshape(Shape);
    }

    /// <summary>The transpose of that: elements of the first operand, each added in the place that its own index says.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="isNew">Whether the first operand has no such dimension.</param>
    public IndexSets Give(int dimension, bool isNew)
    {
        IndexSets given = isNew ? sets[0].Reshape(sets[0].Shape.Insert(dimension, 1)) : sets[0];
        if (indices[1] is not { } places) return given.Over(Dimensions.None.Add(dimension), keep: true).BroadcastTo(Shape);
        if (Shape.ElementCount == 0 || places.Length == 0) return IndexSets.NoneLike(given, Shape);
        int slices = given.Shape.ElementCount / places.Length, length = Shape.ElementCount / slices;
        return given.Reshape((slices, places.Length)).Along(1, Chosen(places, Shape, dimension, given.Shape[dimension]).Transposed(length)).Reshape(Shape);
    }

    /// <summary>Which elements of x its indices choose, within one slice of those that share them.</summary>
    private static Relation Chosen(int[] places, Shape x, int dimension, int count)
    {
        int length = x[dimension], run = 1;
        for (int d = dimension + 1; d < x.Rank; d++) run *= x[d];
        return Relation.Taking(places.Length, i => (((i / run / count * length) + places[i]) * run) + (i % run));
    }

    private static Dimensions Inner(Shape shape, int rank)
    {
        Dimensions inner = Dimensions.None;
        for (int d = rank; d < shape.Rank; d++) inner = inner.Add(d);
        return inner;
    }
}
