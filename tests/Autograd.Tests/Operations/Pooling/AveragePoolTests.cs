namespace Autograd.Tests.Operations;

public class AveragePoolTests
{
    [Fact]
    public void Padding_counts_only_if_that_is_asked_for()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([2.0, 4, 6, 8], [1, 1, 2, 2]);
        Assert.Equal([2, 4, 6, 8], x.AveragePool(2, 2, 1).ToArray());
        Assert.Equal([0.5, 1, 1.5, 2], x.AveragePool(2, 2, 1, countIncludePadding: true).ToArray());
        Assert.Equal([5], x.AveragePool(2).ToArray());
    }

    [Fact]
    public void The_global_average_is_one_for_each_channel()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Arange(0, 24).Reshape(2, 2, 3, 2), y = x.GlobalAveragePool();
        Assert.Equal([2, 2, 1, 1], y.Shape.ToArray());
        Assert.Equal([2.5, 8.5, 14.5, 20.5], y.ToArray());
        Assert.Equal([2.5, 8.5, 14.5, 20.5], x.Reshape(2, 2, 6).GlobalAveragePool().ToArray());
    }

    [Fact]
    public void Adaptive_windows_overlap_where_the_length_is_not_a_multiple()
    {
        // 5 elements in 3 windows: 0–1, 1–3, 3–4. In 7: each element once or twice.
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1.0, 2, 3, 4, 5], [1, 1, 5]);
        Assert.Equal([1.5, 3, 4.5], x.AdaptiveAveragePool(3).ToArray());
        Assert.Equal([1, 1.5, 2.5, 3, 3.5, 4.5, 5], x.AdaptiveAveragePool(7).ToArray());
        Assert.Equal([3], x.AdaptiveAveragePool(1).ToArray());
    }

    [Fact]
    public void The_mean_of_a_large_plane_is_accurate()
    {
        using var tape = new Tape<float>();
        var values = new float[1000 * 1000];
        Array.Fill(values, 0.1f);
        Assert.Equal(0.1f, tape.Constant(values, [1, 1, 1000, 1000]).AdaptiveAveragePool(1).ToArray()[0], 1e-6f);
    }
}
