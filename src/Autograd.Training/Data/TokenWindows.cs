namespace Autograd;

/// <summary>
/// Pieces of a long sequence of tokens, to learn which token follows: an input is some tokens, its target the same moved on by one. Each example begins one
/// piece after the one before; with a random start, up to a piece later.
/// </summary>
public sealed class TokenWindows : IDataSet<int, int>
{
    private readonly int[] _tokens;
    private readonly bool _randomStart;

    /// <summary>Pieces of a sequence, which is not copied.</summary>
    /// <param name="tokens">The sequence, such as <see cref="ByteVocabulary.Encode(string)"/> gives: more than one piece.</param>
    /// <param name="length">The length of a piece, at least 1.</param>
    /// <param name="randomStart">Whether in each epoch each piece begins at another place, so that borders do not stay where they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1, or there are not more tokens than that.</exception>
    public TokenWindows(int[] tokens, int length, bool randomStart = false)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (length < 1) throw TrainingErrors.LengthBelow("TokenWindows", "length of a piece", length, 1, nameof(length));
        if (tokens.Length <= length) throw TrainingErrors.LengthBelow("TokenWindows", "number of tokens", tokens.Length, Math.Min(length, int.MaxValue - 1) + 1, nameof(tokens));
        _tokens = tokens;
        _randomStart = randomStart;
        InputShape = [length];
    }

    /// <inheritdoc/>
    public int Count => (_tokens.Length - 1) / InputShape.ElementCount;

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public Shape TargetShape => InputShape;

    /// <inheritdoc/>
    public void Copy(int example, RandomGenerator random, Span<int> input, Span<int> target)
    {
        if ((uint)example >= (uint)Count) throw DataErrors.NoExample("TokenWindows", example, Count);
        ArgumentNullException.ThrowIfNull(random);
        int length = InputShape.ElementCount, start = example * length;
        if (_randomStart) start += random.NextBelow(Math.Min(length, _tokens.Length - length - start));
        _tokens.AsSpan(start, length).CopyTo(input);
        _tokens.AsSpan(start + 1, length).CopyTo(target);
    }
}
