namespace Autograd.Examples.Digits;

public class DigitSetTests
{
    [Fact]
    public void Load_FindsAllScans_BesideTheProgram()
    {
        DigitSet all = DigitSet.Load();
        Assert.Equal(1797, all.Count);
        int[] counts = new int[10];
        foreach (int label in all.Labels) counts[label]++;
        Assert.All(counts, count => Assert.InRange(count, 174, 183));
        foreach (float pixel in all.Pixels) Assert.True(pixel is >= 0 and <= 1 && pixel * 16 == MathF.Round(pixel * 16));

        // The first scan is a 0 whose second row is 0 0 13 15 10 15 5 0.
        Assert.Equal(0, all.Labels[0]);
        Assert.Equal([0, 0, 13 / 16f, 15 / 16f, 10 / 16f, 15 / 16f, 5 / 16f, 0], all.Scan(0).Slice(8, 8).ToArray());
    }

    [Fact]
    public void Split_IsFixed_Disjoint_AndHoldsOutAFifth()
    {
        (int[] learned, int[] heldOut) = DigitSet.Split(1797, Program.SplitSeed);
        Assert.Equal((1437, 360), (learned.Length, heldOut.Length));
        Assert.Equal(Enumerable.Range(0, 1797), learned.Concat(heldOut).Order());
        Assert.Equal(learned, DigitSet.Split(1797, Program.SplitSeed).Learned);
        Assert.Equal([213, 1172, 494, 1610, 660, 983], heldOut[..6]);
        Assert.NotEqual(heldOut, DigitSet.Split(1797, Program.SplitSeed + 1).HeldOut);
    }

    [Fact]
    public void Subset_HasTheScansNamed_InTheirOrder()
    {
        DigitSet all = DigitSet.Load(), some = all.Subset([5, 1796, 0]);
        Assert.Equal([all.Labels[5], all.Labels[1796], all.Labels[0]], some.Labels.ToArray());
        Assert.Equal(all.Scan(1796).ToArray(), some.Scan(1).ToArray());
    }

    [Theory]
    [InlineData("1,2,3", "Line 1: 3 fields; 65 are expected.")]
    [InlineData("17,", "Line 1: field 1 is '17'; 64 pixels from 0 to 16 and a digit are expected.")]
    [InlineData("x", "Line 1: field 1 is 'x';")]
    [InlineData("-1", "Line 1: field 1 is '-1';")]
    [InlineData(" ", "Line 1: field 1 is ' ';")]
    public void OtherText_IsRefused(string line, string complaint)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => DigitSet.Parse(new StringReader(line)));
        Assert.StartsWith(complaint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",10", "Line 2: field 65 is '10';")]
    [InlineData(",9,1", "Line 2: field 66 is '1';")]
    public void AWrongEnd_IsRefused(string end, string complaint)
    {
        string pixels = string.Join(',', Enumerable.Repeat("16", 64));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => DigitSet.Parse(new StringReader($"{pixels},9\n{pixels}{end}")));
        Assert.StartsWith(complaint, error.Message, StringComparison.Ordinal);
    }
}
