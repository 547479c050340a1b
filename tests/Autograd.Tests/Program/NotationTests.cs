namespace Autograd.Tests.Program;

public class NotationTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    [InlineData(int.MaxValue)]
    public void A_dimension_that_no_tensor_has_is_refused(int dimension)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Notation.Slice(dimension, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Notation.Embedding(dimension, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Notation.Indicator(dimension, 1));
    }
}
