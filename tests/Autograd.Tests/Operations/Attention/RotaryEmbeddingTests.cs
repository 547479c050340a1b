namespace Autograd.Tests.Operations;

public class RotaryEmbeddingTests
{
    [Theory]
    [InlineData(6, 0, false)]
    [InlineData(6, 0, true)]
    [InlineData(6, 100_000, false)]
    [InlineData(6, -3, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 1, true)]
    public void Pairs_are_turned_by_their_position(int n, int start, bool interleaved)
    {
        const int positions = 3;
        int half = n / 2;
        double[] x = [.. Enumerable.Range(0, positions * n).Select(i => Math.Sin(i + 1))], expected = new double[x.Length];
        for (int p = 0; p < positions; p++)
        {
            for (int i = 0; i < half; i++)
            {
                double angle = (start + p) * Math.Pow(10000, -2.0 * i / n);
                int a = (p * n) + (interleaved ? 2 * i : i), b = interleaved ? a + 1 : a + half;
                expected[a] = (x[a] * Math.Cos(angle)) - (x[b] * Math.Sin(angle));
                expected[b] = (x[b] * Math.Cos(angle)) + (x[a] * Math.Sin(angle));
            }
        }

        using var tape = new Tape<double>();
        Assert.InRange(Close.Difference<double>(expected, tape.Constant(x, [positions, n]).RotaryEmbedding(start, interleaved: interleaved).ToArray()), 0, 1e-11);
        using var single = new Tape<float>();
        float[] rounded = single.Constant(Array.ConvertAll(x, v => (float)v), [positions, n]).RotaryEmbedding(start, interleaved: interleaved).ToArray();
        Assert.InRange(Close.Difference<float>(expected, rounded), 0, 1e-6);
    }

    /// <summary>The first pair is turned by the position itself, a number without error, of which the C library takes off whole turns exactly.</summary>
    [Fact]
    public void Far_positions_lose_no_digits()
    {
        const int start = 100_000_000;
        using var tape = new Tape<double>();
        double[] turned = tape.Constant([1.0, 0, 1, 0], [2, 2]).RotaryEmbedding(start).ToArray();
        Assert.InRange(Close.Difference<double>([Math.Cos(start), Math.Sin(start), Math.Cos(start + 1), Math.Sin(start + 1)], turned), 0, 2e-15);
    }
}
