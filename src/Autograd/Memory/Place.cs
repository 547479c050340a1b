namespace Autograd.Authoring;

/// <summary>
/// What stands in the brackets of an indexer for one dimension: an index, whose dimension vanishes, or a range, whose dimension stays.
/// Made from <c>0</c>, <c>-1</c>, <c>^1</c> or <c>1..3</c> without a word.
/// </summary>
public readonly struct Place
{
    private readonly Range _range;

    private Place(Range range, bool isOne) => (_range, IsOne) = (range, isOne);

    /// <summary>Whether it is one index rather than a range.</summary>
    public bool IsOne { get; }

    /// <summary>One index.</summary>
    /// <param name="index">From 0; negative counts from the end, −1 being the last.</param>
    public static implicit operator Place(int index) => index < 0 ? Index.FromEnd(-Math.Max(index, -int.MaxValue)) : Index.FromStart(index);

    /// <summary>One index.</summary>
    /// <param name="index">From the start, or from the end: <c>^1</c> is the last.</param>
    public static implicit operator Place(Index index) => new(index..index, isOne: true);

    /// <summary>A range of indices.</summary>
    /// <param name="range">For example <c>1..</c>, <c>..^1</c>, or <c>..</c> for all.</param>
    public static implicit operator Place(Range range) => new(range, isOne: false);

    /// <summary>The first index and the number of them along a dimension.</summary>
    internal (int Start, int Length) Within(Shape shape, int dimension)
    {
        int length = shape[dimension], start = _range.Start.GetOffset(length), end = IsOne ? start + 1 : _range.End.GetOffset(length);
        return start >= 0 && end >= start && end <= length ? (start, end - start) : throw Errors.PlaceOutOfRange(this, dimension, shape);
    }

    /// <summary>The index or the range, as it is written in C#.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsOne ? _range.Start.ToString() : _range.ToString();
}
