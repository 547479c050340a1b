namespace Autograd.Training.Tests.Layers;

public class LayerTableTests
{
    private static readonly RandomGenerator Random = new(1);

    [Fact]
    public void A_model_is_a_table()
    {
        var shared = new Linear<float>("2", 30, 30, Initializer.HeNormal, Random);
        var model = new Sequential<float>(
            new Convolution<float>("1", 1, 8, [3, 3], Initializer.HeNormal, Random, padding: 1, hasBias: false),
            new BatchNorm<float>("1", 8),
            ActivationLayer<float>.Relu,
            new MaxPool<float>(2),
            new Flatten<float>(),
            new Linear<float>("1", 8 * 14 * 14, 30, Initializer.HeNormal, Random),
            new Residual<float>(new Sequential<float>(shared, ActivationLayer<float>.Relu)),
            shared,
            new Dropout<float>(0.5, Random),
            new Gated(30, 10));
        model.Layers[0].Freeze();
        string expected = """
            path          layer                          output          parameters    bytes
            0             Convolution 1 → 8, 3×3, padd…  [4, 8, 28, 28]          72      288
            1             BatchNorm 8                    [4, 8, 28, 28]          16      128
            2             Relu                           [4, 8, 28, 28]
            3             MaxPool 2                      [4, 8, 14, 14]
            4             Flatten                        [4, 1568]
            5             Linear 1568 → 30               [4, 30]             47,070  188,280
            6             Residual                       [4, 30]
            6.inner       Sequential                     [4, 30]
            6.inner.0     Linear 30 → 30                 [4, 30]                930    3,720
            6.inner.1     Relu                           [4, 30]
            7             Linear 30 → 30                 [4, 30]             shared
            8             Dropout 0.5                    [4, 30]
            9             Gated                          [4, 10]
            9.value       Linear 30 → 10                 [4, 10]                310    1,240
            9.gate        Linear 30 → 10                 [4, 10]                310    1,240
            total                                                            48,708  194,896
            of it frozen                                                         72      288
            """;
        AssertTable(expected, model.ToTable([4, 1, 28, 28]));
    }

    /// <summary>
    /// Classes of one's own in each other: what they go through has its lengths, in whatever order; what they do not go through, or only untold, has none. A layer that
    /// stands nowhere, as the activation within a block, is not taken for the same one that does.
    /// </summary>
    [Fact]
    public void What_is_inside_classes_of_ones_own_has_its_lengths()
    {
        string expected = """
            path                    layer                       output     parameters  bytes
            narrow                  Linear 4 → 2                [2, 3, 2]          10     80
            relu                    Relu                        [2, 3, 2]
            block                   TransformerBlock            [2, 3, 4]
            block.attention         MultiHeadAttention          [2, 3, 4]
            block.attention.query   Linear 4 → 4                [2, 3, 4]          20    160
            block.attention.key     Linear 4 → 4                [2, 3, 4]          20    160
            block.attention.value   Linear 4 → 4                [2, 3, 4]          20    160
            block.attention.output  Linear 4 → 4                [2, 3, 4]          20    160
            block.attentionNorm     LayerNorm [4]               [2, 3, 4]           8     64
            block.expand            Linear 4 → 6                [2, 3, 6]          30    240
            block.activation        Relu                        [2, 3, 6]
            block.contract          Linear 6 → 4                [2, 3, 4]          28    224
            block.feedForwardNorm   LayerNorm [4]               [2, 3, 4]           8     64
            inner                   Twice
            inner.first             Linear 4 → 4                [2, 3, 4]          20    160
            inner.second            Linear 4 → 4                [2, 4]         shared
            chain                   Sequential                  [2, 3, 4]
            chain.0                 Recurrent                   [2, 3, 6]
            chain.0.level0          RecurrentLevel Gru 4 → 3    [2, 3, 3]          81    648
            chain.0.level0Reverse   RecurrentLevel Gru 4 → 3,…  [2, 3, 3]          81    648
            chain.0.level1          RecurrentLevel Gru 6 → 3    [2, 3, 3]          99    792
            chain.0.level1Reverse   RecurrentLevel Gru 6 → 3,…  [2, 3, 3]          99    792
            chain.1                 Linear 6 → 4                [2, 3, 4]          28    224
            untold                  Linear 4 → 4                                   20    160
            idle                    Linear 4 → 4                                   20    160
            total                                                                 612  4,896
            """;
        AssertTable(expected, new Nested().ToTable([2, 3, 4]));
    }

    [Fact]
    public void A_layer_alone_is_a_table_of_one_line() => AssertTable(
        """
        path   layer         output  parameters  bytes
               Linear 2 → 3  [5, 3]           9     72
        total                                 9     72
        """,
        new Linear<double>("", 2, 3, Initializer.Zeros, Random).ToTable([5, 2]));

