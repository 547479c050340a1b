namespace Autograd.Tests.Operations;

/// <summary>A user's own operations: right ones, written as the library's are, and wrong ones, which leave the tape as it was.</summary>
public class OwnOperationTests
{
    private static readonly double[] Values = [0.5, -1.5, 2, 0.25, -0.75, 3];

    [Fact]
    public void An_element_wise_one_has_its_formula_and_its_derivatives()
    {
        using var tape = new Tape<float>();
        Assert.Equal([0.1f, 0.5f, 1f], tape.Variable([3f, -1f, 0f], [3]).Lorentzian().ToArray());
        var options = new GradientCheckOptions { Order = 3 };
        GradientCheck.Check(x => x.Lorentzian(), Values, [2, 3], options).ThrowIfFailed();
        GradientCheck.Check(x => (x.Lorentzian() * x).Sum(), [0.5], [], options).ThrowIfFailed();
    }

    [Fact]
    public void One_with_a_kernel_has_its_values_and_its_derivatives()
    {
        using var tape = new Tape<float>();
        Assert.Equal([1f, 3f, 6f, 4f, 9f, 15f], tape.Variable([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]).RunningSum().ToArray());
        GradientCheck.Check(x => x.RunningSum().Square(), Values, [2, 3], new GradientCheckOptions { Order = 3 }).ThrowIfFailed();
        GradientCheck.Check(x => x.Transpose().RunningSum(), Values, [2, 3]).ThrowIfFailed();
        GradientCheck.Check(x => x.RunningSum(), [], [0]).ThrowIfFailed();
    }

    [Fact]
    public void A_kernel_that_takes_no_views_gets_them_contiguous()
    {
        using var tape = new Tape<double>();
        Variable<double> view = tape.Variable(Values, [2, 3]).Transpose();
        Assert.Equal([0.5, 0.75, -1.5, -2.25, 2, 5], view.RunningSum().ToArray());
    }

    [Fact]
    public void A_wrong_slope_is_found()
    {
        GradientReport report = GradientCheck.Check(x => x.Apply(new FaultyOperation(Fault.WrongSlope)), Values, [6]);
        Assert.False(report.Passed);
        Assert.Equal(2.0 / 3, report.Worst!.Actual / report.Worst.Expected, 1e-9);
        Assert.False(GradientCheck.Check(x => x.Apply(new FaultyOperation(Fault.NoContribution)), Values, [6]).Passed);
        GradientCheck.Check(x => x.Apply(new FaultyOperation(Fault.None)), Values, [6]).ThrowIfFailed();
    }

    [Fact]
    public void A_cotangent_of_the_wrong_shape_is_refused_and_nothing_recorded()
    {
        using var tape = new Tape<double>();
        Variable<double> y = tape.Variable([1, 2, 3], [3]).Apply(new FaultyOperation(Fault.WrongShape)).Sum();
        int before = tape.NodeCount;
        var thrown = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Equal("Faulty: its VJP returned a cotangent of shape [2] for operand 0 of shape [3].", thrown.Message);
        Assert.Equal(before, tape.NodeCount);
    }

    [Fact]
    public void A_cotangent_from_another_tape_is_refused_and_nothing_recorded()
    {
        using Tape<double> tape = new(), other = new();
        Variable<double> y = tape.Variable([1, 2, 3], [3]).Apply(new FaultyOperation(Fault.OtherTape, other)).Sum();
        int before = tape.NodeCount;
        var thrown = Assert.Throws<ArgumentException>(() => y.Backward());
        Assert.Equal("Faulty: the operands belong to different tapes. Record them on one tape.", thrown.Message);
        Assert.Equal(before, tape.NodeCount);
    }

    [Fact]
    public void A_rule_that_throws_leaves_nothing_recorded_and_the_tape_usable()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3], [3]), y = x.Apply(new FaultyOperation(Fault.ThrowingVjp)).Sum();
        int before = tape.NodeCount;
        Assert.Equal("Faulty: the rule cannot.", Assert.Throws<ArithmeticException>(() => y.Backward()).Message);
        Assert.Equal(before, tape.NodeCount);
        Assert.Equal([2, 4, 6], x.Square().Sum().Backward()[x].ToArray());
    }

    [Fact]
    public void A_kernel_that_throws_leaves_nothing_recorded_and_the_tape_usable()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2, 3], [3]);
        var thrown = Assert.Throws<ArithmeticException>(() => x.Apply(new FaultyOperation(Fault.ThrowingKernel)));
        Assert.Equal("Faulty: the kernel cannot.", thrown.Message);
        Assert.Equal(1, tape.NodeCount);
        Assert.Equal([2, 4, 6], x.Square().Sum().Backward()[x].ToArray());
    }

    [Fact]
    public void A_kernel_that_throws_when_deferred_throws_at_each_reading()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> x = tape.Variable([1, 2, 3], [3]), y = x.Apply(new FaultyOperation(Fault.ThrowingKernel));
        for (int i = 0; i < 2; i++) Assert.Equal("Faulty: the kernel cannot.", Assert.Throws<ArithmeticException>(() => y.ToArray()).Message);
        Assert.Equal([1, 4, 9], x.Square().ToArray());
    }

    [Fact]
    public void A_shape_that_is_refused_leaves_nothing_recorded()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable(1.0);
        var thrown = Assert.Throws<ArgumentException>(() => x.RunningSum());
        Assert.Equal("RunningSum: a scalar has no dimension to sum over.", thrown.Message);
        Assert.Equal(1, tape.NodeCount);
    }
}
