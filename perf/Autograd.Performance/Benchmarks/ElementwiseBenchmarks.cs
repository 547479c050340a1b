using BenchmarkDotNet.Attributes;

namespace Autograd.Performance;

/// <summary>Element-wise kernels on contiguous floats.</summary>
public class ElementwiseBenchmarks
{
    private static readonly ElementKernel<float> AddKernel = OfTwo<float, AddOperation<float>>.Kernel(default);
    private static readonly ElementKernel<float> ExpKernel = OfOne<float, ExpOperation<float>>.Kernel(default);
    private static readonly ElementKernel<float> TanhKernel = OfOne<float, TanhOperation<float>>.Kernel(default);
    private static readonly ElementKernel<float> SigmoidKernel = OfOne<float, SigmoidOperation<float>>.Kernel(default);
    private static readonly ElementKernel<float> GeluKernel = OfOne<float, GeluOperation<float>>.Kernel(default);
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
    public void Add() => Elementwise.Map(AddKernel, View(_x), View(_y), _result);

    [Benchmark]
    public void Exp() => Elementwise.Map(ExpKernel, View(_x), _result);

    [Benchmark]
    public void Tanh() => Elementwise.Map(TanhKernel, View(_x), _result);

    [Benchmark]
    public void Sigmoid() => Elementwise.Map(SigmoidKernel, View(_x), _result);

    [Benchmark]
    public void Gelu() => Elementwise.Map(GeluKernel, View(_x), _result);

    private static Strided<float> View(float[] x) => new(in x[0], Layout.Contiguous([x.Length]));
}
