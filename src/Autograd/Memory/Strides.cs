namespace Autograd.Authoring;

/// <summary>
/// The distance in elements between neighbours along each dimension: 0 repeats (a broadcast), negative runs backwards.
/// Immutable and compared by value.
/// </summary>
public readonly struct Strides : IEquatable<Strides>
{
    private readonly DimensionValues _values;

    internal Strides(in DimensionValues values) => _values = values;

    /// <summary>The stride of one dimension, in elements.</summary>
    /// <param name="dimension">From 0 to the rank − 1; 0 from there to <see cref="Shape.MaxRank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Any other dimension.</exception>
    public int this[int dimension] => (uint)dimension < Shape.MaxRank ? _values[dimension] : throw Errors.StrideOutOfRange(dimension);

    /// <summary>These strides with one of them changed.</summary>
    internal Strides With(int dimension, int stride)
    {
        DimensionValues values = _values;
        values[dimension] = stride;
        return new Strides(values);
    }

    /// <inheritdoc/>
    public bool Equals(Strides other) => _values.Equal(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Strides other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Hash();

    /// <summary>Whether two sets of strides are the same.</summary>
    public static bool operator ==(Strides left, Strides right) => left.Equals(right);

    /// <summary>Whether two sets of strides differ.</summary>
    public static bool operator !=(Strides left, Strides right) => !left.Equals(right);
}
