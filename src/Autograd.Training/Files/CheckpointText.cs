using System.Globalization;

namespace Autograd;

/// <summary>What a checkpoint holds besides tensors, as the texts of a safetensors file.</summary>
internal static class CheckpointText
{
    /// <summary>The state of a random generator: hexadecimal numbers.</summary>
    public static string Of(RandomGeneratorState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.S0:x16} {state.S1:x16} {state.S2:x16} {state.S3:x16}{(state.SpareNormal is { } spare ? $" {BitConverter.DoubleToUInt64Bits(spare):x16}" : "")}");

    /// <summary>The state of a random generator, or null.</summary>
    public static RandomGeneratorState? ToRandomState(string text)
    {
        string[] words = text.Split(' ');
        Span<ulong> numbers = stackalloc ulong[5];
        if (words.Length is not (4 or 5)) return null;
        for (int k = 0; k < words.Length; k++)
        {
            if (!ulong.TryParse(words[k], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out numbers[k])) return null;
        }

        bool isState = (numbers[0] | numbers[1] | numbers[2] | numbers[3]) != 0;
        return isState ? new RandomGeneratorState(numbers[0], numbers[1], numbers[2], numbers[3], words.Length == 5 ? BitConverter.UInt64BitsToDouble(numbers[4]) : null) : null;
    }

    /// <summary>The position of a loader: epoch, batch, and the number of batches; and its seed.</summary>
    public static string Of(IDataLoader loader) => string.Create(CultureInfo.InvariantCulture, $"{loader.Position.Epoch} {loader.Position.Batch} {loader.BatchCount} {loader.Seed}");

    /// <summary>The position in a loader, and the seed, or null where it is none of it.</summary>
    public static (DataPosition Position, ulong Seed)? ToPosition(string text, IDataLoader loader)
    {
        if (text.Split(' ') is not [var epochs, var batches, var counts, var seeds]) return null;
        if (ToCount(epochs) is not { } epoch || ToCount(batches) is not { } batch || ToNumber64(seeds) is not { } seed) return null;
        bool isThere = ToCount(counts) == loader.BatchCount && batch < loader.BatchCount && epoch < long.MaxValue / loader.BatchCount;
        return isThere ? (new DataPosition(epoch, (int)batch), seed) : null;
    }

    public static string Of(long count) => count.ToString(CultureInfo.InvariantCulture);

    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number, 0 or more, or null.</summary>
    public static long? ToCount(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null;

    public static string Of(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number of 64 bits, or null.</summary>
    public static ulong? ToNumber64(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    /// <summary>A finite number, 0 or more, or null.</summary>
    public static double? ToNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0 ? number : null;
}
