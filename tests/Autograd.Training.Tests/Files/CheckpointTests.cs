namespace Autograd.Training.Tests.Files;

public sealed class CheckpointTests : IDisposable
{
    private const int Steps = 11;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Stopped after any step and gone on in another process, as it were, where all was made with other seeds: the same bits as never stopped.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_training_that_goes_on_computes_the_same_bits(int workers)
    {
        double[][] whole;
        using (var training = new Training(workers))
        {
            for (int step = 0; step < Steps; step++)
            {
                training.Checkpoint.Notes["step"] = $"{step}";
                training.Checkpoint.Save(_folder[$"{step}"]);
                training.Step();
            }

            whole = training.Values();
        }

        for (int stop = 0; stop < Steps; stop++)
        {
            using var training = new Training(workers, seed: 99);
            training.Step();
            training.Checkpoint.Load(_folder[$"{stop}"]);
            Assert.Equal($"{stop}", training.Checkpoint.Notes["step"]);
            for (int step = stop; step < Steps; step++) training.Step();
            double[][] resumed = training.Values();
            for (int k = 0; k < whole.Length; k++) Assert.Equal(whole[k].Select(BitConverter.DoubleToInt64Bits), resumed[k].Select(BitConverter.DoubleToInt64Bits));
        }
    }

