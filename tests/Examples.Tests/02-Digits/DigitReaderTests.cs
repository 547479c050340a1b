namespace Autograd.Examples.Digits;

public class DigitReaderTests
{
    [Fact]
    public void TwoRuns_GiveTheSameBits_AndOtherSeedsOthers()
    {
        ulong first = Fingerprint(seed: 1);
        Assert.Equal(first, Fingerprint(seed: 1));
        Assert.NotEqual(first, Fingerprint(seed: 2));

        static ulong Fingerprint(ulong seed)
        {
            using DigitReader reader = new(DigitSet.Load().Subset([.. Enumerable.Range(0, 100)]), epochs: 2, seed);
            ulong untrained = reader.Fingerprint;
            reader.Learn();
            reader.Learn();
            Assert.NotEqual(untrained, reader.Fingerprint);
            return reader.Fingerprint;
        }
    }

    [Fact]
    public void Read_ChangesNothing_AndCountsWhatItReads()
    {
        DigitSet some = DigitSet.Load().Subset([.. Enumerable.Range(0, 50)]);
        using DigitReader reader = new(some, epochs: 1, seed: 1);
        ulong before = reader.Fingerprint;
        Reading reading = reader.Read(some);
        Assert.Equal(before, reader.Fingerprint);
        Assert.Equal(50, reading.Confusion.Cast<int>().Sum());
        int right = Enumerable.Range(0, 10).Sum(digit => reading.Confusion[digit, digit]);
        Assert.Equal(50 - right, reading.Misread.Length);
        Assert.Equal(right / 50.0, reading.Accuracy, 1e-15);
        Assert.All(reading.Confidences, confidence => Assert.InRange(confidence, 0.1f, 1f));
        Assert.Equal(reading.Misread.Select(i => reading.Confidences[i]).OrderDescending(), reading.Misread.Select(i => reading.Confidences[i]));
        Assert.InRange(reading.Loss, 1.5, 4); // nothing learned: about ln 10
    }
}
