using System.Numerics;

namespace Autograd.Authoring;

/// <summary>A set of dimensions of one tensor, by index from the front. Immutable and compared by value.</summary>
public readonly record struct Dimensions
{
    private readonly byte _bits;

    private Dimensions(int bits) => _bits = (byte)bits;

    /// <summary>The empty set.</summary>
    public static Dimensions None => default;

    /// <summary>All dimensions of a tensor of the given rank.</summary>
    /// <param name="rank">From 0 to <see cref="Shape.MaxRank"/>.</param>
    /// <returns>The set {0, …, rank − 1}.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rank outside 0 … <see cref="Shape.MaxRank"/>.</exception>
    public static Dimensions All(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rank, (uint)Shape.MaxRank, nameof(rank));
        return new Dimensions((1 << rank) - 1);
    }

    /// <summary>The set of the given dimensions of a shape; negative ones count from the end.</summary>
    /// <param name="operation">The public method on whose behalf, for the message.</param>
    /// <param name="dimensions">Each from −rank to rank − 1, none twice; an empty span stands for all dimensions.</param>
    /// <param name="shape">The shape that is indexed.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A dimension outside −rank … rank − 1.</exception>
    /// <exception cref="ArgumentException">A dimension named twice.</exception>
    public static Dimensions Of(string operation, ReadOnlySpan<int> dimensions, Shape shape)
    {
        if (dimensions.IsEmpty) return All(shape.Rank);
        var set = None;
        foreach (int dimension in dimensions)
        {
            int d = Normalize(operation, dimension, shape);
            if (set.Contains(d)) throw Errors.DimensionTwice(operation, dimension, shape);
            set = set.Add(d);
        }

        return set;
    }

    /// <summary>The set of one dimension and others, each at most once.</summary>
    internal static Dimensions Of(string operation, int dimension, ReadOnlySpan<int> others, Shape shape)
    {
        if (others.Length >= Shape.MaxRank) throw Errors.DimensionTwice(operation, dimension, shape);
        Span<int> all = stackalloc int[others.Length + 1];
        all[0] = dimension;
        others.CopyTo(all[1..]);
        return Of(operation, all, shape);
    }

    /// <summary>One dimension counted from the front, whether it was given so or from the end.</summary>
    /// <param name="operation">The public method on whose behalf, for the message.</param>
    /// <param name="dimension">From −rank to rank − 1.</param>
    /// <param name="shape">The shape that is indexed.</param>
    /// <returns>The dimension, 0 to rank − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A dimension outside −rank … rank − 1.</exception>
    public static int Normalize(string operation, int dimension, Shape shape)
    {
        int d = dimension < 0 ? dimension + shape.Rank : dimension;
        return (uint)d < (uint)shape.Rank ? d : throw Errors.DimensionOutOfRange(operation, dimension, shape);
    }

    /// <summary>Makes sure that a declaration's dimension, which counts from the front, exists.</summary>
    internal static int FromFront(string operation, int dimension, Shape shape) =>
        (uint)dimension < (uint)shape.Rank ? dimension : throw Errors.DimensionOutOfRange(operation, dimension, shape);

    /// <summary>The number of dimensions in the set.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>Whether the set has a dimension.</summary>
    /// <param name="dimension">From 0.</param>
    /// <returns>True where it is a member.</returns>
    public bool Contains(int dimension) => (uint)dimension < Shape.MaxRank && (_bits >> dimension & 1) != 0;

    /// <summary>Whether the set is made of the last dimensions of a tensor of the given rank.</summary>
    internal bool AreLastOf(int rank) => _bits == (1 << rank) - (1 << (rank - Count));

    /// <summary>The same dimensions of a tensor that has one more in front.</summary>
    internal Dimensions Shifted => new(_bits << 1);

    /// <summary>The set with one more dimension.</summary>
    /// <param name="dimension">From 0 to <see cref="Shape.MaxRank"/> − 1.</param>
    /// <returns>The larger set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Any other dimension.</exception>
    public Dimensions Add(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)dimension, (uint)Shape.MaxRank, nameof(dimension));
        return new Dimensions(_bits | 1 << dimension);
    }

    /// <summary>The dimensions in brackets: <c>[0, 2]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var dimensions = new List<int>();
        for (int d = 0; d < Shape.MaxRank; d++)
        {
            if (Contains(d)) dimensions.Add(d);
        }

        return $"[{string.Join(", ", dimensions)}]";
    }
}
