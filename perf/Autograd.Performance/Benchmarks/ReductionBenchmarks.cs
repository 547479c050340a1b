using BenchmarkDotNet.Attributes;

namespace Autograd.Performance;

/// <summary>Reductions of a square float matrix: of all, of each row, of each column; and softmax of each row.</summary>
public class ReductionBenchmarks
{
    private float[] _x = [];
    private float[] _result = [];

    /// <summary>The length of a side.</summary>
    [Params(32, 256, 2048)]
    public int N { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _x = new Inputs().Data<float>("x", [N, N], 1);
        _result = new float[N * N];
    }

    [Benchmark(Baseline = true)]
    public void Sum() => Reduction.Sum(View(), Dimensions.All(2), _result);

    [Benchmark]
    public void SumOfRows() => Reduction.Sum(View(), Dimensions.None.Add(1), _result);

    [Benchmark]
    public void SumOfColumns() => Reduction.Sum(View(), Dimensions.None.Add(0), _result);

    [Benchmark]
    public void MaxOfRows() => Reduction.Max(View(), Dimensions.None.Add(1), _result);

    [Benchmark]
    public void SoftmaxOfRows() => SoftmaxFamily.Softmax(View(), Dimensions.None.Add(1), _result);

    private Strided<float> View() => new(in _x[0], Layout.Contiguous([N, N]));
}
