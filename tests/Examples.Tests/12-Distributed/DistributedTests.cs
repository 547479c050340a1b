using System.Diagnostics;

namespace Autograd.Examples.Distributed;

public sealed class DistributedTests : IDisposable
{
    private static readonly Settings Small = new() { Images = 600, HeldOut = 200, Epochs = 2, Batch = 32, LearningRate = 0.004 };

    private readonly string _folder = Directory.CreateTempSubdirectory("distributed-").FullName;

    [Fact]
    public void AShortTraining_ReadsMostDigits_AndReports()
    {
        using Ranks ranks = Ranks.Join();
        using StringWriter output = new();
        Assert.InRange(Program.Run(ranks, output, Small, _folder), 0.6, 0.9);

        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("A convolution network reads handwritten digits: processes: 1, no MPI", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("      2 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("of which 0.0 % in communication; 0 MB sent", StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{16}$", lines[^2]);
        Assert.Equal(["distributed.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void AnInterruptedTraining_GoesOnWithTheSameBits()
    {
        string file = Path.Combine(_folder, "checkpoint");
        MnistImages images = MnistImages.LoadLearned().Take(64);
        using Ranks ranks = Ranks.Join();
        using Learner one = new(ranks, images, Small), other = new(ranks, images, Small);
        for (int step = 0; step < 3; step++) one.Learn();
        one.Save(file);
        float[] expected = [one.Learn(), one.Learn()];
        Assert.True(other.Load(file));
        Assert.Equal(expected, Enumerable.Range(0, 2).Select(_ => other.Learn()));
    }

    [Fact]
    public void AStep_AllocatesNothing()
    {
        using Ranks ranks = Ranks.Join();
        using Learner learner = new(ranks, MnistImages.LoadLearned().Take(64), Small);
        Assert.Equal(0, Allocations.OfFiveSteps(() => learner.Learn()));
    }

    [MpiFact]
    public void TwoProcesses_ComeToTheBitsOfOne()
    {
        string program = typeof(Program).Assembly.Location;
        string expected = Hash("dotnet", program, "1", "192");
        Assert.Equal(expected, Hash(MpiFactAttribute.Mpirun!, "-np", "2", "--allow-run-as-root", "--oversubscribe", "dotnet", program, "1", "192"));

        static string Hash(string command, params string[] arguments)
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
            string hash = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
            process.WaitForExit();
            Assert.Matches("^[0-9a-f]{16}$", hash);
            return hash;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A test that needs mpirun. Where there is none, it is reported as skipped, with the reason.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MpiFactAttribute : FactAttribute
    {
        public MpiFactAttribute()
        {
            if (Mpirun is null) Skip = "No mpirun in PATH: whether several processes compute the same bits was not tested. On Debian: apt-get install openmpi-bin";
        }

        public static string? Mpirun { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "mpirun")).FirstOrDefault(File.Exists);
    }
}
