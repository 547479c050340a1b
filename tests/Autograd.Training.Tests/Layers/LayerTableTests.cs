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
            9.value       Linear 30 → 10                                        310    1,240
            9.gate        Linear 30 → 10                                        310    1,240
            total                                                            48,708  194,896
            of it frozen                                                         72      288
            """;
        AssertTable(expected, model.ToTable([4, 1, 28, 28]));
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
