namespace Autograd.Tests.Memory;

public class StridesTests
{
    [Fact]
    public void A_dimension_that_no_tensor_has_is_refused()
    {
        Strides strides = Layout.Contiguous([2, 3]).Strides;
        Assert.Equal((3, 1, 0, 0), (strides[0], strides[1], strides[2], strides[7]));
        foreach (int dimension in (int[])[-1, 8, int.MinValue])
        {
            var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => strides[dimension]);
            Assert.Equal($"Strides: dimension {dimension} is outside 0..7. (Parameter 'dimension')", thrown.Message);
        }
    }
}
