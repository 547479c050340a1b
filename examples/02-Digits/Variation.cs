namespace Autograd.Examples.Digits;

/// <summary>
/// Moves scans a little before they are learned from. A digit stays what it is when its paper lies one pixel further left; a network
/// that has seen this reads unknown digits better.
/// </summary>
internal static class Variation
{
    /// <summary>Moves a scan by one pixel; what leaves it is lost, what enters it is paper.</summary>
    /// <param name="scan">The pixels, row by row.</param>
    /// <param name="right">1 to the right, −1 to the left, or 0.</param>
    /// <param name="down">1 down, −1 up, or 0.</param>
    public static void Shift(Span<float> scan, int right, int down)
    {
        const int side = DigitSet.Side;
        Span<float> before = stackalloc float[DigitSet.PixelCount];
        scan.CopyTo(before);
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int fromRow = row - down, fromColumn = column - right;
                bool isInside = fromRow is >= 0 and < side && fromColumn is >= 0 and < side;
                scan[(row * side) + column] = isInside ? before[(fromRow * side) + fromColumn] : 0;
            }
        }
    }

    /// <summary>Moves some scans of a batch, each in one of the four directions.</summary>
    /// <param name="scans">The scans one behind the other.</param>
    /// <param name="probability">How likely a scan is moved.</param>
    /// <param name="random">Which and whereto.</param>
    public static void ShiftSome(Span<float> scans, double probability, RandomGenerator random)
    {
        for (; !scans.IsEmpty; scans = scans[DigitSet.PixelCount..])
        {
            if (random.NextUniform() >= probability) continue;
            (int right, int down) = random.NextBelow(4) switch
            {
                0 => (1, 0),
                1 => (-1, 0),
                2 => (0, 1),
                _ => (0, -1),
            };
            Shift(scans[..DigitSet.PixelCount], right, down);
        }
    }
}
