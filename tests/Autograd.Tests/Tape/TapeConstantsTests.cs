namespace Autograd.Tests.Tape;

public class TapeConstantsTests
{
    [Fact]
    public void Zeros_ones_and_full_have_the_lengths_however_these_are_given()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2, 3, 4, 5, 6], 2, 3);
        Variable<double>[] zeros = [tape.Zeros(2, 3), tape.Zeros([2, 3]), tape.Zeros((2, 3)), tape.Zeros(x.Shape), tape.Zeros(new[] { 2, 3 })];
        Assert.All(zeros, z => Assert.Equal((new Shape(2, 3), 0.0), (z.Shape, z.Abs().Sum().Scalar)));
        Assert.Equal(Shape.Scalar, tape.Zeros().Shape);
        Assert.Equal([1, 1, 1], tape.Ones(3).ToArray());
        Assert.Equal([2.5, 2.5], tape.Full(2, 2.5).ToArray());
        Assert.False(tape.Ones(3).IsDifferentiable);
        Assert.Empty(tape.Ones(0, 3).ToArray());
    }

    [Fact]
    public void The_identity_may_be_oblong()
    {
        using var tape = new Tape<float>();
        Assert.Equal([1f, 0, 0, 1], tape.Eye(2).ToArray());
        Assert.Equal([1f, 0, 0, 0, 1, 0], tape.Eye(2, 3).ToArray());
        Assert.Equal([1f, 0, 0, 1, 0, 0], tape.Eye(3, 2).ToArray());
    }

    [Fact]
    public void Progressions_end_before_or_at_their_end_and_do_not_add_up_errors()
    {
        using var tape = new Tape<double>();
        Assert.Equal([0, 1, 2], tape.Arange(3).ToArray());
        Assert.Equal([2, 3, 4], tape.Arange(2, 4.5).ToArray());
        Assert.Equal([3, 1, -1], tape.Arange(3, -2, -2).ToArray());
        Assert.Empty(tape.Arange(3, 1).ToArray());
        double[] tenths = tape.Arange(0, 100, 0.1).ToArray();
        Assert.Equal(1000, tenths.Length);
        Assert.Equal(999 * 0.1, tenths[999]);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], tape.Linspace(0, 1, 5).ToArray());
        Assert.Equal(0.7, tape.Linspace(0.1, 0.7, 8).ToArray()[^1]);
        Assert.Equal([2], tape.Linspace(2, 9, 1).ToArray());
        Assert.Empty(tape.Linspace(0, 1, 0).ToArray());
    }

    [Fact]
    public void Random_numbers_are_those_of_the_generator_whatever_the_element_type()
    {
        using var tape = new Tape<double>();
        using var single = new Tape<float>();
        var random = new RandomGenerator(1);
        double[] uniform = [random.NextUniform(), random.NextUniform(), random.NextUniform()];
        random = new RandomGenerator(1);
        double[] normal = [random.NextNormal(), random.NextNormal(), random.NextNormal()];
        Assert.Equal(uniform, tape.Uniform(3, new RandomGenerator(1)).ToArray());
        Assert.Equal(uniform.Select(u => -1 + (u * 3)), tape.Uniform(3, -1, 2, new RandomGenerator(1)).ToArray());
        Assert.Equal(normal, tape.Normal(3, new RandomGenerator(1)).ToArray());
        Assert.Equal(normal.Select(n => 5 + (n * 2)), tape.Normal(3, 5, 2, new RandomGenerator(1)).ToArray());
        Assert.Equal(normal.Select(n => (float)n), single.Normal(3, new RandomGenerator(1)).ToArray());
        Assert.Equal(uniform.Select(u => (float)u), single.Uniform((1, 3), new RandomGenerator(1)).ToArray());
    }

    [Fact]
    public void What_is_no_number_of_elements_is_refused_and_nothing_is_recorded()
    {
        using var tape = new Tape<double>();
        Refused("Arange: steps of 0 from 0 lead to no end at 3; all three must be finite, and the step not 0. (Parameter 'step')", () => tape.Arange(0, 3, 0));
        Refused("Arange: steps of 1 from 0 lead to no end at NaN; all three must be finite, and the step not 0. (Parameter 'step')", () => tape.Arange(double.NaN));
        Refused("Linspace: the count is -1; it must be 0 or more. (Parameter 'count')", () => tape.Linspace(0, 1, -1));
        Refused("Uniform: the bounds are 2 and 1; they must be finite, and the second not below the first. (Parameter 'high')", () => tape.Uniform(3, 2, 1, new RandomGenerator(1)));
        Refused("Normal: the standard deviation is -1; it must be a finite number, 0 or more. (Parameter 'deviation')", () => tape.Normal(3, 0, -1, new RandomGenerator(1)));
        Refused("Shape: [2, -1] has a negative length; lengths are 0 or more. (Parameter 'lengths')", () => tape.Zeros(2, -1));
        Assert.Throws<ArgumentNullException>(() => tape.Normal(3, null!));
        Assert.Equal(0, tape.NodeCount);

        static void Refused(string message, Func<Variable<double>> call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => call()).Message);
    }

    [Fact]
    public void A_recording_that_repeats_gets_new_numbers_in_the_same_nodes()
    {
        using var tape = new Tape<double>();
        var random = new RandomGenerator(2);
        var seen = new HashSet<double>();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            seen.Add((tape.Normal(4, random) + tape.Zeros(4)).Sum().Scalar);
        }

        Assert.Equal(5, seen.Count);
    }
}
