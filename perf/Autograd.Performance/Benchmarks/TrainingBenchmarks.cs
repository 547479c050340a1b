using BenchmarkDotNet.Attributes;

namespace Autograd.Performance;

/// <summary>The workloads that are compared with PyTorch, this library's side alone.</summary>
[MemoryDiagnoser]
public class TrainingBenchmarks
{
    private Workload? _workload;

    /// <summary>The names that `compare --only` knows.</summary>
    public static IEnumerable<string> Names => Catalog.Timed.Select(entry => entry.Name);

    /// <summary>Which work is done.</summary>
    [ParamsSource(nameof(Names))]
    public string Work { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => _workload = Catalog.Timed.First(entry => entry.Name == Work).Create(TapeOptions.Default);

    [GlobalCleanup]
    public void Release() => _workload!.Dispose();

    [Benchmark]
    public double Step() => _workload!.Step();
}
