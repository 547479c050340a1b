namespace Autograd.Tests;

public class CopyingTests
{
    private static readonly Shape[] s_shapes =
    [
        [], [1], [5], [100], [3, 5], [8, 8], [9, 17], [70, 66], [4, 4], [1, 30], [30, 1], [2, 3, 4], [5, 1, 70], [3, 66, 9], [16, 8, 24],
        [2, 3, 4, 5], [2, 1, 3, 1, 2, 3, 1, 2], [2, 2, 2, 2, 2, 2, 2, 3], [0], [3, 0, 2],
    ];

    [Fact]
    public void Copies_any_strides_to_row_major()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            foreach (Shape shape in s_shapes)
            {
                T[] values = Views.Values<T>(shape.ElementCount);
                foreach (string pattern in Views.Patterns)
                {
                    var result = new T[values.Length + 1];
                    Copying.Copy(Views.Lay<T>(pattern, shape, values).Strided, result);
                    Views.SameBits<T>(values, result.AsSpan(0, values.Length), $"{shape} {pattern}");
                    Assert.Equal(T.Zero, result[values.Length]);
                }
            }
        }
    }

    [Fact]
    public void Writes_any_strides_into_a_region_of_any_strides_and_nothing_else()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            foreach (Shape shape in s_shapes)
            {
                T[] values = Views.Values<T>(shape.ElementCount);
                T[] old = Views.Values<T>(shape.ElementCount, 5);
                foreach (string from in Views.Patterns)
                {
                    foreach (string to in Views.Patterns)
                    {
                        View<T> source = Views.Lay<T>(from, shape, values);
                        View<T> target = Views.Lay<T>(to, shape, old);
                        T[] before = [.. target.Buffer];
                        Copying.CopyInto(source.Strided, target.Buffer, target.Layout, target.Offset);
                        Views.SameBits<T>(values, target.Logical(), $"{shape} {from} to {to}");
                        int changed = 0;
                        for (int i = 0; i < before.Length; i++) if (!before[i].Equals(target.Buffer[i])) changed++;
                        Assert.InRange(changed, 0, values.Length);
                        Assert.Equal(before.Count(T.IsNaN), target.Buffer.Count(T.IsNaN));
                    }
                }
            }
        }
    }

    [Fact]
    public void Repeats_broadcast_elements()
    {
        float[] row = [1, 2, 3];
        var strides = new DimensionValues();
        strides[0] = 1;
        var result = new float[60];
        Copying.Copy(new Strided<float>(in row[0], new Layout([3, 20], new Strides(strides))), result);
        for (int i = 0; i < 60; i++) Assert.Equal(row[i / 20], result[i]);
        strides = new DimensionValues();
        strides[1] = 1;
        Copying.Copy(new Strided<float>(in row[0], new Layout([20, 3], new Strides(strides))), result);
        for (int i = 0; i < 60; i++) Assert.Equal(row[i % 3], result[i]);
    }

    [Fact]
    public void A_region_outside_the_buffer_is_refused()
    {
        float[] x = [1, 2, 3];
        Layout layout = Layout.Contiguous([3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Copying.CopyInto(new Strided<float>(in x[0], layout), new float[4], layout, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Copying.CopyInto(new Strided<float>(in x[0], layout), new float[4], layout, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Copying.Copy(new Strided<float>(in x[0], layout), new float[2]));
    }
}
