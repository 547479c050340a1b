using System.Text;

namespace Autograd;

/// <summary>
/// Text as tokens, one for each byte of its UTF-8 form that occurs in a sample: no word is unknown, no table is stored but these bytes, and the tokens are as
/// few as the sample allows.
/// </summary>
/// <example>
/// <code>
/// var vocabulary = new ByteVocabulary(text);
/// int[] tokens = vocabulary.Encode("to be");
/// string back = vocabulary.Decode(tokens);
/// </code>
/// </example>
public sealed class ByteVocabulary
{
    private readonly byte[] _bytes;
    private readonly int[] _tokens = new int[256];

    /// <summary>All 256 bytes, each its own token: every text can be encoded.</summary>
    public ByteVocabulary()
    {
        _bytes = new byte[256];
        for (int k = 0; k < 256; k++) _bytes[k] = (byte)(_tokens[k] = k);
    }

    /// <summary>The bytes that occur in a text.</summary>
    /// <param name="sample">The text, not empty.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public ByteVocabulary(string sample)
    {
        ArgumentException.ThrowIfNullOrEmpty(sample);
        var occurring = new SortedSet<byte>(Encoding.UTF8.GetBytes(sample));
        _bytes = [.. occurring];
        Array.Fill(_tokens, -1);
        for (int k = 0; k < _bytes.Length; k++) _tokens[_bytes[k]] = k;
    }

    /// <summary>The number of tokens.</summary>
    public int Count => _bytes.Length;

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A token from 0 to below <see cref="Count"/> for each byte.</returns>
    /// <exception cref="ArgumentException">A byte does not occur in the sample.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int[] tokens = new int[bytes.Length];
        for (int k = 0; k < bytes.Length; k++)
        {
            tokens[k] = _tokens[bytes[k]];
            if (tokens[k] < 0) throw DataErrors.UnknownByte(bytes[k], k);
        }

        return tokens;
    }

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">Tokens from 0 to below <see cref="Count"/>.</param>
    /// <returns>The text; bytes that are no UTF-8 together, as an untrained model writes them, appear as <c>�</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        byte[] bytes = new byte[tokens.Length];
        for (int k = 0; k < tokens.Length; k++) bytes[k] = (uint)tokens[k] < (uint)Count ? _bytes[tokens[k]] : throw DataErrors.NoToken(tokens[k], k, Count);
        return Encoding.UTF8.GetString(bytes);
    }
}
