using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>What convolutions and transposed ones have in common: their parameters, and what is asked of these.</summary>
internal static class ConvolutionParameters
{
    private const int MostDimensions = 3;

    /// <summary>A weight of zeros, [outputs, inputs/groups, ...kernel], or transposed [inputs, outputs/groups, ...kernel].</summary>
    public static Parameter<T> Weight<T>(string layer, string name, int inputs, int outputs, Shape kernel, int groups, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(name);
        if (inputs < 1) throw TrainingErrors.LengthBelow(layer, "number of input channels", inputs, 1, nameof(inputs));
        if (outputs < 1) throw TrainingErrors.LengthBelow(layer, "number of output channels", outputs, 1, nameof(outputs));
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) throw LayerErrors.Groups(layer, groups, inputs, outputs);
        if (kernel.Rank is < 1 or > MostDimensions) throw LayerErrors.Kernel(layer, kernel, MostDimensions);
        for (int d = 0; d < kernel.Rank; d++)
        {
            if (kernel[d] < 1) throw TrainingErrors.LengthBelow(layer, "length of the kernel", kernel[d], 1, nameof(kernel));
        }

        (int first, int second) = isTransposed ? (inputs, outputs) : (outputs, inputs);
        return new Parameter<T>("W" + name, (nint[])[first, second / groups, .. kernel.ToArray()]);
    }

    /// <summary>Refuses windows that are none.</summary>
    public static void Check(string layer, int stride, int padding, int dilation, int groups)
    {
        if (stride < 1) throw TrainingErrors.LengthBelow(layer, "stride", stride, 1, nameof(stride));
        if (padding < 0) throw TrainingErrors.LengthBelow(layer, "padding", padding, 0, nameof(padding));
        if (dilation < 1) throw TrainingErrors.LengthBelow(layer, "dilation", dilation, 1, nameof(dilation));
        if (groups < 1) throw TrainingErrors.LengthBelow(layer, "number of groups", groups, 1, nameof(groups));
    }

    /// <summary>Refuses parameters that do not fit together.</summary>
    public static void Check<T>(string layer, Shape weight, Parameter<T>? bias, int groups, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (weight.Rank is < 3 or > MostDimensions + 2) throw LayerErrors.ConvolutionWeight(layer, weight, MostDimensions, isTransposed);
        if (weight[0] % groups != 0) throw LayerErrors.WeightGroups(layer, groups, weight);
        int outputs = isTransposed ? weight[1] * groups : weight[0];
        if (bias is not null && bias.Shape != [outputs]) throw LayerErrors.BiasShape(layer, bias.Shape, weight, outputs);
    }

    /// <summary>The kernel, and what is not as usual.</summary>
    public static string Text(Shape weight, int stride, int padding, int dilation, int groups)
    {
        string kernel = string.Join('×', weight.ToArray()[2..]);
        return $", {kernel}{Unless(1, "stride", stride)}{Unless(0, "padding", padding)}{Unless(1, "dilation", dilation)}{Unless(1, "groups", groups)}";

        static string Unless(int usual, string what, int value) => value == usual ? "" : string.Create(CultureInfo.InvariantCulture, $", {what} {value}");
    }
}
