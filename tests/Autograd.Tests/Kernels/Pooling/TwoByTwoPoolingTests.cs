using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>Windows of 2×2 side by side against the definition, for all widths around the vectors', ties, NaN and infinities.</summary>
public class TwoByTwoPoolingTests
{
    [Fact]
    public void Float() => Agrees<float>();

    [Fact]
    public void Double() => Agrees<double>();

    private static void Agrees<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = [T.One, T.CreateChecked(2), T.NaN, T.NegativeInfinity, T.PositiveInfinity, -T.Zero, T.Zero, T.One];
        var random = new SplitMix64(7);
        for (int width = 2; width < 40; width++)
        {
            for (int trial = 0; trial < 30; trial++)
            {
                int height = 2 + (trial % 4), kinds = trial % 3 == 0 ? 2 : values.Length;
                var geometry = new PoolGeometry("Pool", [2, 1, height, width], new(2, 2, 0), new(2, 2, 0));
                int windows = width / 2, count = 2 * (height / 2) * windows;
                var x = new T[2 * height * width];
                for (int i = 0; i < x.Length; i++) x[i] = values[random.Next() % (ulong)kinds];
                T[] cotangent = [.. Enumerable.Range(0, count).Select(o => o % 5 == 0 ? -T.Zero : T.CreateChecked(o + 1))];
                T[] largest = new T[count], placed = new T[x.Length], expected = new T[x.Length];
                Array.Fill(placed, T.NaN);
                Array.Fill(expected, T.NegativeZero);
                Pooling.Max<T>(in geometry, x, largest);
                Pooling.Place<T>(in geometry, x, cotangent, placed);
                for (int o = 0; o < count; o++)
                {
                    int plane = o / (height / 2 * windows) * height * width;
                    int first = plane + (o / windows % (height / 2) * 2 * width) + (o % windows * 2);
                    int[] members = [first, first + 1, first + width, first + width + 1];
                    int best = members.FirstOrDefault(i => T.IsNaN(x[i]), -1);
                    if (best < 0) best = members.First(i => members.All(j => x[j] <= x[i]));
                    Assert.Equal(x[best], largest[o]);
                    expected[best] += cotangent[o];
                }

                Views.SameBits<T>(expected, placed, $"{width}, trial {trial}");
            }
        }
    }
}
