using System.Numerics;
using Autograd.Authoring;

namespace Autograd;

/// <summary>Movements of elements and choices by index, as nodes of the ONNX format.</summary>
internal static class OnnxMovements
{
    public static OnnxTerm<T> Concatenate<T>(OnnxGraph<T> graph, ReadOnlySpan<int> operands, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parts = new OnnxTerm<T>[operands.Length];
        for (int k = 0; k < parts.Length; k++) parts[k] = graph[operands[k]];
        return graph.Add("Concat", parts, ("axis", (long)dimension));
    }

    public static OnnxTerm<T> Permute<T>(OnnxTerm<T> x, Permutation order)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Transpose([.. Enumerable.Range(0, order.Rank).Select(k => (long)order[k])]);

    /// <summary>The diagonal of each matrix: of its elements in a row, every one that lies a row and a column further.</summary>
    public static OnnxTerm<T> Diagonal<T>(OnnxTerm<T> x, Shape shape, Shape result, int offset)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Reshape(InRows(shape)).Slice(shape.Rank - 2, result[^1] == 0 ? 0 : FirstOf(offset, shape[^1]), result[^1], shape[^1] + 1L);

    /// <summary>Matrices with a diagonal: its elements in their places of a row that has all of the matrix.</summary>
    public static OnnxTerm<T> DiagonalMatrix<T>(OnnxTerm<T> x, Shape shape, Shape result, int offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape rows = InRows(result);
        return Put(x, shape, rows, rows.Rank - 1, FirstOf(offset, result[^1]), result[^1] + 1L).Reshape(result);
    }

    /// <summary>Elements at every step-th place of a dimension, zeros elsewhere.</summary>
    public static OnnxTerm<T> Embed<T>(OnnxTerm<T> x, Shape shape, int dimension, int start, int step, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (step != 1) return Put(x, shape, shape.With(dimension, length), dimension, start, step);
        return x.Graph.Add("Pad", [x, x.Graph.Integers(start, length - start - shape[dimension]), x.Graph.Number(0.0), x.Graph.Integers(dimension)]);
    }

    /// <summary>Windows added up where they overlap: their elements are brought together into one dimension, and each has its place.</summary>
    public static OnnxTerm<T> Fold<T>(OnnxTerm<T> x, Shape shape, int dimension, int length, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int windows = shape[dimension], size = shape[^1], last = shape.Rank - 1;
        long[] order = [.. Enumerable.Range(0, last).Select(d => (long)d)];
        OnnxTerm<T> together = x.Transpose([.. order[..(dimension + 1)], last, .. order[(dimension + 1)..]]);
        Shape joined = Shape.Concatenate(shape, last, shape, shape.Rank).With(dimension, windows * size);
        OnnxTerm<T> places = x.Graph.Integers(Places(windows, size, step), [windows * size]);
        return Scatter(together.Reshape(joined), places, joined, [windows * size], joined.With(dimension, length), dimension, "add");
    }

    public static OnnxTerm<T> Unfold<T>(OnnxTerm<T> x, Shape shape, int dimension, int size, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int windows = ((shape[dimension] - size) / step) + 1;
        OnnxTerm<T> taken = x.Then("Gather", x.Graph.Integers(Places(windows, size, step), [windows, size]), ("axis", (long)dimension));
        long[] order = [.. Enumerable.Range(0, shape.Rank + 1).Where(d => d != dimension + 1).Select(d => (long)d), dimension + 1L];
        return taken.Transpose(order);
    }

    public static OnnxTerm<T> Roll<T>(OnnxTerm<T> x, int length, int dimension, int shift)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Slice(dimension, length - shift, shift, 1).Then("Concat", x.Slice(dimension, 0, length - shift, 1), ("axis", (long)dimension));

    /// <summary>The elements whose indices in two dimensions are the same.</summary>
    public static OnnxTerm<T> SharedIndex<T>(OnnxTerm<T> x, int rank, int first, int second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        char[] labels = [.. Enumerable.Range(0, rank).Select(d => (char)('a' + (d == second ? first : d)))];
        string kept = new([.. labels.Where((_, d) => d != second)]);
        return x.Then("Einsum", ("equation", $"{new string(labels)}->{kept}"));
    }

    /// <summary>The places of the first, second … along a dimension.</summary>
    public static OnnxTerm<T> ArgSort<T>(OnnxTerm<T> x, int dimension, Order order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> places = x.Graph.AddSecond("TopK", [x, x.Graph.Integers((long)order.Start + order.Count)], ("axis", (long)dimension), ("largest", order.IsDescending ? 1L : 0L));
        return order.Start == 0 ? places : places.Slice(dimension, order.Start, order.Count, 1);
    }

