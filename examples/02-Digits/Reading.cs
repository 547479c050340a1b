namespace Autograd.Examples.Digits;

/// <summary>What was read in some scans.</summary>
/// <param name="Scans">The scans.</param>
/// <param name="Loss">The mean cross-entropy.</param>
/// <param name="Digits">The digit read in each.</param>
/// <param name="Confidences">The probability the network gives to that digit.</param>
internal sealed record Reading(DigitSet Scans, double Loss, int[] Digits, float[] Confidences)
{
    /// <summary>The scans read wrongly, those first that the network was surest of.</summary>
    public int[] Misread { get; } =
    [
        .. Enumerable.Range(0, Digits.Length).Where(i => Digits[i] != Scans.Labels[i]).OrderByDescending(i => Confidences[i]),
    ];

    /// <summary>The part of the scans read rightly, from 0 to 1.</summary>
    public double Accuracy => 1 - ((double)Misread.Length / Digits.Length);

    /// <summary>How often a digit (row) was read as which (column).</summary>
    public int[,] Confusion
    {
        get
        {
            int[,] counts = new int[DigitSet.ClassCount, DigitSet.ClassCount];
            for (int i = 0; i < Digits.Length; i++) counts[Scans.Labels[i], Digits[i]]++;
            return counts;
        }
    }
}
