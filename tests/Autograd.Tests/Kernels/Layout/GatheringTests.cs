namespace Autograd.Tests;

public class GatheringTests
{
    public static TheoryData<int[], int> Cases => new()
    {
        { [5], 0 }, { [4, 3], 0 }, { [4, 3], 1 }, { [3, 4, 5], 0 }, { [3, 4, 5], 1 }, { [3, 4, 5], 2 }, { [2, 6, 1], 1 }, { [7, 33], 0 },
        { [2, 2, 2, 2, 2, 2, 3, 2], 6 }, { [0, 4, 2], 1 }, { [2, 4, 0], 1 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Gather_selects_and_ScatterAdd_is_its_adjoint(int[] lengths, int dimension)
    {
        Shape shape = ToShape(lengths);
        int length = shape[dimension];
        foreach (int[] indices in (int[][])[[0], [], [length - 1, 0, length - 1, 1], [1, 1, 1]])
        {
            Shape selected = shape.With(dimension, indices.Length);
            double[] values = Views.Values<double>(shape.ElementCount);
            var expected = new double[selected.ElementCount];
            var scattered = new double[shape.ElementCount];
            double[] updates = Views.Values<double>(selected.ElementCount, 3);
            for (int i = 0; i < expected.Length; i++)
            {
                int run = Run(shape, dimension);
                int from = (((i / run / indices.Length) * length) + indices[i / run % indices.Length]) * run + (i % run);
                expected[i] = values[from];
                scattered[from] += updates[i];
            }

            foreach (string pattern in Views.Patterns)
            {
                var actual = new double[expected.Length];
                Gathering.Gather(Views.Lay<double>(pattern, shape, values).Strided, dimension, indices, actual);
                Views.SameBits<double>(expected, actual, pattern);
            }

            double[] back = [.. values];                                           // what was there is overwritten
            Gathering.ScatterAdd<double>(updates, indices, dimension, shape, back);
            for (int i = 0; i < back.Length; i++) Assert.Equal(scattered[i], back[i], 1e-12);
        }
    }

    [Fact]
    public void Repeated_indices_add_up_in_increasing_position()
    {
        float[] updates = [1e8f, 1, -1e8f, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        int[] indices = new int[updates.Length];
        var result = new float[1];
        Gathering.ScatterAdd<float>(updates, indices, 0, [1], result);
        Assert.Equal(15, result[0]);                       // 1e8 + 1 is 1e8: only what comes later counts
        var wide = new float[10];
        float[] rows = updates.SelectMany(u => Enumerable.Repeat(u, 10)).ToArray();
        Gathering.ScatterAdd<float>(rows, indices, 0, [1, 10], wide);
        Assert.All(wide, value => Assert.Equal(15, value));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Updates_of_minus_0_add_up_to_minus_0_and_so_do_none(int[] lengths, int dimension)
    {
        Shape shape = ToShape(lengths);
        int[] indices = [shape[dimension] - 1, 1, 1, shape[dimension] - 1, 1];
        Shape selected = shape.With(dimension, indices.Length);
        var updates = new double[selected.ElementCount];
        Array.Fill(updates, -0.0);
        double[] sums = Views.Values<double>(shape.ElementCount);
        Gathering.ScatterAdd<double>(updates, indices, dimension, shape, sums);
        for (int i = 0; i < sums.Length; i++)
        {
            Views.SameBits<double>([-0.0], [sums[i]], $"{shape} along {dimension} at {i}");
        }

        for (int i = 0; i < updates.Length; i++) if (i / Run(shape, dimension) % indices.Length == 2) updates[i] = 0;
        Gathering.ScatterAdd<double>(updates, indices, dimension, shape, sums);
        for (int i = 0; i < sums.Length; i++)
        {
            int index = i / Run(shape, dimension) % shape[dimension];
            Views.SameBits<double>([index == 1 ? 0.0 : -0.0], [sums[i]], $"{shape} along {dimension} at {i}");
        }
    }

    /// <summary>Of two elements one gets most updates, as terms that one accumulator would lose.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(37)]
    public void Many_updates_of_one_element_lose_nothing(int run)
    {
        int count = (1 << 24) / run;
        float[] updates = new float[count * run], sums = new float[3 * run];
        Array.Fill(updates, 0.3f);
        var indices = new int[count];
        for (int k = 0; k < count; k++) indices[k] = k % 1000 == 0 ? 2 : 1;
        Gathering.ScatterAdd<float>(updates, indices, 0, [3, run], sums);
        int rare = (count + 999) / 1000;
        for (int i = 0; i < run; i++)
        {
            Assert.Equal(0, sums[i]);
            Assert.InRange(sums[run + i] / ((double)0.3f * (count - rare)), 1 - 1e-7, 1 + 1e-7);
            Assert.InRange(sums[(2 * run) + i] / ((double)0.3f * rare), 1 - 1e-7, 1 + 1e-7);
        }

        updates[run] = float.PositiveInfinity;
        updates[(count - 1) * run] = float.NaN;
        Gathering.ScatterAdd<float>(updates, indices, 0, [3, run], sums);
        Assert.Equal(indices[^1] == 1 ? float.NaN : float.PositiveInfinity, sums[run]);
        if (run > 1) Assert.True(float.IsFinite(sums[run + 1]));
    }

    [Fact]
    public void Pick_takes_one_per_row_and_Place_puts_it_back()
    {
        double[] x = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];                       // [2, 3, 2]
        int[] indices = [2, 0, 1, 1];                                              // [2, 2]
        var picked = new double[4];
        Gathering.Pick<double>(x, [2, 3, 2], 1, indices, picked);
        Assert.Equal([4, 1, 8, 9], picked);
        double[] placed = [.. x];
        Gathering.Place<double>(picked, [2, 3, 2], 1, indices, placed);
        Assert.Equal([0, 1, 0, 0, 4, 0, 0, 0, 8, 9, 0, 0], placed);
    }

    private static int Run(Shape shape, int dimension)
    {
        int run = 1;
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
        return run;
    }

    private static Shape ToShape(int[] lengths) => new(Array.ConvertAll(lengths, length => (nint)length));
}
