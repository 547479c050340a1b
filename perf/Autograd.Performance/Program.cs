using System.Runtime.CompilerServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace Autograd.Performance;

/// <summary>The measurements of perf/README.md; anything that is not one of its commands goes to BenchmarkDotNet.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["compare", .. var rest]:
                if (ComparisonOptions.Parse(rest) is { } options && Catalog.All.Any(options.Wants)) return Comparison.Run(options, Console.Out);
                Console.Error.WriteLine(ComparisonOptions.Usage);
                Console.Error.WriteLine($"Workloads: {string.Join(", ", Catalog.All.Select(entry => entry.Name))}");
                return 2;
            case [MemoryComparison.ChildCommand, var evaluation]:
                MemoryComparison.RunChild(evaluation, Console.Out);
                return 0;
            case ["kernels", .. var rest]:
                return KernelComparison.Run(rest, Console.Out);
            case ["finance", .. var rest]:
                return FinanceComparison.Run(rest, Console.Out);
            case ["startup"]:
                StartUp.Print(Console.Out);
                return 0;
            case ["overhead"]:
                Overhead.Print(Console.Out);
                return 0;
            case ["checks"]:
                FinitenessChecks.Print(Console.Out);
                return 0;
            case ["numbers", .. var rest]:
                return NumbersPage.Run(rest);
            case ["sparse"]:
                SparseDerivatives.Print(Console.Out);
                return 0;
            default:
                return RunBenchmarks(arguments);
        }
    }

    /// <summary>
    /// Apart from Main, so that the other commands do not load BenchmarkDotNet. It builds a program of its own, for which its two
    /// minutes are short on a busy machine.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunBenchmarks(string[] arguments)
    {
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10)));
        return 0;
    }
}
