namespace Autograd.Tests.Kernels;

public class CounterRandomTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8191)]
    [InlineData(300_001)]
    public void Masks_are_the_same_on_any_number_of_threads(int length)
    {
        double[] one = new double[length], four = new double[length];
        CounterRandom.FillMask<double>(one, 5, 0.3, 2, ParallelLoop.Serial);
        using ParallelLoop loop = ParallelLoop.Of(4);
        CounterRandom.FillMask<double>(four, 5, 0.3, 2, loop);
        Assert.Equal(one, four);
    }

    [Fact]
    public void A_mask_begins_as_a_longer_one_does()
    {
        double[] shorter = new double[9001], longer = new double[20_000];
        CounterRandom.FillMask<double>(shorter, 5, 0.3, 2, ParallelLoop.Serial);
        CounterRandom.FillMask<double>(longer, 5, 0.3, 2, ParallelLoop.Serial);
        Assert.Equal(shorter, longer[..9001]);
        Assert.InRange(longer.Count(value => value == 0), 5800, 6200);
    }

    /// <summary>Number by number, from published arithmetic; a length that no vector divides.</summary>
    [Fact]
    public void A_mask_is_the_same_for_ever()
    {
        double[] mask = new double[8192 + 77];
        float[] single = new float[mask.Length];
        CounterRandom.FillMask<double>(mask, 5, 0.5, 3, ParallelLoop.Serial);
        CounterRandom.FillMask<float>(single, 5, 0.5, 3, ParallelLoop.Serial);
        ulong origin = new SplitMix64(5).Next();
        var random = new SplitMix64(origin);
        ulong bits = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            bits = i % 2 == 0 ? random.Next() : bits >> 32;
            double expected = (uint)bits >= 1U << 31 ? 3 : 0;
            Assert.Equal(expected, mask[i]);
            Assert.Equal(expected, single[i]);
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    public void Nothing_or_everything_is_dropped(double probability, double expected)
    {
        var mask = new double[1000];
        CounterRandom.FillMask<double>(mask, 5, probability, 2, ParallelLoop.Serial);
        Assert.All(mask, value => Assert.Equal(expected, value));
    }
}
