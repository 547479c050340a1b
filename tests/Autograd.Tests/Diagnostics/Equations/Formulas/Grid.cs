namespace Autograd.Tests.Diagnostics.Formulas;

/// <summary>A value of a formula: numbers under lengths. One number is a scalar whatever its lengths.</summary>
internal sealed class Grid
{
    public Grid(int[] lengths, Number[] items)
    {
        Assert.Equal(lengths.Aggregate(1, (a, b) => a * b), items.Length);
        Lengths = items.Length == 1 ? [] : lengths;
        Items = items;
    }

    public int[] Lengths { get; }

    public Number[] Items { get; }

    public int Rank => Lengths.Length;

    public bool IsScalar => Rank == 0;

    public static implicit operator Grid(double number) => new([], [number]);

    public double Scalar => IsScalar ? Items[0].Value : throw new FormatException("A number is expected here.");

    public Grid Map(Func<Number, Number> f) => new(Lengths, [.. Items.Select(f)]);

    /// <summary>A function of each number.</summary>
    public Grid Apply(Func<double, double> f) => Map(x => Number.Of(v => f(v[0]), x));

    /// <summary>f at each position of the lengths that all broadcast to, aligned at the last one.</summary>
    public static Grid Join(Func<Number[], Number> f, params Grid[] grids)
    {
        int rank = grids.Max(g => g.Rank);
        int[] lengths = [.. Enumerable.Range(0, rank).Select(d => grids.Select(g => g.LengthAt(d, rank)).FirstOrDefault(n => n != 1, 1))];
        Assert.All(grids, g => Assert.All(Enumerable.Range(0, rank), d => Assert.True(g.LengthAt(d, rank) == 1 || g.LengthAt(d, rank) == lengths[d], "lengths do not broadcast")));
        Number[] items = [.. Positions(lengths).Select(p => f([.. grids.Select(g => g.At(p))]))];
        return new Grid(lengths, items);
    }

    /// <summary>All positions of some lengths, the last dimension running fastest.</summary>
    public static IEnumerable<int[]> Positions(int[] lengths)
    {
        int count = lengths.Aggregate(1, (a, b) => a * b);
        for (int i = 0; i < count; i++)
        {
            var position = new int[lengths.Length];
            for (int d = lengths.Length - 1, rest = i; d >= 0; d--)
            {
                position[d] = rest % lengths[d];
                rest /= lengths[d];
            }

            yield return position;
        }
    }

    /// <summary>The element at a position of larger lengths: dimensions of length 1 and missing leading ones repeat.</summary>
    public Number At(int[] position)
    {
        int index = 0;
        for (int d = 0; d < Rank; d++)
        {
            int p = position[position.Length - Rank + d];
            index = (index * Lengths[d]) + (Lengths[d] == 1 ? 0 : p);
        }

        return Items[index];
    }

    /// <summary>The length in a dimension of a larger rank; 1 where this grid has none.</summary>
    private int LengthAt(int dimension, int rank) => dimension < rank - Rank ? 1 : Lengths[dimension - rank + Rank];

    /// <summary>A grid of given lengths whose elements are computed from their positions.</summary>
    public static Grid Of(int[] lengths, Func<int[], Number> element) => new(lengths, [.. Positions(lengths).Select(element)]);

    /// <summary>The lengths that stand beside a line: the same elements if there are as many, else repetition.</summary>
    public Grid Under(int[] lengths) => lengths.Aggregate(1, (a, b) => a * b) == Items.Length ? new Grid(lengths, Items) : Of(lengths, At);

    public Grid Transposed() => Rank switch
    {
        0 => this,
        1 => new Grid([1, .. Lengths], Items),
        _ => Of([.. Lengths[..^2], Lengths[^1], Lengths[^2]], p => At([.. p[..^2], p[^1], p[^2]])),
    };

    /// <summary>Factors side by side: a scalar scales, [n] is a column.</summary>
    public static Grid SideBySide(Grid a, Grid b)
    {
        if (a.IsScalar || b.IsScalar) return Join(x => Number.Times(x[0], x[1]), a, b);
        Assert.True(a.Rank > 1 || b.Rank > 1, "two columns side by side are no product");
        if (b.Rank == 1) return Product(a, new Grid([.. b.Lengths, 1], b.Items)).Without(1);
        return Product(a.Rank == 1 ? new Grid([.. a.Lengths, 1], a.Items) : a, b);
    }

    private static Grid Product(Grid a, Grid b)
    {
        int inner = a.Lengths[^1], rank = Math.Max(a.Rank, b.Rank) - 2;
        Assert.Equal(inner, b.Lengths[^2]);
        int[] batch = Join(_ => 0, Of(a.Lengths[..^2], _ => 0), Of(b.Lengths[..^2], _ => 0)).Lengths;
        if (batch.Length < rank) batch = [.. Enumerable.Repeat(1, rank - batch.Length), .. batch];
        return Of([.. batch, a.Lengths[^2], b.Lengths[^1]], p =>
        {
            Number sum = 0;
            for (int k = 0; k < inner; k++) sum += a.At([.. p[..^1], k]) * b.At([.. p[..^2], k, p[^1]]);
            return sum;
        });
    }

    private Grid Without(int trailing) => IsScalar ? this : new Grid(Lengths[..^trailing], Items);

    /// <summary>The elements that share a position outside some dimensions, put together; the dimensions stay with length 1.</summary>
    public Grid Reduce(int[] dimensions, Func<Number[], Number> f)
    {
        int[] kept = [.. Lengths.Select((n, d) => dimensions.Contains(d) ? 1 : n)];
        int[] inner = [.. dimensions.Select(d => Lengths[d])];
        return Of(kept, p => f([.. Positions(inner).Select(q =>
        {
            int[] full = [.. p];
            for (int k = 0; k < dimensions.Length; k++) full[dimensions[k]] = q[k];
            return At(full);
        })]));
    }
}
