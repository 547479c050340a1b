using System.Numerics;

namespace Autograd;

/// <summary>
/// Files in the ONNX format, which ONNX Runtime and other engines run: what was recorded between inputs and outputs, with the parameters' values.
/// </summary>
/// <remarks>
/// Written is the operator set 20, which ONNX Runtime knows since version 1.17: the first in which Gelu is an operator of its own. The format is
/// specified at https://onnx.ai/onnx/repo-docs/IR.html.
/// </remarks>
/// <example>
/// <code>
/// using var tape = new Tape&lt;float&gt;();
/// var x = tape.Constant(image, [1, 1, 28, 28], "image");
/// Onnx.Save("digits.onnx", tape, inputs: [x], outputs: [network.Forward(x).Softmax(-1).Named("probabilities")]);
/// </code>
/// </example>
public static class Onnx
{
    /// <summary>
    /// Writes the operations from inputs to outputs. Inputs and outputs have the names of their nodes, or <c>input_0</c> and <c>output_0</c> by their places,
    /// and the lengths with which they were recorded, which are fixed in the file, that of the batch too: record a batch of the length that is to be run.
    /// Parameters, with their names, and constants stand in the file with the values that they have now. A file of that name is replaced once the new one is
    /// complete.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tape">The tape that holds the recording.</param>
    /// <param name="inputs">What is given to the file when it is run: leaves, or results, and then what leads to them is left out.</param>
    /// <param name="outputs">What it computes; variables or indices.</param>
    /// <typeparam name="T">
    /// Element type. Of <see cref="double"/> every file is right, but ONNX Runtime has kernels for some operators only.
    /// </typeparam>
    /// <exception cref="ArgumentException">There is no output, or two inputs or outputs have the same name.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since a value was recorded, or holds another one; or the file would be longer than 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written; then the one that was there is as it was.</exception>
    /// <exception cref="NotSupportedException">An operation has no ONNX form.</exception>
    public static void Save<T>(string path, Tape<T> tape, ReadOnlySpan<OnnxValue<T>> inputs, ReadOnlySpan<OnnxValue<T>> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tape);
        OnnxModel<T> model = OnnxModel<T>.Of(tape, inputs, outputs);
        using var replacement = new FileReplacement(path);
        model.Write(replacement.Stream);
        replacement.Commit();
    }
}
