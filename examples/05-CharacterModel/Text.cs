using System.IO.Compression;

namespace Autograd.Examples.CharacterModel;

/// <summary>A text as bytes.</summary>
internal sealed class Text(byte[] bytes)
{
    /// <summary>The number of bytes.</summary>
    public int Length => bytes.Length;

    /// <summary>The novel that comes with the program.</summary>
    public static Text Load()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "pride-and-prejudice.txt.gz"));
        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        using MemoryStream all = new();
        unpacked.CopyTo(all);
        return new(all.ToArray());
    }

    /// <summary>The first nine tenths to learn from, the last one held out.</summary>
    public (Text Learned, Text HeldOut) Split() => (new(bytes[..(Length / 10 * 9)]), new(bytes[(Length / 10 * 9)..]));

    /// <summary>Pieces from anywhere, and for each of their bytes the one behind it.</summary>
    public void FillPieces(int context, RandomGenerator random, Span<int> pieces, Span<int> next)
    {
        for (int start = 0; start < pieces.Length; start += context)
        {
            int from = random.NextBelow(Length - context);
            for (int k = 0; k < context; k++) (pieces[start + k], next[start + k]) = (bytes[from + k], bytes[from + k + 1]);
        }
    }
}
