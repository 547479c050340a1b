using BenchmarkDotNet.Attributes;

namespace Autograd.Performance;

/// <summary>Element-wise kernels on contiguous floats.</summary>
public class ElementwiseBenchmarks
{
    private float[] _x = [];
    private float[] _y = [];
    private float[] _result = [];

    /// <summary>The number of elements: few, in the first cache, in the second, beyond the last.</summary>
    [Params(8, 1 << 10, 1 << 15, 1 << 22)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var inputs = new Inputs();
        _x = inputs.Data<float>("x", [Length], 1);
        _y = inputs.Data<float>("y", [Length], 1);
        _result = new float[Length];
    }

    [Benchmark(Baseline = true)]
    public void Add() => Elementwise.Map(default(AddOperation<float>), View(_x), View(_y), _result);

    [Benchmark]
    public void Exp() => Elementwise.Map(default(ExpOperation<float>), View(_x), _result);

    [Benchmark]
    public void Tanh() => Elementwise.Map(default(TanhOperation<float>), View(_x), _result);

    [Benchmark]
    public void Sigmoid() => Elementwise.Map(default(SigmoidOperation<float>), View(_x), _result);

    [Benchmark]
    public void Gelu() => Elementwise.Map(default(GeluOperation<float>), View(_x), _result);

    private static Strided<float> View(float[] x) => new(in x[0], Layout.Contiguous([x.Length]));
}