    /// <summary>Recorded on a tape that computes what is read, of which nothing is.</summary>
    [Fact]
    public void Nothing_is_computed()
    {
        EvaluationMode? mode = null;
        var probe = new ActivationLayer<float>("Probe", x =>
        {
            mode = x.Tape.Options.Evaluation;
            return x + 1;
        });
        Assert.Contains("[1024, 1024]", probe.ToTable([1024, 1024]), StringComparison.Ordinal);
        Assert.Equal(EvaluationMode.Deferred, mode);
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_by_the_layer()
    {
        Assert.Throws<ArgumentException>(() => new Linear<double>("", 2, 3, Initializer.Zeros, Random).ToTable([5, 3]));
    }

    [Fact]
    public void A_long_path_or_name_is_cut_to_80_columns()
    {
        Layer<float> model = new Linear<float>("", 1, 1, Initializer.Zeros, Random);
        for (int depth = 0; depth < 10; depth++) model = new Residual<float>(model);
        string expected = """
            path                       layer         output                parameters  bytes
            inner                      Residual      [64, 3, 224, 224, 1]
            inner.inner                Residual      [64, 3, 224, 224, 1]
            inner.inner.inner          Residual      [64, 3, 224, 224, 1]
            inner.inner.inner.inner    Residual      [64, 3, 224, 224, 1]
            ….inner.inner.inner.inner  Residual      [64, 3, 224, 224, 1]
            ….inner.inner.inner.inner  Residual      [64, 3, 224, 224, 1]
            ….inner.inner.inner.inner  Residual      [64, 3, 224, 224, 1]
            ….inner.inner.inner.inner  Residual      [64, 3, 224, 224, 1]
            ….inner.inner.inner.inner  Residual      [64, 3, 224, 224, 1]
            ….inner.inner.inner.inner  Linear 1 → 1  [64, 3, 224, 224, 1]           2      8
            total                                                                   2      8
            """;
        AssertTable(expected, model.ToTable([64, 3, 224, 224, 1]));
    }

    private static void AssertTable(string expected, string found)
    {
        Assert.All(found.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(expected + "\n", found);
    }

    /// <summary>Goes through its layers in another order than it names them.</summary>
    private sealed class Nested : Layer<double>
    {
        private readonly Linear<double> _narrow = new("n", 4, 2, Initializer.GlorotUniform, Random);
        private readonly TransformerBlock<double> _block = new("b", 4, 2, 6, ActivationLayer<double>.Relu, Random);
        private readonly Sequential<double> _chain = new(new Recurrent<double>("r", RecurrentKind.Gru, 4, 3, Random, levels: 2, isBidirectional: true), new Linear<double>("l", 6, 4, Initializer.Zeros, Random));
        private readonly Linear<double> _untold = new("u", 4, 4, Initializer.Zeros, Random);

        public Nested()
        {
            Add("narrow", _narrow);
            Add("relu", ActivationLayer<double>.Relu);
            Add("block", _block);
            Add("inner", new Twice());
            Add("chain", _chain);
            Add("untold", _untold);
            Add("idle", new Linear<double>("i", 4, 4, Initializer.Zeros, Random));
        }

        public override Variable<double> Forward(Variable<double> x, Pass pass)
        {
            Variable<double> y = InnerLayers[3].Layer.Forward(_chain.Forward(_block.Forward(x, pass), pass), pass);
            return ActivationLayer<double>.Relu.Forward(_narrow.Forward(_untold.Forward(y), pass), pass);
        }
    }

    /// <summary>One layer at two places with inputs of other lengths.</summary>
    private sealed class Twice : Layer<double>
    {
        private readonly Linear<double> _layer = new("t", 4, 4, Initializer.Zeros, Random);

        public Twice()
        {
            Add("first", _layer);
            Add("second", _layer);
        }

        public override Variable<double> Forward(Variable<double> x, Pass pass)
        {
            Assert.True(pass == Pass.Inference && pass.GetHashCode() == Pass.Inference.GetHashCode());
            return _layer.Forward(x, pass) + _layer.Forward(x.Mean(1), pass).Reshape(x.Shape[0], 1, 4);
        }
    }

    private sealed class Gated : Layer<float>
    {
        private readonly Linear<float> _value;
        private readonly Linear<float> _gate;

        public Gated(int inputs, int outputs)
        {
            _value = Add("value", new Linear<float>("v", inputs, outputs, Initializer.GlorotUniform, Random));
            _gate = Add("gate", new Linear<float>("g", inputs, outputs, Initializer.GlorotUniform, Random));
        }

        public override Variable<float> Forward(Variable<float> x, Pass pass) => _value.Forward(x, pass) * _gate.Forward(x, pass).Sigmoid();
    }
}
