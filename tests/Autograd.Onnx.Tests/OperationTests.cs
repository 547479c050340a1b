using System.Numerics;
using Autograd.Tests.Operations;
using Microsoft.ML.OnnxRuntime;

namespace Autograd.OnnxTests;

/// <summary>Every operation that has a form, on every row of the core's table: lengths of 0 and 1, rank 0, views, broadcasts.</summary>
public class OperationTests
{
    /// <summary>Units in the last place that a result may differ by.</summary>
    private const double Allowed = 4;

    /// <summary>Operations that add up, of which a unit is that of what their terms' sizes add up to: an order of adding is nobody's promise.</summary>
    private static readonly HashSet<string> _sums =
        ["AveragePool", "Convolution", "ConvolutionTranspose", "Dot", "Einsum", "GlobalAveragePool", "MatMul", "Mean", "NanMean", "NanSum", "Sum", "TensorDot", "Trace"];

    [OnnxTheory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void A_file_gives_what_the_library_gives(string operation)
    {
        using var exported = new ExportedOperation<float>(operation);
        ExportedRow<float>[] rows = exported.Written;
        if (rows.Length == 0) return;
        float[][] actual = exported.Run();
        for (int k = 0; k < rows.Length; k++)
        {
            float[] expected = OnnxRuntime.Elements(rows[k].Result), unit = _sums.Contains(operation) ? exported.Sizes(rows[k]) : expected;
            double worst = 0;
            for (int i = 0; i < expected.Length; i++) worst = Math.Max(worst, Units.Between(expected[i], actual[k][i], Units.IsAbsolute(operation) ? Math.Max(1, unit[i]) : unit[i]));
            Assert.True(worst <= Allowed, $"{rows[k].Row}: {worst} units in the last place.\nexpected {string.Join(' ', expected)}\nactual   {string.Join(' ', actual[k])}");
        }
    }

    /// <summary>Of double a file is right too, to 1e-14 and an approximation that ONNX Runtime makes; but it may have no kernel. Where it has none is in the documentation.</summary>
    [OnnxTheory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public void So_does_one_of_double_where_there_are_kernels(string operation)
    {
        using var exported = new ExportedOperation<double>(operation);
        ExportedRow<double>[] rows = exported.Written;
        if (rows.Length == 0) return;
        bool hasKernels = !Page.HasNoDouble(operation);
        double[][] actual;
        try
        {
            actual = exported.Run();
            Assert.True(hasKernels, $"docs/onnx.md says between <!-- double --> and <!-- /double --> that ONNX Runtime has no kernels for {operation}; it has.");
        }
        catch (OnnxRuntimeException e) when (e.Message.Contains("Could not find an implementation", StringComparison.Ordinal) || e.Message.Contains("tensor(double)", StringComparison.Ordinal))
        {
            Assert.False(hasKernels, $"docs/onnx.md should list {operation} between <!-- double --> and <!-- /double -->.");
            return;
        }

        for (int k = 0; k < rows.Length; k++)
        {
            double[] expected = OnnxRuntime.Elements(rows[k].Result);
            double largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < expected.Length; i++)
            {
                bool same = expected[i].Equals(actual[k][i]) || Math.Abs(expected[i] - actual[k][i]) <= 1e-14 * largest;
                Assert.True(same, $"{rows[k].Row}: {expected[i]} is {actual[k][i]}");
            }
        }
    }

    /// <summary>Indices that all slices share, as functions that are mapped over slices record them.</summary>
    [OnnxFact]
    public void Shared_indices_are_repeated()
    {
        using var tape = new Tape<float>();
        Variable<float> x = tape.Constant([1, 2, 3, 4, 5, 6], [2, 3], "x");
        Indices<float> places = tape.Indices([2, 0]), place = tape.Indices([1, 0, 1]);
        OnnxValue<float>[] outputs = [x.Apply(new GatherAlongOperation<float>(1), places), x.Apply(new PickOperation<float>(0), place)];
        Assert.Equal([[3, 1, 6, 4], [4, 2, 6]], OnnxRuntime.Run(tape, [x], outputs));
    }
}

/// <summary>How far results are apart.</summary>
internal static class Units
{
    /// <summary>
    /// Operations of which a unit is that of 1 where the result is smaller: ONNX Runtime's approximations, or the operators as the format defines them,
    /// lose digits there. Gelu is ½ x (1 + erf(x/√2)), which cancels below 0, Elu has eˣ − 1, and the loss of CTC is what is left of sums of logarithms.
    /// </summary>
    public static bool IsAbsolute(string operation) => operation is "Celu" or "CtcLoss" or "Elu" or "Gelu" or "GeluTanh" or "Scan" or "Selu" or "Sigmoid" or "Silu";

    /// <summary>A difference in units in the last place of a number; two NaN are equal.</summary>
    public static double Between(float expected, float actual, float of)
    {
        if (expected.Equals(actual) || expected == actual) return 0;
        double difference = Math.Abs((double)expected - actual), unit = (double)MathF.BitIncrement(MathF.Abs(of)) - MathF.Abs(of);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference / unit;
    }
}
