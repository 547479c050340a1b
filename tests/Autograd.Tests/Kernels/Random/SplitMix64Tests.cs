namespace Autograd.Tests.Kernels;

public class SplitMix64Tests
{
    /// <summary>The first numbers of the published generator for seed 1234567.</summary>
    [Fact]
    public void The_numbers_are_the_published_ones()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Directions_have_no_small_component_and_both_signs()
    {
        double[] direction = new SplitMix64(1).NextDirection(1000);
        Assert.All(direction, component => Assert.InRange(Math.Abs(component), 0.5, 1.5));
        Assert.InRange(direction.Count(component => component > 0), 400, 600);
    }
}
