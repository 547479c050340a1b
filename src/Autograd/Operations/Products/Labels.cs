using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The names of a tensor's dimensions, as numbers from 0 to 63: dimensions of two tensors that have the same name run together.</summary>
internal readonly record struct Labels(ulong Packed, int Count)
{
    /// <summary>No name.</summary>
    public static Labels None => default;

    /// <summary>The name of one dimension.</summary>
    public int this[int dimension] => (int)(Packed >> (8 * dimension)) & 63;

    /// <summary>The set of all names, one bit each.</summary>
    public ulong Set
    {
        get
        {
            ulong set = 0;
            for (int d = 0; d < Count; d++) set |= 1UL << this[d];
            return set;
        }
    }

    /// <summary>With one more dimension behind.</summary>
    public Labels Add(int label)
    {
        if (Count == Shape.MaxRank) throw Errors.RankTooHigh(Count + 1);
        return new(Packed | (ulong)label << (8 * Count), Count + 1);
    }

    /// <summary>With the dimensions of another tensor behind.</summary>
    public Labels Add(Labels others)
    {
        Labels all = this;
        for (int d = 0; d < others.Count; d++) all = all.Add(others[d]);
        return all;
    }

    /// <summary>The dimensions whose names are in a set, in their order.</summary>
    public Labels Within(ulong set)
    {
        Labels within = None;
        for (int d = 0; d < Count; d++)
        {
            if ((set >> this[d] & 1) != 0) within = within.Add(this[d]);
        }

        return within;
    }

    /// <summary>Without one dimension.</summary>
    public Labels Without(int dimension)
    {
        Labels rest = None;
        for (int d = 0; d < Count; d++)
        {
            if (d != dimension) rest = rest.Add(this[d]);
        }

        return rest;
    }

    /// <summary>The first dimension of a name; −1 where there is none.</summary>
    public int IndexOf(int label)
    {
        for (int d = 0; d < Count; d++)
        {
            if (this[d] == label) return d;
        }

        return -1;
    }
}

/// <summary>A tensor and the names of its dimensions.</summary>
internal readonly record struct Labelled<T>(Variable<T> Tensor, Labels Labels)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The sum over dimensions that are not in a set.</summary>
    public Labelled<T> SumTo(ulong set)
    {
        var summed = Dimensions.None;
        for (int d = 0; d < Labels.Count; d++)
        {
            if ((set >> Labels[d] & 1) == 0) summed = summed.Add(d);
        }

        return summed == Dimensions.None ? this : new(Tensor.Apply(new SumOperation<T>(summed, Keep: false)), Labels.Within(set));
    }

    /// <summary>The dimensions in another order.</summary>
    public Labelled<T> InOrder(Labels order)
    {
        if (order == Labels) return this;
        Span<int> dimensions = stackalloc int[Shape.MaxRank];
        for (int d = 0; d < order.Count; d++) dimensions[d] = Labels.IndexOf(order[d]);
        return new(Tensor.Permute(dimensions[..order.Count]), order);
    }

    /// <summary>
    /// The product with another tensor, summed over the names of both that are not kept: a matrix product, whose rows are the dimensions of this tensor alone and whose
    /// columns are those of the other alone. Names of one tensor alone are all kept.
    /// </summary>
    public Labelled<T> Contract(Labelled<T> other, ulong kept)
    {
        ulong both = Labels.Set & other.Labels.Set;
        Labels batch = Labels.Within(both & kept), inner = Labels.Within(both & ~kept), rows = Labels.Within(~both), columns = other.Labels.Within(~both);
        Labels result = batch.Add(rows).Add(columns);
        Variable<T> a = InOrder(batch.Add(rows).Add(inner)).Tensor, b = other.InOrder(batch.Add(inner).Add(columns)).Tensor;
        Shape left = a.Shape, right = b.Shape;
        if (inner.Count == 0)
        {
            // Element by element, each tensor repeated along the dimensions that only the other has.
            for (int d = 0; d < columns.Count; d++) left = left.Insert(left.Rank, 1);
            for (int d = 0; d < rows.Count; d++) right = right.Insert(batch.Count, 1);
            return new(Reshaped(a, left).Multiply(Reshaped(b, right)), result);
        }

        Variable<T> product = Merged(a, batch.Count, rows.Count).Apply(new MatMulOperation<T>(), Merged(b, batch.Count, inner.Count));
        return new(Reshaped(product, Shape.Concatenate(left, batch.Count + rows.Count, right, batch.Count + inner.Count)), result);
    }

    /// <summary>A batch of matrices, whose rows are some of the dimensions after the batch and whose columns are the last ones.</summary>
    private static Variable<T> Merged(Variable<T> x, int batch, int rows)
    {
        Shape shape = x.Shape;
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        int kept = batch > Shape.MaxRank - 2 ? 1 : batch;
        lengths[..(kept + 2)].Fill(1);
        for (int d = 0; d < shape.Rank; d++) lengths[d < batch ? Math.Min(d, kept - 1) : d < batch + rows ? kept : kept + 1] *= shape[d];
        return Reshaped(x, new Shape(lengths[..(kept + 2)]));
    }

    private static Variable<T> Reshaped(Variable<T> x, Shape shape) => x.Shape == shape ? x : x.Reshape(shape);
}
