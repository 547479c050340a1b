namespace Autograd.Tests.Memory;

public class PermutationTests
{
    [Fact]
    public void Every_order_of_four_dimensions_is_undone_by_its_inverse_and_moves_lengths_and_strides_alike()
    {
        Shape shape = [2, 3, 4, 5];
        Layout layout = Layout.Contiguous(shape);
        int orders = 0;
        for (int code = 0; code < 256; code++)
        {
            int[] order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3];
            if (order.Distinct().Count() < 4) continue;
            orders++;
            var permutation = Permutation.Of("Permute", order, shape);
            Layout moved = permutation.Apply(in layout);
            for (int k = 0; k < 4; k++)
            {
                Assert.Equal(order[k], permutation[k]);
                Assert.Equal(k, permutation.Inverse[permutation[k]]);
                Assert.Equal(shape[order[k]], moved.Shape[k]);
                Assert.Equal(layout.Strides[order[k]], moved.Strides[k]);
            }

            Assert.Equal(layout, permutation.Inverse.Apply(in moved));
            Assert.Equal(permutation, permutation.Inverse.Inverse);
            Assert.Equal(shape.ElementCount, moved.Shape.ElementCount);
        }

        Assert.Equal(24, orders);
    }

    [Fact]
    public void Exchange_is_its_own_inverse()
    {
        var exchange = Permutation.Exchange(8, 1, 7);
        Assert.Equal("[0, 7, 2, 3, 4, 5, 6, 1]", exchange.ToString());
        Assert.Equal(exchange, exchange.Inverse);
    }

    [Fact]
    public void Negative_dimensions_count_from_the_end() =>
        Assert.Equal(Permutation.Of("Permute", [2, 0, 1], [2, 3, 4]), Permutation.Of("Permute", [-1, -3, -2], [2, 3, 4]));

    [Fact]
    public void Not_each_dimension_once_is_refused()
    {
        Assert.StartsWith("Permute: 1 dimensions were named, but shape [2, 3] has 2", Assert.Throws<ArgumentException>(() => Permutation.Of("Permute", [0], [2, 3])).Message);
        Assert.StartsWith("Permute: dimension 0 of shape [2, 3] is named twice", Assert.Throws<ArgumentException>(() => Permutation.Of("Permute", [0, 0], [2, 3])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Permutation.Of("Permute", [0, 2], [2, 3]));
    }
}
