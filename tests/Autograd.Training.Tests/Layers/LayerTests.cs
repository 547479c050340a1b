namespace Autograd.Training.Tests.Layers;

public class LayerTests
{
    [Fact]
    public void Paths_follow_from_the_names_of_the_parts()
    {
        var network = new Sequential<double>(new Gated(2, 3), new Counting(), new Linear<double>(new Parameter<double>("W", [1, 3]), null));
        Assert.Equal(
            ["0.value.weight", "0.value.bias", "0.gate.weight", "0.gate.bias", "1.passes", "2.weight"],
            network.Tensors.Select(tensor => tensor.Path));
        Assert.Equal(["Wv", "bv", "Wg", "bg", "W"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([false, false, false, false, true, false], network.Tensors.Select(tensor => tensor.IsBuffer));
        Assert.Equal(6 + 3 + 6 + 3 + 3, network.ParameterCount);
        Assert.Equal(["value", "gate"], network.Layers[0].InnerLayers.Select(inner => inner.Name));
        Assert.Equal("Gated", network.Layers[0].ToString());
    }

    [Fact]
    public void A_parameter_that_is_shared_has_the_path_of_its_first_place()
    {
        var shared = new Parameter<double>("W", [2, 2], [1, 2, 3, 4]);
        var network = new Sequential<double>(new Linear<double>(shared, null), new Linear<double>(shared, new Parameter<double>("b", [2])));
        Assert.Equal(["0.weight", "1.bias"], network.Tensors.Select(tensor => tensor.Path));
    }

    [Fact]
    public void What_is_frozen_gets_no_gradient_and_lets_it_through()
    {
        var first = new Linear<double>(new Parameter<double>("W1", [1, 1], [3]), null);
        var second = new Linear<double>(new Parameter<double>("W2", [1, 1], [5]), null);
        var network = new Sequential<double>(first, second);
        second.Freeze();
        Assert.Equal(["W1"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["0.weight", "1.weight"], network.Tensors.Select(tensor => tensor.Path));
        using var tape = new Tape<double>();
        var gradients = network.Forward(tape.Constant([7], [1, 1])).Sum().Backward();
        Assert.Equal([35], gradients[first.Weight].ToArray());
        Assert.Equal([0], gradients[second.Weight].ToArray());
        network.Freeze();
        Assert.Empty(network.Parameters);
        network.Unfreeze();
        Assert.Equal(2, network.Parameters.Count);
    }

    [Fact]
    public void Buffers_are_updated_with_the_step_of_the_optimizer()
    {
        var counting = new Counting();
        var linear = new Linear<double>(new Parameter<double>("W", [1, 1], [3]), null);
        var network = new Sequential<double>(linear, counting, counting);
        using var tape = new Tape<double>();
        var optimizer = new GradientDescent<double>(network.Parameters, 0.5);
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            optimizer.Step(network.Forward(tape.Constant([1], [1, 1]), Pass.Training((ulong)step)).Sum().Backward());
        }

        Assert.Equal([6], counting.Passes.Values.ToArray());
        Assert.Equal([1.5], linear.Weight.Values.ToArray());
        tape.Reset();
        network.Forward(tape.Constant([1], [1, 1]), Pass.Inference);
        tape.Update();
        Assert.Equal([6], counting.Passes.Values.ToArray());
    }

    [Fact]
    public void Names_are_checked()
    {
        var linear = new Linear<double>(new Parameter<double>("W", [1, 1]), null);
        Assert.StartsWith("Named: a part is named 'a.b'", Assert.Throws<ArgumentException>(() => new Named(linear, "a.b")).Message, StringComparison.Ordinal);
        Assert.StartsWith("Named: a part is named ''", Assert.Throws<ArgumentException>(() => new Named(linear, "")).Message, StringComparison.Ordinal);
        Assert.StartsWith("Named: two parts are named a;", Assert.Throws<ArgumentException>(() => new Named(linear, "a", "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_has_to_know_refuses_a_pass_that_was_not_told()
    {
        using var tape = new Tape<double>();
        var x = tape.Constant([1.0]);
        var error = Assert.Throws<InvalidOperationException>(() => new Sequential<double>(new Counting()).Forward(x));
        Assert.Equal("Counting: it computes something else in training than in inference. Call Forward(x, Pass.Training(seed)) or Forward(x, Pass.Inference).", error.Message);
        Assert.Equal("training, seed 3", Pass.Training(3).ToString());
        Assert.Equal("inference", Pass.Inference.ToString());
        Assert.Equal("unspecified", Pass.Unspecified.ToString());
    }

    private sealed class Gated : Layer<double>
    {
        private readonly Linear<double> _value;
        private readonly Linear<double> _gate;

        public Gated(int inputs, int outputs)
        {
            var random = new RandomGenerator(1);
            _value = Add("value", new Linear<double>("v", inputs, outputs, Initializer.GlorotUniform, random));
            _gate = Add("gate", new Linear<double>("g", inputs, outputs, Initializer.GlorotUniform, random));
        }

        public override Variable<double> Forward(Variable<double> x, Pass pass) => _value.Forward(x, pass) * _gate.Forward(x, pass).Sigmoid();
    }

    /// <summary>Counts how often it was gone through in training.</summary>
    private sealed class Counting : Layer<double>
    {
        public Counting() => Passes = AddBuffer("passes", new Parameter<double>("n", []));

        public Parameter<double> Passes { get; }

        public override Variable<double> Forward(Variable<double> x, Pass pass)
        {
            if (!pass.IsSpecified) throw TrainingErrors.PassUnspecified("Counting");
            if (pass.IsTraining) x.Tape.UpdateLater(Passes, x.Tape.Upcoming(Passes) + 1);
            return x;
        }
    }

    private sealed class Named : Layer<double>
    {
        public Named(Layer<double> layer, params ReadOnlySpan<string> names)
        {
            foreach (string name in names) Add(name, layer);
        }

        public override Variable<double> Forward(Variable<double> x, Pass pass) => x;
    }
}
