using BenchmarkDotNet.Attributes;

namespace Autograd.Performance;

/// <summary>The matrix product of square float matrices, plain and with either operand transposed.</summary>
public unsafe class MatrixProductBenchmarks
{
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];

    /// <summary>The length of a side.</summary>
    [Params(16, 64, 256, 1024)]
    public int N { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var inputs = new Inputs();
        _a = inputs.Data<float>("a", [N, N], 1);
        _b = inputs.Data<float>("b", [N, N], 1);
        _c = new float[N * N];
    }

    [Benchmark(Baseline = true)]
    public void Plain() => Multiply(N, 1, N, 1);

    [Benchmark]
    public void RightTransposed() => Multiply(N, 1, 1, N);

    [Benchmark]
    public void LeftTransposed() => Multiply(1, N, N, 1);

    private void Multiply(nint aRow, nint aColumn, nint bRow, nint bColumn)
    {
        fixed (float* a = _a, b = _b, c = _c)
        {
            MatrixProduct.Multiply(N, N, N, a, aRow, aColumn, b, bRow, bColumn, c, N, accumulate: false);
        }
    }
}
