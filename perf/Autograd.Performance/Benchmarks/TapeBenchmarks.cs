using BenchmarkDotNet.Attributes;

namespace Autograd.Performance;

/// <summary>What recording and differentiating cost where there is hardly anything to compute; a step allocates nothing.</summary>
[MemoryDiagnoser]
public class TapeBenchmarks
{
    private const int ChainLength = 1000;
    private SmallNetwork? _network;
    private Chain? _chain;

    /// <summary>When recorded operations are computed.</summary>
    [ParamsAllValues]
    public EvaluationMode Evaluation { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var options = new TapeOptions { Evaluation = Evaluation };
        _network = new SmallNetwork(options);
        _chain = new Chain(options, ChainLength);
    }

    [GlobalCleanup]
    public void Release()
    {
        _network!.Dispose();
        _chain!.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void RecordSmallNetwork() => _network!.Record();

    [Benchmark]
    public double StepSmallNetwork() => _network!.Step();

    /// <summary>Time per operation of a chain, forward and backward.</summary>
    [Benchmark(OperationsPerInvoke = ChainLength)]
    public double ChainOperation() => _chain!.Step();
}