    /// <summary>
    /// For each index a row with 1 in its place, and zeros for the one that stands for none. The operator wants a dimension at least, and ONNX Runtime's
    /// gives whole numbers, not double.
    /// </summary>
    public static OnnxTerm<T> OneHot<T>(OnnxTerm<T> indices, Shape shape, int length, int? ignored)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> at = shape.Rank == 0 ? indices.Reshape([1]) : indices;
        OnnxTerm<T> rows = indices.Graph.Add("OneHot", [at, indices.Graph.Integer(length), indices.Graph.Integers(0, 1)]).AsNumber();
        if (shape.Rank == 0) rows = rows.Reshape([length]);
        if (ignored is not { } none) return rows;
        OnnxTerm<T> isIgnored = indices.Then("Equal", indices.Graph.Integer(none)).Reshape(shape.Insert(shape.Rank, 1));
        return isIgnored.Choose(indices.Graph.Number(0.0), rows);
    }

    /// <summary>Where several indices, one for each dimension, point in row-major order.</summary>
    public static OnnxTerm<T> Position<T>(OnnxGraph<T> graph, ReadOnlySpan<int> operands, Shape lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> place = graph[operands[0]];
        for (int d = 1; d < operands.Length; d++) place = place.Then("Mul", graph.Integer(lengths[d])) + graph[operands[d]];
        return place;
    }

    /// <summary>One element along a dimension for each index.</summary>
    public static OnnxTerm<T> Pick<T>(OnnxTerm<T> x, OnnxTerm<T> indices, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> axis = x.Graph.Integers(dimension);
        return x.Then("GatherElements", indices.Then("Unsqueeze", axis), ("axis", (long)dimension)).Then("Squeeze", axis);
    }

    /// <summary>Each element in the place along a new dimension that its index names, zeros elsewhere.</summary>
    public static OnnxTerm<T> Place<T>(OnnxTerm<T> x, OnnxTerm<T> indices, Shape result, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> axis = x.Graph.Integers(dimension);
        return ScatterElements(x.Then("Unsqueeze", axis), indices.Then("Unsqueeze", axis), result, dimension, "none");
    }

    /// <summary>Elements put together at the places that indices name along one dimension, which they take the place of.</summary>
    public static OnnxTerm<T> Scatter<T>(OnnxTerm<T> x, OnnxTerm<T> indices, Shape shape, Shape places, Shape result, int dimension, string reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape line = result.With(dimension, places.ElementCount), column = Column(result.Rank, dimension, places.ElementCount);
        OnnxTerm<T> each = (places == column ? indices : indices.Reshape(column)).Expand(line);
        return ScatterElements(shape == line ? x : x.Reshape(line), each, result, dimension, reduction);
    }

    /// <summary>Elements put together along a dimension, each at the place that an index of its own names.</summary>
    public static OnnxTerm<T> ScatterElements<T>(OnnxTerm<T> x, OnnxTerm<T> indices, Shape result, int dimension, string reduction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> nothing = x.Graph.Number(reduction == "max" ? double.NegativeInfinity : 0).Expand(result);
        return x.Graph.Add("ScatterElements", [nothing, indices, x], ("axis", (long)dimension), ("reduction", reduction));
    }

    /// <summary>An operator over one dimension, here over several: they are brought to the end, and together.</summary>
    public static OnnxTerm<T> AlongLast<T>(OnnxTerm<T> x, Shape shape, Dimensions reduced, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] all = [.. Enumerable.Range(0, shape.Rank)], order = [.. all.Where(d => !reduced.Contains(d)), .. all.Where(reduced.Contains)];
        if (reduced.Count == 1) return x.Then(type, ("axis", (long)order[^1]));
        int kept = shape.Rank - reduced.Count;
        Shape moved = [.. order.Select(d => (nint)shape[d])];
        nint together = 1;
        for (int k = kept; k < moved.Rank; k++) together *= moved[k];
        bool isInOrder = order.AsSpan().SequenceEqual(all);
        OnnxTerm<T> rows = (isInOrder ? x : x.Transpose([.. order.Select(d => (long)d)])).Reshape([.. order[..kept].Select(d => (nint)shape[d]), together]);
        OnnxTerm<T> result = rows.Then(type, ("axis", -1L)).Reshape(moved);
        return isInOrder ? result : result.Transpose([.. all.Select(d => (long)Array.IndexOf(order, d))]);
    }

    /// <summary>The elements of each matrix in a row.</summary>
    private static Shape InRows(Shape matrices) => Shape.Concatenate(matrices, matrices.Rank - 1, matrices, matrices.Rank).With(matrices.Rank - 2, matrices[^2] * matrices[^1]);

    private static long FirstOf(int offset, int columns) => offset >= 0 ? offset : -(long)offset * columns;

    private static Shape Column(int rank, int dimension, int length)
    {
        var lengths = new nint[rank];
        lengths.AsSpan().Fill(1);
        lengths[dimension] = length;
        return lengths;
    }

    private static long[] Places(int windows, int size, int step) =>
        [.. Enumerable.Range(0, windows).SelectMany(window => Enumerable.Range(0, size).Select(k => ((long)window * step) + k))];

    /// <summary>Elements at places that are known, zeros elsewhere.</summary>
    private static OnnxTerm<T> Put<T>(OnnxTerm<T> x, Shape shape, Shape result, int dimension, long start, long step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long[] places = [.. Enumerable.Range(0, shape[dimension]).Select(i => start + (i * step))];
        Shape column = Column(shape.Rank, dimension, places.Length);
        return ScatterElements(x, x.Graph.Integers(places, column).Expand(shape), result, dimension, "none");
    }
}
