using System.Runtime.InteropServices;

namespace Autograd.Tests.Kernels;

public class SmallColumnsTests
{
    [Fact]
    public void Small_columns_have_the_bits_of_any_layout_in_float() => Compare<float>();

    [Fact]
    public void Small_columns_have_the_bits_of_any_layout_in_double() => Compare<double>();

    private static void Compare<T>()
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new Random(3);
        foreach (int rows in (int[])[1, 2, 3, 5, 8, 9, 16, 17, 24, 31, 33, 64, 72, 100])
        {
            foreach (int columns in (int[])[2, 3, 7, 8, 9, 10, 15, 16, 17, 31, 64, 80])
            {
                using var tape = new Tape<T>();
                T[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(50) == 0 ? T.NaN : T.CreateChecked(random.NextDouble() - 0.5))];
                Variable<T> near = tape.Constant(values, [rows, columns]);

                // The same elements two apart, and in rows that lie further apart.
                Variable<T> far = tape.Constant([.. values.SelectMany(v => new[] { v, T.One })], [rows, columns, 2]).Slice(2, 0..1).Squeeze(2);
                Variable<T> apart = near.BroadcastTo([2, rows, columns]).Permute(1, 0, 2).Reshape(rows, 2 * columns).Slice(1, columns..(2 * columns));
                Assert.Equal(Bits(far.Sum(0)), Bits(near.Sum(0)));
                Assert.Equal(Bits(far.Sum(0)), Bits(apart.Sum(0)));
                Assert.Equal(Bits(far.Max([0])), Bits(near.Max([0])));
                Assert.Equal(Bits(far.Variance([0], correction: 0)), Bits(near.Variance([0], correction: 0)));
            }
        }
    }

    private static byte[] Bits<T>(Variable<T> x)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => MemoryMarshal.AsBytes(x.Span).ToArray();
}
