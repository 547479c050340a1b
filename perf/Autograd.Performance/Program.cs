using BenchmarkDotNet.Running;

namespace Autograd.Performance;

/// <summary>`overhead` prints the cost of bookkeeping; anything else goes to BenchmarkDotNet.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments is ["overhead"]) Overhead.Print(Console.Out);
        else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
    }
}
