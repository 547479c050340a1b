using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Autograd.Performance;

/// <summary>A child process that does the work in PyTorch and answers requests, one line each way (perf/pytorch/compare.py).</summary>
internal sealed class TorchProcess : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly Process _process;

    private TorchProcess(Process process) => _process = process;

    /// <summary>What it runs: version, instruction set, library, number of threads.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Starts one, or says in <paramref name="why"/> what is missing.</summary>
    public static TorchProcess? Start(string python, int threads, TorchSettings settings, out string why)
    {
        var start = new ProcessStartInfo(python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "pytorch", "compare.py"), threads.ToString(CultureInfo.InvariantCulture) },
        };
        settings.Apply(start.Environment, threads);
        try
        {
            var torch = new TorchProcess(Process.Start(start)!);
            JsonElement hello = torch.Answer();
            torch.Description =
                $"PyTorch {hello.GetProperty("version").GetString()}, {hello.GetProperty("capability").GetString()}, " +
                $"{hello.GetProperty("library").GetString()}, {hello.GetProperty("threads").GetInt32()} thread(s)";
            why = "";
            return torch;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or TorchException)
        {
            why = exception.Message;
            return null;
        }
    }

    /// <summary>Begins a workload from the inputs in a file; returns the results of the first steps.</summary>
    public double[] Open(string workload, string file, Inputs inputs, int checks) =>
        [.. Ask(new { command = "open", workload, file, tensors = inputs.Descriptions, checks }).GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];

    /// <summary>The seconds that a step takes, over some steps.</summary>
    public double Seconds(int steps) => Ask(new { command = "time", steps }).GetProperty("seconds").GetDouble();

    /// <summary>By how many bytes the process has grown at most since before the workload was opened, after some steps.</summary>
    public long PeakBytes(int steps) => Ask(new { command = "memory", steps }).GetProperty("bytes").GetInt64();

    /// <summary>Forgets the workload.</summary>
    public void Close() => Ask(new { command = "close" });

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonElement Ask<TRequest>(TRequest request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
        _process.StandardInput.Flush();
        return Answer();
    }

    private JsonElement Answer()
    {
        string line = _process.StandardOutput.ReadLine() ?? throw new TorchException("The PyTorch process has ended; see its message above.");
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out JsonElement error) ? throw new TorchException(error.GetString() ?? line) : answer;
    }
}

/// <summary>The PyTorch side cannot work.</summary>
internal sealed class TorchException(string message) : Exception(message);
