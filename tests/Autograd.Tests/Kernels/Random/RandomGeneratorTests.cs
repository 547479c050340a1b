namespace Autograd.Tests.Kernels;

/// <summary>The numbers were worked out by a second implementation, in Python; those of the bare state are the published ones.</summary>
public class RandomGeneratorTests
{
    [Fact]
    public void The_generator_gives_the_published_numbers_for_the_state_1_2_3_4()
    {
        var random = new RandomGenerator(1, 2, 3, 4);
        ulong[] published =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        foreach (ulong expected in published) Assert.Equal(expected, random.NextBits());
    }

    /// <summary>Between the two numbers of a normal pair, too.</summary>
    [Fact]
    public void A_generator_goes_on_from_the_state_of_another()
    {
        var random = new RandomGenerator(5);
        for (int drawn = 0; drawn < 4; drawn++)
        {
            var other = new RandomGenerator(6);
            other.NextNormal();
            other.State = random.State;
            Assert.Equal(random.State, other.State);
            for (int i = 0; i < 3; i++) Assert.Equal(random.NextNormal(), other.NextNormal());
            Assert.Equal(random.NextBits(), other.NextBits());
        }

        Assert.StartsWith("State: ", Assert.Throws<ArgumentException>(() => random.State = default).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_has_numbers_of_its_own_however_many_it_draws()
    {
        RandomGenerator one = new(7), other = new(7), part = one.Split(), same = other.Split();
        for (int i = 0; i < 100; i++) part.NextBits();
        Assert.Equal(other.NextBits(), one.NextBits());
        Assert.NotEqual(same.NextBits(), one.NextBits());
        Assert.Equal(new RandomGenerator(new RandomGenerator(7).NextBits()).NextBits(), new RandomGenerator(7).Split().NextBits());
    }

    [Fact]
    public void Exponential_numbers_are_minus_the_logarithms_of_the_uniform_ones()
    {
        var values = new double[1000];
        new RandomGenerator(4).FillExponential<double>(values);
        var random = new RandomGenerator(4);
        Assert.All(values, value => Assert.Equal(-Math.Log(random.NextUniform() + Math.ScaleB(1, -54)), value, 1e-14));
        Assert.All(values, value => Assert.True(value > 0));
    }

    [Fact]
    public void A_seed_gives_the_same_bits_fractions_and_whole_numbers_forever()
    {
        Assert.Equal(
            [12966619160104079557UL, 9600361134598540522, 10590380919521690900, 7218738570589545383],
            Draw(4, 1, random => random.NextBits()));
        Assert.Equal([0.7029218331588505, 0.5204366199388569, 0.5741057000197225], Draw(3, 1, random => random.NextUniform()));
        Assert.Equal([7, 5, 5, 3, 6, 1, 0, 3, 8, 5, 9, 9], Draw(12, 1, random => random.NextBelow(10)));
        int[] items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        new RandomGenerator(1).Shuffle(items.AsSpan());
        Assert.Equal([3, 6, 1, 5, 0, 9, 2, 8, 4, 7], items);
    }

    /// <summary>A bound of 3·2²⁹, so that 2³² mod n is 2³⁰: a quarter of the draws must be made again.</summary>
    [Fact]
    public void A_large_bound_rejects_the_draws_that_would_favor_some_numbers() =>
        Assert.Equal([969721473, 1046168236, 832226010, 1263564268, 811571337, 613551633, 1608238077, 403602682], Draw(8, 5, random => random.NextBelow(1610612736)));

    [Fact]
    public void Normal_numbers_are_the_same_forever()
    {
        double[] expected = [1.884396104787977, 0.18978089448693036, 1.302090250702661, -1.9094343319583578];
        double[] actual = Draw(4, 1, random => random.NextNormal());
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], actual[i], 1e-15);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        const int count = 200_000;
        double[] numbers = Draw(count, 3, random => random.NextNormal());
        double margin = 5 / Math.Sqrt(count);
        Assert.Equal(0, numbers.Average(), margin);
        Assert.Equal(1, numbers.Average(x => x * x), margin * Math.Sqrt(2));
        Assert.Equal(0, numbers.Average(x => x * x * x), margin * Math.Sqrt(15));
        Assert.Equal(3, numbers.Average(x => x * x * x * x), margin * Math.Sqrt(96));
        Assert.Equal(0.6826894921, numbers.Count(x => Math.Abs(x) < 1) / (double)count, margin / 2);
    }

    [Fact]
    public void The_logarithm_is_exact_to_a_few_units_in_the_last_place()
    {
        var random = new RandomGenerator(9);
        for (int i = 0; i < 20_000; i++)
        {
            double x = i % 2 == 0 ? random.NextUniform() : Math.ScaleB(1 + random.NextUniform(), -(i % 100));
            double expected = Math.Log(x);
            Assert.True(Math.Abs(RandomGenerator.NaturalLogarithm(x) - expected) <= 1e-15 * Math.Abs(expected), $"ln {x:R}");
        }

        Assert.Equal(0, RandomGenerator.NaturalLogarithm(1));
    }

    [Fact]
    public void Every_order_of_three_comes_about_equally_often()
    {
        var counts = new Dictionary<(int, int, int), int>();
        var random = new RandomGenerator(4);
        for (int i = 0; i < 60_000; i++)
        {
            int[] items = [0, 1, 2];
            random.Shuffle(items.AsSpan());
            var order = (items[0], items[1], items[2]);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_bound_below_one_is_refused(int bound)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGenerator(1).NextBelow(bound));
        Assert.StartsWith($"NextBelow: the bound is {bound}; it must be 1 or more.", error.Message, StringComparison.Ordinal);
    }

    private static TItem[] Draw<TItem>(int count, ulong seed, Func<RandomGenerator, TItem> draw)
    {
        var random = new RandomGenerator(seed);
        var items = new TItem[count];
        for (int i = 0; i < count; i++) items[i] = draw(random);
        return items;
    }
}
