using System.Globalization;

namespace Autograd.Performance;

/// <summary>The environment that a PyTorch process is started in.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Variables">Variables that are set; all that could steer PyTorch and are not here are removed.</param>
internal sealed record TorchSettings(string Name, IReadOnlyDictionary<string, string> Variables)
{
    private const string Allocator = "libtcmalloc_minimal.so.4";

    private static readonly string[] Steering =
    [
        "OPENBLAS_CORETYPE", "ATEN_CPU_CAPABILITY", "LD_PRELOAD", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "GOTO_NUM_THREADS",
    ];

    /// <summary>Nothing but the number of threads: what a user gets.</summary>
    public static TorchSettings AsInstalled { get; } = new("as installed", new Dictionary<string, string>());

    /// <summary>
    /// The fastest kernels for this processor, and an allocator that keeps pages: without them PyTorch's own kernels of this build use half
    /// of an AVX-512 register, OpenBLAS may not know the processor, and large tensors are paid for by page faults.
    /// </summary>
    public static TorchSettings Best()
    {
        var variables = new Dictionary<string, string>
        {
            ["OPENBLAS_CORETYPE"] = BestCore,
            ["ATEN_CPU_CAPABILITY"] = HasAvx512 ? "avx512" : "avx2",
        };
        if (Directory.Exists("/usr/lib") && Directory.EnumerateDirectories("/usr/lib").Any(folder => File.Exists(Path.Combine(folder, Allocator))))
            variables["LD_PRELOAD"] = Allocator;
        return new TorchSettings("at its best", variables);
    }

    /// <summary>Whether the processor has AVX-512, whatever this runtime is told to use.</summary>
    public static bool HasAvx512 { get; } =
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").Any(line => line.StartsWith("flags", StringComparison.Ordinal) && line.Contains(" avx512f "));

    /// <summary>What OpenBLAS calls its fastest kernels for this processor; its Zen kernels are those of Haswell.</summary>
    public static string BestCore => HasAvx512 ? "SkylakeX" : "Haswell";

    /// <summary>The settings in words.</summary>
    public string Description =>
        (Variables.Count == 0 ? "no settings" : string.Join(" ", Variables.Select(variable => $"{variable.Key}={variable.Value}"))) +
        (Variables.Count == 0 || Variables.ContainsKey("LD_PRELOAD") ? "" : $" (without {Allocator}, which is not installed)");

    /// <summary>Puts the settings into the environment of a process.</summary>
    public void Apply(IDictionary<string, string?> environment, int threads)
    {
        foreach (string name in Steering) environment.Remove(name);
        foreach (var (name, value) in Variables) environment[name] = value;
        string count = threads.ToString(CultureInfo.InvariantCulture);
        environment["OPENBLAS_NUM_THREADS"] = count;
        environment["OMP_NUM_THREADS"] = count;
    }
}
