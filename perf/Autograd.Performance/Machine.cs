using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Performance;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, vector width and runtime, for the heading of a table.</summary>
    public static string Description => $"{Processor}, {Environment.ProcessorCount} core(s), {VectorBits}-bit vectors, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The widest vectors that the runtime uses.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string Processor
    {
        get
        {
            if (!File.Exists("/proc/cpuinfo")) return RuntimeInformation.ProcessArchitecture.ToString();
            string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
        }
    }
}
