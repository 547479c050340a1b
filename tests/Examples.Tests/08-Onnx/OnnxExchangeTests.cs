using System.Diagnostics;
using System.Globalization;

namespace Autograd.Examples.OnnxExchange;

/// <summary>A test that needs Python with PyTorch. Where there is none, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        if (!File.Exists(OnnxExchangeTests.Python) || OnnxExchangeTests.Start("-c", "import numpy, torch").Code != 0)
            Skip = $"No {OnnxExchangeTests.Python} with PyTorch: whether the files can be read there was not tested. On Debian: apt-get install python3-torch";
    }
}

public sealed class OnnxExchangeTests : IDisposable
{
    internal const string Python = "/usr/bin/python3";

    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-").FullName;

    [Fact]
    public void TheEngine_ReadsAsTheModel()
    {
        using StringWriter output = new();
        (double accuracy, double difference) = Program.Run(Terminal.Plain(output), 2000, _folder);
        Assert.InRange(accuracy, 0.75, 0.95);
        Assert.InRange(difference, 0, 1e-5);
        string text = output.ToString();
        Assert.DoesNotContain('\x1b', text);
        Assert.All(text.ReplaceLineEndings("\n").Split('\n'), line => Assert.True(line.Length <= 80 && !line.EndsWith(' '), line));
        Assert.Contains("\na ", text, StringComparison.Ordinal);
        Assert.Equal(["digits-check.npz", "digits.npz", "digits.onnx", "digits.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Once by the weights of each file, PyTorch computes the same; by other weights it does not.</summary>
    [TorchFact]
    public void NumPyAndPyTorch_ReadTheWeights_AndComputeTheSame()
    {
        Program.Run(Terminal.Plain(TextWriter.Null), 500, _folder);
        double[] differences = Read();
        Assert.Equal(2, differences.Length);
        Assert.All(differences, difference => Assert.InRange(difference, 0, 1e-5));

        using DigitModel other = new(MnistImages.LoadHeldOut(), seed: 1);
        other.SaveNpz(Path.Combine(_folder, "digits.npz"));
        Assert.InRange(Read()[0], 0.01, 1);

        double[] Read()
        {
            var (code, printed, errors) = Start(Path.Combine(AppContext.BaseDirectory, "read.py"), _folder);
            Assert.True(code == 0, errors);
            return [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))];
        }
    }

    [Fact]
    public void AStep_AllocatesNothing()
    {
        using DigitModel model = new(MnistImages.LoadLearned().Take(130), seed: 1);
        Assert.Equal(0, Allocations.OfFiveSteps(() => model.Learn()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static (int Code, string Output, string Errors) Start(params string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
