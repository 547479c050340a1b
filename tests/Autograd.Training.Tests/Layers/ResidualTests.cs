namespace Autograd.Training.Tests.Layers;

public class ResidualTests
{
    [Fact]
    public void Paths_lead_through_the_inner_layer()
    {
        var layer = new Residual<double>(new Linear<double>("", 2, 2, Initializer.Zeros, new RandomGenerator(1)));
        Assert.Equal(["inner.weight", "inner.bias"], layer.Tensors.Select(tensor => tensor.Path));
        Assert.Equal("Residual (Linear 2 → 2)", layer.ToString());
    }

    /// <summary>Lengths that would be broadcast are no residual.</summary>
    [Fact]
    public void Other_lengths_are_refused_and_leave_the_tape_as_it_was()
    {
        var layer = new Residual<double>(new Linear<double>("", 2, 1, Initializer.Zeros, new RandomGenerator(1)));
        using var tape = new Tape<double>();
        var x = tape.Constant([1, 2], [1, 2]);
        var error = Assert.Throws<ArgumentException>(() => layer.Forward(x));
        Assert.StartsWith("Residual: the inner layer makes [1, 1] of [1, 2]; to be added to its input", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, tape.NodeCount);
        Assert.Throws<ArgumentNullException>(() => new Residual<double>(null!));
    }
}
