using Microsoft.ML.OnnxRuntime;

namespace Autograd.Examples.OnnxExchange;

/// <summary>A file in the ONNX format, run by ONNX Runtime. Nothing here knows of the library that wrote it.</summary>
internal sealed class Engine : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    public Engine(string path)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1 };
        _session = new(path, options);
    }

    /// <summary>What it says of images, of as many as the file was written for.</summary>
    public float[] Run(float[] pixels)
    {
        long[] lengths = Array.ConvertAll(_session.InputMetadata["images"].Dimensions, length => (long)length);
        using OrtValue images = OrtValue.CreateTensorValueFromMemory(pixels, lengths);
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_run, ["images"], [images], ["probabilities"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
