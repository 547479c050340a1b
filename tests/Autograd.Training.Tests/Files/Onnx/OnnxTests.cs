namespace Autograd.Training.Tests.Files;

public sealed class OnnxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-onnx").FullName;
    private readonly Tape<float> _tape = new();

    private string File => Path.Combine(_folder, "model.onnx");

    public void Dispose()
    {
        _tape.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Byte by byte, each message and field by its number in onnx.proto.</summary>
    [Fact]
    public void A_file_is_written_as_the_format_says()
    {
        Variable<float> x = _tape.Constant([3f, 4], [2], "x"), w = _tape.Watch(new Parameter<float>("w", [2], [1, -2]));
        Onnx.Save(File, _tape, [x], [(x * w).Named("y")]);
        byte[] product = [.. Field(1, "x"), .. Field(1, "w"), .. Field(2, "y"), .. Field(3, "y"), .. Field(4, "Mul")];
        byte[] weight = [8, 2, 16, 1, .. Field(8, "w"), .. Field(9, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])];
        byte[] graph = [.. Field(1, product), .. Field(2, "Autograd"), .. Field(5, weight), .. Field(11, Described("x")), .. Field(12, Described("y"))];
        byte[] expected = [8, 9, .. Field(2, "Autograd"), .. Field(8, [.. Field(1, ""), 16, 20]), .. Field(7, graph)];
        Assert.Equal(expected, System.IO.File.ReadAllBytes(File));

        // A name, and a type that is a tensor of numbers of 32 bits with one length, 2.
        static byte[] Described(string name) => [.. Field(1, name), .. Field(2, Field(1, [8, 1, .. Field(2, Field(1, [8, 2]))]))];
    }

    /// <summary>After a step of training the recording's own values are old; what is written are the parameter's.</summary>
    [Fact]
    public void Parameters_are_written_with_the_values_that_they_have()
    {
        var w = new Parameter<float>("w", [2], [1, -2]);
        Variable<float> y = _tape.Watch(w).Exp();
        w.Update()[1] = 0.5f;
        Onnx.Save(File, _tape, [], [y]);
        Contains([.. Field(8, "w"), .. Field(9, [0, 0, 0x80, 0x3f, 0, 0, 0, 0x3f])], System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Attributes_are_written_with_their_types()
    {
        Variable<float> x = _tape.Constant([3f, 4], [1, 2], "x");
        Onnx.Save(File, _tape, [x], [x.Elu(0.5f).Transpose().Gelu().GeluTanh().Softmax(0)]);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        Contains([.. Field(1, "alpha"), 21, 0, 0, 0, 0x3f, 160, 1, 1], bytes);
        Contains([.. Field(1, "perm"), 64, 1, 64, 0, 160, 1, 7], bytes);
        Contains([.. Field(1, "approximate"), .. Field(4, "tanh"), 160, 1, 3], bytes);
        Contains([.. Field(1, "axis"), 24, 0, 160, 1, 2], bytes);
    }

    [Fact]
    public void Only_what_leads_from_inputs_to_outputs_is_written()
    {
        Variable<float> x = _tape.Variable([1f, 2], [2], "x"), middle = x.Exp(), y = middle.Sin();
        x.LogNormalDistribution();
        y.Sum().Backward();
        Assert.Equal(["Sin"], Operators([middle], [y]));
        Assert.Equal(["Exp", "Sin"], Operators([x], [y]));
        Assert.Equal(["Exp", "Sin"], Operators([], [y]));
        Assert.Equal(["Exp", "Identity"], Operators([x], [middle, middle]));
        Assert.Equal(["Exp", "Identity"], Operators([x], [middle.Named("middle"), middle]));
        Assert.Equal(["Identity"], Operators([x], [x]));
    }

    /// <summary>Indices that no input has a part in stand in the file; others are computed there, from whole numbers of 64 bits.</summary>
    [Fact]
    public void Indices_that_depend_on_no_input_are_constants()
    {
        Variable<float> x = _tape.Constant([1f, 2, 3], [3], "x"), other = _tape.Constant([3f, 1], [2], "other");
        Indices<float> sorted = other.ArgSort(0);
        Assert.Equal(["Gather"], Operators([x], [x.Gather(0, sorted)]));
        Assert.Equal(["TopK", "Gather"], Operators([x, other], [x.Gather(0, sorted)]));
        Assert.Equal(["Gather"], Operators([x, sorted], [x.Gather(0, sorted)]));
    }

    [Fact]
    public void What_has_no_form_is_refused_by_name_and_the_file_that_was_there_stays()
    {
        System.IO.File.WriteAllText(File, "before");
        Variable<float> x = _tape.Constant([2f, 0, 0, 2], [2, 2], "x"), y = x.Cholesky().Named("factor");
        string message = Assert.Throws<NotSupportedException>(() => Onnx.Save(File, _tape, [x], [y.Exp()])).Message;
        Assert.Equal("Save: Cholesky has no ONNX form; it is node %1 named factor, of shape [2, 2]. Make its result an input of the file, or record the formula with other operations.", message);
        Assert.Equal("before", System.IO.File.ReadAllText(File));
        Onnx.Save(File, _tape, [y], [y.Exp()]);
        Assert.Equal([File], Directory.GetFiles(_folder));

        Assert.Contains("Save: DropoutMask(Shape: [2, 2], Probability: 0.5, Stream: 0) has no ONNX form", Assert.Throws<NotSupportedException>(() => Onnx.Save(File, _tape, [x], [x.Dropout(0.5f, 1)])).Message, StringComparison.Ordinal);
        Variable<float> unequal = _tape.Zeros(1, 1, 5);
        Assert.Throws<NotSupportedException>(() => Onnx.Save(File, _tape, [], [unequal.AdaptiveAveragePool(3)]));
        Onnx.Save(File, _tape, [], [unequal.AdaptiveAveragePool(1)]);
    }

    /// <summary>A file that cannot take the place of the old one leaves nothing aside.</summary>
    [Fact]
    public void What_was_written_aside_is_removed()
    {
        Directory.CreateDirectory(File);
        Variable<float> x = _tape.Constant([1f], [1], "x");
        Assert.ThrowsAny<Exception>(() => Onnx.Save(File, _tape, [x], [x.Exp()]));
        Assert.Equal([File], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Variable<float> x = _tape.Constant([1f], [1], "x"), y = _tape.Constant([2f], [1], "x"), sum = x + y;
        Assert.Contains("there is no output", Assert.Throws<ArgumentException>("outputs", () => Onnx.Save(File, _tape, [x], [])).Message, StringComparison.Ordinal);
        Assert.Contains("two inputs or outputs are named x", Assert.Throws<ArgumentException>(() => Onnx.Save(File, _tape, [x, y], [sum])).Message, StringComparison.Ordinal);
        Assert.Contains("two inputs or outputs are named x", Assert.Throws<ArgumentException>(() => Onnx.Save(File, _tape, [x], [sum.Named("x")])).Message, StringComparison.Ordinal);
        Assert.Contains("x is given as an input twice", Assert.Throws<ArgumentException>("inputs", () => Onnx.Save(File, _tape, [x, x], [sum])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("tape", () => Onnx.Save<float>(File, null!, [], []));
        Assert.Throws<ArgumentException>("path", () => Onnx.Save(" "[..0], _tape, [x], [sum]));
        Assert.Throws<InvalidOperationException>(() => Onnx.Save(File, _tape, [default], [sum]));
        using var other = new Tape<float>();
        Assert.ThrowsAny<ArgumentException>(() => Onnx.Save(File, other, [x], [sum]));
        _tape.Reset();
        Assert.Throws<InvalidOperationException>(() => Onnx.Save(File, _tape, [x], [sum]));
    }

    /// <summary>Parameters of one name, and a name that a form would take, are told apart; those of inputs and outputs are kept.</summary>
    [Fact]
    public void Names_are_made_unique()
    {
        Variable<float> x = _tape.Constant([1f], [1], "w"), a = _tape.Watch(new Parameter<float>("w", [1])), b = _tape.Watch(new Parameter<float>("w", [1]));
        OnnxModel<float> model = OnnxModel<float>.Of(_tape, [x], [(x + a) * b * b.Relu().Named("0.5").Erf().Huber()]);
        string[] outputs = [.. model.Nodes.Select(node => node.Output)];
        Assert.Equal(outputs.Length, outputs.Distinct().Count());
        Assert.Equal(["w", "w_2"], model.Nodes[0].Inputs);
        Assert.Equal(["Add_3", "w_3"], model.Nodes[1].Inputs);
    }

    private string[] Operators(OnnxValue<float>[] inputs, OnnxValue<float>[] outputs) => [.. OnnxModel<float>.Of(_tape, inputs, outputs).Nodes.Select(node => node.Type)];

    /// <summary>A field of a number below 16 with fewer than 128 bytes, or a little more.</summary>
    private static byte[] Field(int number, byte[] bytes) => bytes.Length < 128
        ? [(byte)((number << 3) | 2), (byte)bytes.Length, .. bytes]
        : [(byte)((number << 3) | 2), (byte)(bytes.Length | 0x80), (byte)(bytes.Length >> 7), .. bytes];

    private static byte[] Field(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    private static void Contains(byte[] expected, byte[] bytes) => Assert.True(bytes.AsSpan().IndexOf(expected) >= 0, Convert.ToHexString(bytes));
}

/// <summary>The Huber loss' function by itself.</summary>
file static class HuberExtensions
{
    public static Variable<float> Huber(this Variable<float> x) => x.HuberLoss(x.Tape.Zeros(x.Shape), threshold: 1, LossReduction.None);
}
