namespace Autograd.Tests.Program;

public class ParameterTests
{
    [Fact]
    public void A_parameter_begins_with_zeros_or_a_copy_of_what_is_given()
    {
        double[] values = [1, 2, 3, 4];
        var given = new Parameter<double>("W", [2, 2], values);
        values[0] = 99;
        Assert.Equal([1, 2, 3, 4], given.Values);
        Assert.Equal(4, given.ToTensor()[1, 1]);
        Assert.Equal("W [2, 2]", given.ToString());
        Assert.Equal(new double[100], new Parameter<double>("z", [100]).Values);
        Assert.Equal([1], new Parameter<double>("s", []).ToTensor().Lengths.ToArray());
        Assert.Empty(new Parameter<double>("e", [0, 2]).Values.ToArray());
    }

    [Fact]
    public void Every_update_counts_and_writes_in_place()
    {
        var parameter = new Parameter<float>("b", [2]);
        parameter.Update()[1] = 3;
        parameter.Update()[0] = 2;
        Assert.Equal(2, parameter.Version);
        Assert.Equal([2, 3], parameter.Values);
    }

    [Fact]
    public void A_wrong_number_of_values_and_no_name_are_refused()
    {
        Assert.StartsWith("Parameter: 3 values were given, but shape [2, 2] has 4 elements.", Assert.Throws<ArgumentException>(() => new Parameter<double>("W", [2, 2], [1, 2, 3])).Message);
        Assert.Throws<ArgumentNullException>(() => new Parameter<double>(null!, [2]));
    }

    [Fact]
    public void A_parameter_put_on_the_tape_by_a_call_that_failed_is_put_there_anew()
    {
        using var tape = new Tape<double>();
        var parameter = new Parameter<double>("W", [2], [1, 2]);
        using (new Attempt<double>(tape)) tape.Watch(parameter);
        Assert.Equal(0, tape.NodeCount);
        Variable<double> other = tape.Variable([5.0, 6, 7], [3]), again = tape.Watch(parameter);
        Assert.NotEqual(other, again);
        Assert.Equal([1.0, 2], again.ToArray());
        Assert.Equal([1.0, 1], again.Sum().Backward()[parameter].ToArray());
    }

    [Fact]
    public void A_view_of_a_parameter_that_was_updated_since_refuses_to_be_read()
    {
        using var tape = new Tape<double>();
        var parameter = new Parameter<double>("W", [2, 3]);
        Variable<double> leaf = tape.Watch(parameter);
        Variable<double>[] views = [leaf.Reshape(3, 2), leaf.Flatten().Unsqueeze(0), leaf.StopGradient(), leaf.Transpose(), leaf.Slice(0, 1, 1)];
        parameter.Update()[0] = 1;
        foreach (Variable<double> view in views) Assert.Contains("W was updated", Assert.Throws<InvalidOperationException>(() => view.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_larger_than_an_array_is_refused_by_its_name()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => new Parameter<double>("W", [int.MaxValue]));
        Assert.Equal("Parameter: room for 2147483647 elements in one piece was asked for, more than an array can hold. Split the computation.", thrown.Message);
    }
}
