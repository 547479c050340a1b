using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Autograd;

// Trains a small network and calls a few kernels, in both precisions, and prints the bits of all results as one hash: the same for every way
// of compiling. The second line says how it was compiled.
ulong hash = 14695981039346656037;
Train<double>();
Train<float>();
Console.WriteLine($"{hash:x16}");
Console.WriteLine($"{(RuntimeFeature.IsDynamicCodeCompiled ? "jit" : "aot")}, {(Vector256.IsHardwareAccelerated ? "wide" : "narrow")} vectors");

void Train<T>()
    where T : unmanaged, IFloatingPointIeee754<T>
{
    var random = new RandomGenerator(seed: 1);
    var network = new Sequential<T>(
        new Linear<T>("hidden", inputs: 2, outputs: 8, Initializer.GlorotUniform, random),
        ActivationLayer<T>.Tanh,
        new Linear<T>("output", inputs: 8, outputs: 1, Initializer.GlorotUniform, random));
    var optimizer = new Adam<T>(network.Parameters, learningRate: 0.05);
    using var tape = new Tape<T>();
    for (int step = 0; step < 500; step++)
    {
        tape.Reset();
        var logits = network.Forward(Numbers([0, 0, 0, 1, 1, 0, 1, 1], [4, 2])).Flatten();
        optimizer.Step(logits.BinaryCrossEntropyWithLogits(Numbers([0, 1, 1, 0], [4])).Backward());
    }

    foreach (Parameter<T> parameter in network.Parameters) Add(parameter.Values);
    tape.Reset();
    double[] data = new double[67 * 67];
    for (int i = 0; i < data.Length; i++) data[i] = random.NextNormal();
    Variable<T> x = tape.Variable([.. data.Select(T.CreateChecked)], [67, 67]);
    Variable<T> y = x.MatMul(x.Transpose()).Softmax(-1).Log() + x.Exp() * x.Erf() + x.Sin() + x.Abs().Sqrt();
    Add(y.ToArray());
    Add(y.Mean().Backward()[x].ToArray());
    Console.Error.WriteLine(y.Mean().Equations().ToText().Length > 0 ? "equations are printed" : "no equations");

    Variable<T> Numbers(double[] values, Shape shape) => tape.Constant([.. values.Select(T.CreateChecked)], shape);
}

void Add<T>(ReadOnlySpan<T> values)
    where T : unmanaged
{
    foreach (byte part in MemoryMarshal.AsBytes(values)) hash = (hash ^ part) * 1099511628211;
}
