namespace Autograd.Training.Tests.Layers;

public class DropoutTests
{
    private const int Count = 100_000;

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Backward_goes_through_the_same_elements(EvaluationMode evaluation)
    {
        var layer = new Dropout<double>(0.5, new RandomGenerator(1));
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        for (ulong step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Variable(Enumerable.Repeat(1.0, 1000).ToArray(), [10, 100]);
            var y = layer.Forward(x, Pass.Training(step));
            double[] gradient = y.Sum().Backward()[x].ToArray();
            Assert.Equal([0, 2], gradient.Select(value => value + 0.0).Distinct().Order());
            Assert.Equal(y.ToArray(), gradient);
        }
    }

    [Fact]
    public void The_mean_stays()
    {
        float[] mask = Mask(new Dropout<float>(0.3, new RandomGenerator(1)), 7);
        Assert.Equal([0, 1 / 0.7f], mask.Distinct().Order());
        Assert.Equal(0.3, mask.Count(value => value == 0) / (double)Count, 5 * Math.Sqrt(0.21 / Count));
    }

    /// <summary>Of two choices that know nothing of each other, p² + (1 − p)² of the elements agree.</summary>
    [Fact]
    public void Layers_and_seeds_make_choices_of_their_own()
    {
        var random = new RandomGenerator(1);
        Dropout<float> first = new(0.5, random), second = new(0.5, random);
        float[] mask = Mask(first, 7);
        Assert.Equal(mask, Mask(first, 7));
        Assert.Equal(mask, Mask(new Dropout<float>(0.5, new RandomGenerator(1)), 7));
        foreach (float[] other in new[] { Mask(first, 8), Mask(second, 7), Mask(second, 8) })
        {
            Assert.Equal(0.5, mask.Zip(other).Count(pair => pair.First == pair.Second) / (double)Count, 5 * Math.Sqrt(0.25 / Count));
        }
    }

    [Fact]
    public void In_inference_and_with_probability_0_the_output_is_the_input()
    {
        using var tape = new Tape<double>();
        var x = tape.Constant([1, 2, 3], [3]);
        Assert.Equal(x, new Dropout<double>(0.5, new RandomGenerator(1)).Forward(x, Pass.Inference));
        Assert.Equal([1, 2, 3], new Dropout<double>(0, new RandomGenerator(1)).Forward(x, Pass.Training(1)).ToArray());
        Assert.Equal([0, 0, 0], new Dropout<double>(1, new RandomGenerator(1)).Forward(x, Pass.Training(1)).ToArray());
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout<double>(1.5, new RandomGenerator(1)));
        Assert.StartsWith("Dropout: the probability is 1.5; it must be from 0 to 1.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout<double>(double.NaN, new RandomGenerator(1)));
        Assert.Throws<ArgumentNullException>(() => new Dropout<double>(0.5, null!));
        using var tape = new Tape<double>();
        var x = tape.Constant([1.0]);
        var unspecified = Assert.Throws<InvalidOperationException>(() => new Dropout<double>(0.5, new RandomGenerator(1)).Forward(x));
        Assert.StartsWith("Dropout: it computes something else in training than in inference.", unspecified.Message, StringComparison.Ordinal);
        Assert.Equal("Dropout 0.5", new Dropout<double>(0.5, new RandomGenerator(1)).ToString());
    }

    private static float[] Mask(Dropout<float> layer, ulong seed)
    {
        using var tape = new Tape<float>();
        return layer.Forward(tape.Ones(Count), Pass.Training(seed)).ToArray();
    }
}
