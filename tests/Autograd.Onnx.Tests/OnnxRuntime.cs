using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace Autograd.OnnxTests;

/// <summary>A test that runs files. Where ONNX Runtime's native library cannot be loaded, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxFactAttribute : FactAttribute
{
    public OnnxFactAttribute() => Skip = OnnxRuntime.Missing;
}

/// <inheritdoc cref="OnnxFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxTheoryAttribute : TheoryAttribute
{
    public OnnxTheoryAttribute() => Skip = OnnxRuntime.Missing;
}

/// <summary>Runs files in ONNX Runtime.</summary>
internal static class OnnxRuntime
{
    /// <summary>Why it cannot be used here; null where it can.</summary>
    public static string? Missing { get; } = WhyMissing();

    /// <summary>Writes what was recorded from inputs to outputs, runs it with the inputs' values, and gives the outputs'.</summary>
    /// <param name="tape">The recording.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="optimizes">Whether nodes may be put together, as is usual; single operations are run as they stand in the file.</param>
    public static T[][] Run<T>(Tape<T> tape, OnnxValue<T>[] inputs, OnnxValue<T>[] outputs, bool optimizes = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            Onnx.Save(path, tape, inputs, outputs);
            return Run(path, inputs, outputs, optimizes);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs a file with the inputs' values, and gives the outputs', which have the lengths that were recorded.</summary>
    public static T[][] Run<T>(string path, OnnxValue<T>[] inputs, OnnxValue<T>[] outputs, bool optimizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.GraphOptimizationLevel = optimizes ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL;
        using var session = new InferenceSession(path, options);
        using var run = new RunOptions();
        OrtValue[] values = [.. inputs.Select(input => Value(input.Node))];
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, values, session.OutputNames);
        foreach (OrtValue value in values) value.Dispose();
        var elements = new T[outputs.Length][];
        for (int k = 0; k < outputs.Length; k++)
        {
            Assert.Equal(Lengths(outputs[k].Node), results[k].GetTensorTypeAndShape().Shape);
            elements[k] = IsIndices(outputs[k].Node)
                ? Array.ConvertAll(results[k].GetTensorDataAsSpan<long>().ToArray(), index => T.CreateChecked(index))
                : results[k].GetTensorDataAsSpan<T>().ToArray();
        }

        return elements;
    }

    /// <summary>The elements of a variable, or of indices as numbers.</summary>
    public static T[] Elements<T>(Variable<T> node)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        IsIndices(node) ? Array.ConvertAll(new Indices<T>(node).Values.ToArray(), index => T.CreateChecked(index)) : node.ToArray();

    private static bool IsIndices<T>(Variable<T> node)
        where T : unmanaged, IFloatingPointIeee754<T> => node.Tape.Program[node.Index].Operation.GivesIndices;

    private static long[] Lengths<T>(Variable<T> node)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. node.Shape.ToArray().Select(length => (long)length)];

    private static OrtValue Value<T>(Variable<T> node)
        where T : unmanaged, IFloatingPointIeee754<T> => IsIndices(node)
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(new Indices<T>(node).Values.ToArray(), index => (long)index), Lengths(node))
        : OrtValue.CreateTensorValueFromMemory(node.ToArray(), Lengths(node));

    private static string? WhyMissing()
    {
        try
        {
            OrtEnv.Instance().GetVersionString();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            return $"ONNX Runtime's native library cannot be loaded here: {e.Message}";
        }
    }
}