    /// <summary>What the choices of each kind of layer follow from was drawn when it was made; it goes on, too, wherever the layer stands.</summary>
    [Fact]
    public void Dropouts_go_on_with_the_same_choices()
    {
        Layer<float> first = Model(1), other = Model(2);
        new Checkpoint<float>(first).Save(_folder["x"]);
        Assert.NotEqual(Output(first, 5), Output(other, 5));
        Safetensors.Load(_folder["x"], other);
        Assert.NotEqual(Output(first, 5), Output(other, 5));
        new Checkpoint<float>(other).Load(_folder["x"]);
        Assert.Equal(Output(first, 5), Output(other, 5));
        Assert.NotEqual(Output(first, 5), Output(first, 6));

        IReadOnlyDictionary<string, string> texts = Safetensors.Load<float>(_folder["x"], (Parameter<float>[])[]);
        Assert.Equal(["choices.0", "choices.1", "choices.2", "choices.2.attention", "choices.3", "choices.4.inner"], texts.Keys.Where(key => key != "checkpoint").Order(StringComparer.Ordinal));
        Refused("it has no choices.2.attention", new(texts.Where(text => text.Key != "choices.2.attention")));
        Refused("choices.3 is no number", new(texts) { ["choices.3"] = "-1" });
        Refused("it has choices.7, and none was given for it", new(texts) { ["choices.7"] = "1" });

        static Sequential<float> Model(ulong seed)
        {
            var random = new RandomGenerator(seed);
            var twice = new Dropout<float>(0.5, random);
            return new(
                twice,
                new MultiHeadAttention<float>("a", 4, 2, random, dropout: 0.5),
                new TransformerBlock<float>("b", 4, 2, 8, ActivationLayer<float>.Relu, random, dropout: 0.5),
                new Recurrent<float>("r", RecurrentKind.Tanh, 4, 4, random, levels: 2, dropout: 0.5),
                new Residual<float>(new Dropout<float>(0.5, random)),
                twice);
        }

        static float[] Output(Layer<float> model, ulong seed)
        {
            using var tape = new Tape<float>();
            return model.Forward(tape.Ones(2, 3, 4), Pass.Training(seed)).ToArray();
        }

        void Refused(string reason, Dictionary<string, string> texts)
        {
            Safetensors.Write<float>(_folder["y"], [.. ParameterNames.Of(first)], texts);
            float[] before = Output(other, 5);
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => new Checkpoint<float>(other).Load(_folder["y"])).Message, StringComparison.Ordinal);
            Assert.Equal(before, Output(other, 5));
        }
    }

    [Fact]
    public void The_model_alone_is_read_from_a_checkpoint_by_its_paths()
    {
        using Training one = new(0), other = new(0, seed: 2);
        one.Step();
        one.Checkpoint.Save(_folder["x"]);
        Safetensors.Load(_folder["x"], other.Model);
        Assert.Equal(one.Values()[0], other.Values()[0]);
        Safetensors.Save(_folder["y"], one.Model);
        Assert.Equal(one.Model.Tensors.Select(tensor => tensor.Path).Order(StringComparer.Ordinal), Safetensors.List(_folder["y"]).Select(entry => entry.Name));
        Assert.Equal(["0.bias", "0.weight", "3.bias", "3.weight"], Safetensors.List(_folder["y"]).Select(entry => entry.Name));
    }

    [Fact]
    public void A_file_of_something_else_is_refused_and_nothing_changes()
    {
        using var training = new Training(0);
        training.Step();
        training.Checkpoint.Save(_folder["x"]);
        IReadOnlyDictionary<string, string> good = Safetensors.Load<double>(_folder["x"], (Parameter<double>[])[]);
        Refused("it is no checkpoint", good => good.Remove("checkpoint"));
        Refused("it is no checkpoint", good => good["checkpoint"] = "2");
        Refused("optimizer 0 is Lion; Adam is given", good => good["optimizer.0"] = "Lion");
        Refused("it has no optimizer.0.steps", good => good.Remove("optimizer.0.steps"));
        Refused("optimizer.0.steps are no number", good => good["optimizer.0.steps"] = "-1");
        Refused("optimizer.0.rate is no number", good => good["optimizer.0.rate"] = "NaN");
        Refused("random.0 is no state", good => good["random.0"] = "0 0 0 0");
        Refused("random.0 is no state", good => good["random.0"] = "1 2 3");
        Refused("random.0 is no state", good => good["random.0"] = "1 2 3 x");
        Refused("it has no random.0", good => good.Remove("random.0"));
        Refused("loader.0 is no position in data of 4 batches", good => good["loader.0"] = "0 1 5 7");
        Refused("loader.0 is no position", good => good["loader.0"] = "0 1 4");
        Refused("loader.0 is no position", good => good["loader.0"] = "0 1 4 -7");
        Refused("loader.0 is no position", good => good["loader.0"] = "0 4 4 7");
        Refused("loader.0 is no position", good => good["loader.0"] = "9223372036854775807 0 4 7");
        Refused("it has random.1", good => good["random.1"] = "1 2 3 4");
        Refused("it has optimizer.1", good => good["optimizer.1"] = "Adam");

        Parameter<double> missing = new("missing", [1]);
        Assert.Contains("no tensor missing", Assert.Throws<InvalidDataException>(() => new Checkpoint<double>([missing]).Load(_folder["x"])).Message, StringComparison.Ordinal);

        void Refused(string reason, Action<Dictionary<string, string>> change)
        {
            var texts = new Dictionary<string, string>(good);
            change(texts);
            using var other = new Training(0, seed: 5);
            Safetensors.Write(_folder["y"], Tensors(training), texts);
            string before = other.State();
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => other.Checkpoint.Load(_folder["y"])).Message, StringComparison.Ordinal);
            Assert.Equal(before, other.State());
        }

        static NamedParameter<double>[] Tensors(Training training) => ParameterNames.Sorted(
            [.. ParameterNames.Of(training.Model), .. training.Optimizer.States.Select((state, k) => new NamedParameter<double>($"optimizer.0.{k}.{state.Name}", state)), new NamedParameter<double>("other.0.average", new Parameter<double>("average", []))], "test");
    }

    /// <summary>A small network whose layers' parameters have the same names, dropout, noisy data, and a rate that changes.</summary>
    private sealed class Training : IDisposable
    {
        private readonly RandomGenerator _random;
        private readonly DataLoader<double, double> _loader;
        private readonly Tape<double> _tape = new();
        private readonly Parameter<double> _average = new("average", []);

        public Training(int workers, ulong seed = 1)
        {
            _random = new RandomGenerator(seed);
            Model = new Sequential<double>(
                new Linear<double>("layer", 3, 4, Initializer.GlorotUniform, _random),
                ActivationLayer<double>.Tanh,
                new Dropout<double>(0.3, _random),
                new Linear<double>("layer", 4, 1, Initializer.GlorotUniform, _random));
            Optimizer = new Adam<double>(Model.Parameters, 0.01 * seed);
            _loader = new DataLoader<double, double>(new Noise(), 4, seed: seed + 6, workers);
            Checkpoint = new Checkpoint<double>(Model, Optimizer) { Randoms = [_random], Loaders = [_loader], Others = [_average] };
        }

        public Sequential<double> Model { get; }

        public Adam<double> Optimizer { get; }

        public Checkpoint<double> Checkpoint { get; }

        public void Step()
        {
            _tape.Reset();
            Batch<double, double> batch = _loader.Next();
            Variable<double> x = _tape.Constant(batch.Inputs, batch.InputShape).Dropout(0.2, _random), error = Model.Forward(x, Pass.Training((ulong)Optimizer.StepCount)) - _tape.Constant(batch.Targets, batch.TargetShape);
            Optimizer.Step((error.Square().Mean() * (1 + _random.NextNormal())).Backward());
            Optimizer.LearningRate *= 0.9;
            _average.Update()[0] = (_average.Values[0] + Model.Parameters[0].Values[0]) / 2;
        }

        public double[][] Values() => [.. Model.Parameters.Concat(Optimizer.States).Append(_average).Select(parameter => parameter.Values.ToArray())];

        public string State() => $"{string.Join(' ', Values().SelectMany(values => values))} {_random.State} {_loader.Seed} {_loader.Position} {Optimizer.StepCount} {Optimizer.LearningRate}";

        public void Dispose()
        {
            _loader.Dispose();
            _tape.Dispose();
        }

        private sealed class Noise : IDataSet<double, double>
        {
            public int Count => 14;

            public Shape InputShape => [3];

            public Shape TargetShape => [1];

            public void Copy(int example, RandomGenerator random, Span<double> input, Span<double> target)
            {
                for (int k = 0; k < 3; k++) input[k] = example + random.NextNormal();
                target[0] = Math.Sin(example);
            }
        }
    }
}
