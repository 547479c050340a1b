namespace Autograd.Training.Tests.Layers.Sequences;

public class RecurrentTests
{
    public static TheoryData<RecurrentKind, string, EvaluationMode> Cases()
    {
        var cases = new TheoryData<RecurrentKind, string, EvaluationMode>();
        foreach (var kind in Enum.GetValues<RecurrentKind>())
        {
            foreach (string name in (string[])["one", "levels", "both"]) cases.Add(kind, name, EvaluationMode.Eager);
            cases.Add(kind, "both", EvaluationMode.Deferred);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_equals_PyTorch(RecurrentKind kind, string name, EvaluationMode evaluation)
    {
        var expected = new ExpectedCase($"{kind}.{name}");
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double> x = expected.Input(tape, "x"), before = expected.Input(tape, "before"), cellsBefore = expected.Input(tape, "cellsBefore");
        int units = name switch { "one" => 4, "levels" => 3, _ => 2 }, levels = name == "one" ? 1 : 2;
        var layer = expected.Set(new Recurrent<double>("1", kind, x.Shape[^1], units, new RandomGenerator(1), levels, isBidirectional: name == "both"));
        var (outputs, states, cells) = layer.Run(x, Pass.Unspecified, before, cellsBefore);
        (string, Variable<double>)[] all = [("y", outputs), ("states", states), ("cells", cells)];
        expected.Verify(layer, [x, before, cellsBefore], kind == RecurrentKind.Lstm ? all : all[..2]);
    }

    [Fact]
    public void Forward_gives_the_outputs_only_and_starts_at_zeros()
    {
        var layer = new Recurrent<double>("1", RecurrentKind.Lstm, 3, 4, new RandomGenerator(1), levels: 2, isBidirectional: true);
        using var tape = new Tape<double>();
        var x = tape.Normal([2, 5, 3], new RandomGenerator(2));
        var zeros = tape.Zeros(4, 2, 4);
        Assert.Equal(layer.Run(x, Pass.Inference, zeros, zeros).Outputs.ToArray(), layer.Forward(x).ToArray());
    }

    /// <summary>One sequence, or two parts of it, the second from the states that the first ended in: the same bits.</summary>
    [Theory]
    [InlineData(RecurrentKind.Tanh)]
    [InlineData(RecurrentKind.Gru)]
    [InlineData(RecurrentKind.Lstm)]
    public void It_goes_on_from_the_last_states(RecurrentKind kind)
    {
        var layer = new Recurrent<double>("1", kind, 3, 4, new RandomGenerator(1), levels: 2);
        using var tape = new Tape<double>();
        var x = tape.Normal([2, 7, 3], new RandomGenerator(2));
        var whole = layer.Run(x, Pass.Inference);
        var first = layer.Run(x.Slice(1, ..3), Pass.Inference);
        var second = layer.Run(x.Slice(1, 3..), Pass.Inference, first.States, first.Cells);
        Assert.Equal(whole.Outputs.ToArray(), tape.Concatenate(1, first.Outputs, second.Outputs).ToArray());
        Assert.Equal(whole.States.ToArray(), second.States.ToArray());
    }

    [Fact]
    public void Paths_and_names_tell_level_and_direction()
    {
        var layer = new Recurrent<float>("1", RecurrentKind.Gru, 3, 4, new RandomGenerator(1), levels: 2, isBidirectional: true);
        Assert.Equal(
            ["level0.inputWeight", "level0.stateWeight", "level0.inputBias", "level0.stateBias", "level0Reverse.inputWeight"],
            layer.Tensors.Take(5).Select(tensor => tensor.Path));
        Assert.Equal(["W1.0 [12, 3]", "U1.0 [12, 4]", "b1.0 [12]", "c1.0 [12]", "W1.0.reverse [12, 3]"], layer.Parameters.Take(5).Select(parameter => parameter.ToString()));
        Assert.Equal(16, layer.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        Assert.Equal([12, 8], layer.Levels[2].InputWeight.Shape);
        Assert.Equal("Recurrent Gru 3 → 8, 2 levels, both directions", layer.ToString());
        Assert.Equal("RecurrentLevel Gru 8 → 4, reversed", layer.Levels[3].ToString());
    }

    /// <summary>Between levels only: the outputs of the last have no zeros, and one level leaves nothing to chance.</summary>
    [Fact]
    public void Dropout_stands_between_levels()
    {
        using var tape = new Tape<double>();
        var x = tape.Normal([2, 5, 3], new RandomGenerator(2));
        var two = new Recurrent<double>("1", RecurrentKind.Tanh, 3, 16, new RandomGenerator(1), levels: 2, dropout: 0.5);
        double[] first = two.Forward(x, Pass.Training(1)).ToArray();
        Assert.DoesNotContain(0, first);
        Assert.Equal(first, two.Forward(x, Pass.Training(1)).ToArray());
        Assert.NotEqual(first, two.Forward(x, Pass.Training(2)).ToArray());
        Assert.NotEqual(first, two.Forward(x, Pass.Inference).ToArray());
        Assert.StartsWith("Recurrent: it computes", Assert.Throws<InvalidOperationException>(() => two.Forward(x)).Message, StringComparison.Ordinal);
        var one = new Recurrent<double>("1", RecurrentKind.Tanh, 3, 4, new RandomGenerator(1), dropout: 0.5);
        Assert.Equal(one.Forward(x).ToArray(), one.Forward(x, Pass.Training(1)).ToArray());
    }

    [Theory]
    [InlineData(RecurrentKind.Tanh, EvaluationMode.Eager)]
    [InlineData(RecurrentKind.Gru, EvaluationMode.Eager)]
    [InlineData(RecurrentKind.Gru, EvaluationMode.Deferred)]
    [InlineData(RecurrentKind.Lstm, EvaluationMode.Eager)]
    [InlineData(RecurrentKind.Lstm, EvaluationMode.Deferred)]
    public void Training_allocates_nothing(RecurrentKind kind, EvaluationMode evaluation)
    {
        var layer = new Recurrent<float>("1", kind, 3, 4, new RandomGenerator(1), levels: 2, isBidirectional: true, dropout: 0.1);
        Assert.Equal(0, SteadyState.Bytes(layer, [2, 9, 3], evaluation, (x, pass) => layer.Run(x, pass).States));
    }

    [Fact]
    public void Bad_input_is_refused_before_anything_is_recorded()
    {
        var random = new RandomGenerator(1);
        Refused<ArgumentOutOfRangeException>(() => new Recurrent<float>("1", (RecurrentKind)7, 3, 4, random), "Recurrent: 7 is none of the kinds.");
        Refused<ArgumentOutOfRangeException>(() => new Recurrent<float>("1", RecurrentKind.Gru, 0, 4, random), "Recurrent: the number of inputs is 0;");
        Refused<ArgumentOutOfRangeException>(() => new Recurrent<float>("1", RecurrentKind.Gru, 3, 0, random), "Recurrent: the number of units is 0;");
        Refused<ArgumentOutOfRangeException>(() => new Recurrent<float>("1", RecurrentKind.Gru, 3, 4, random, levels: 0), "Recurrent: the number of levels is 0;");
        Refused<ArgumentOutOfRangeException>(() => new Recurrent<float>("1", RecurrentKind.Gru, 3, 4, random, dropout: -1), "Recurrent: the dropout is -1;");
        var layer = new Recurrent<float>("1", RecurrentKind.Gru, 3, 4, random);
        using var tape = new Tape<float>();
        Variable<float> matrix = tape.Zeros(5, 3), empty = tape.Zeros(2, 0, 3), x = tape.Zeros(2, 5, 3), states = tape.Zeros(1, 3, 4), right = tape.Zeros(1, 2, 4);
        Refused<ArgumentException>(() => layer.Forward(matrix), "Recurrent: the input has shape [5, 3]; it must be [batch, time, 3], of at least one step.");
        Refused<ArgumentException>(() => layer.Forward(empty), "Recurrent: the input has shape [2, 0, 3];");
        Refused<ArgumentException>(() => layer.Run(x, Pass.Inference, states), "Recurrent: the states have shape [1, 3, 4]; it must be [1, 2, 4]: levels and directions, batch, units.");
        Refused<ArgumentException>(() => layer.Run(x, Pass.Inference, right, right), "Recurrent: cells were given to Gru, which has none; only Lstm has.");
        Assert.Equal(5, tape.NodeCount);
    }

    private static void Refused<TException>(Func<object?> action, string message)
        where TException : Exception => Assert.StartsWith(message, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);
}
