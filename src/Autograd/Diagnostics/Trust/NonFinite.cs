using System.Numerics;

namespace Autograd;

/// <summary>An operand of the operation in which a value that is not finite was born, as it was then.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="Equation">Its own equation, <c>z = x − 1</c>; of a leaf its name.</param>
/// <param name="Shape">Its lengths.</param>
/// <param name="Index">The element that was read, one index per dimension; null where all of them are.</param>
/// <param name="Least">The value of that element, or the least of all.</param>
/// <param name="Largest">The value of that element, or the largest of all.</param>
/// <param name="IsKnown">False where it is the old value of a parameter that was updated since, or was made of one; then the numbers mean nothing.</param>
public sealed record NonFiniteOperand<T>(string Equation, Shape Shape, IReadOnlyList<int>? Index, T Least, T Largest, bool IsKnown)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What it was, as the end of a sentence.</summary>
    /// <returns><c>z = x − 1 is −0.5 at [2]</c>.</returns>
    public override string ToString()
    {
        if (!IsKnown) return $"{Equation} is no longer known, since a parameter was updated";
        string value = NodeWords<T>.Value(Least);
        if (Index is null) return Shape.ElementCount == 0 ? $"{Equation} has no elements" : $"{Equation} goes from {value} to {NodeWords<T>.Value(Largest)}";
        return Index.Count == 0 ? $"{Equation} is {value}" : $"{Equation} is {value} at {NodeWords<T>.Index([.. Index])}";
    }
}

/// <summary>
/// Where a value that is not finite was born: the first node that has NaN or ±∞ while all of its operands are finite. What it says stays good after the tape
/// was reset.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class NonFinite<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal NonFinite()
    {
    }

    /// <summary>The node; usable until the tape is reset.</summary>
    public required Variable<T> Node { get; init; }

    /// <summary>The name that it was given; null for none.</summary>
    public required string? Name { get; init; }

    /// <summary>Its equation, of its operands: <c>h = ln(z)</c>; of a leaf what it is: <c>the constant c</c>.</summary>
    public required string Equation { get; init; }

    /// <summary>The equation of the operation in whose derivative it was born; null where it was born forward.</summary>
    public string? DerivativeOf { get; internal set; }

    /// <summary>The line that recorded it, of an adjoint node the one that called Backward; null unless the tape has <see cref="TapeOptions.RecordCallSites"/>.</summary>
    public required CallSite? CallSite { get; init; }

    /// <summary>Its lengths.</summary>
    public required Shape Shape { get; init; }

    /// <summary>The first of its elements that is NaN, or where none is, ±∞: one index per dimension.</summary>
    public required IReadOnlyList<int> Index { get; init; }

    /// <summary>The value of that element: NaN, ∞ or −∞.</summary>
    public required T Value { get; init; }

    /// <summary>Whether it is a leaf, which was given so.</summary>
    public required bool IsLeaf { get; init; }

    /// <summary>What its operands were: of an element-wise operation the elements that were read, of others all elements. Empty of a leaf.</summary>
    public required IReadOnlyList<NonFiniteOperand<T>> Operands { get; init; }

    /// <summary>Where ±∞ was born, the first place at which it became NaN on the way to the result; null where it did not.</summary>
    public NonFinite<T>? BecameNaN { get; internal set; }

    /// <summary>False where the result is finite all the same, since what was born here was masked on the way.</summary>
    public bool ReachesResult { get; internal set; }

    /// <summary>The finding in whole sentences.</summary>
    /// <returns>
    /// <c>NaN was born in h = ln(z), element [2] of [3], where z = x − 1 is −0.5 at [2].</c> Of a leaf: <c>NaN was given in the constant c, element [1] of [3].</c>
    /// Backward: <c>∞ was born backward, in the derivative of h = √x: %7 = 1 / %6, where %6 = 2 h is 0. It became NaN in ∇x = ∇h %7, where ∇h is 0 and %7 is ∞.</c>
    /// </returns>
    public override string ToString()
    {
        string value = NodeWords<T>.Value(Value);
        string text = IsLeaf ? $"{value} was given in {Place}." : DerivativeOf is null ? $"{value} was born in {Place}." : $"{value} was born backward, in the derivative of {DerivativeOf}: {Place}.";
        if (BecameNaN is not null) text += $" It became NaN in {BecameNaN.Place}.";
        return ReachesResult ? text : $"{text} The result is finite all the same.";
    }

    private string Place
    {
        get
        {
            string site = CallSite is { } line ? $" ({line})" : "";
            string element = Index.Count == 0 ? "" : $", element {NodeWords<T>.Index([.. Index])} of {Shape}";
            return $"{Equation}{site}{element}{(Operands.Count == 0 ? "" : $", where {string.Join(" and ", Operands)}")}";
        }
    }
}
