using System.Globalization;

namespace Autograd;

/// <summary>What pooling layers ask of their windows.</summary>
internal static class PoolWindows
{
    /// <summary>Windows that were checked when the layer was made rather than when it is used.</summary>
    public static PoolWindow Checked(string layer, int kernel, int stride, int padding, int dilation, bool ceiling)
    {
        if (kernel < 1) throw TrainingErrors.LengthBelow(layer, "kernel", kernel, 1, nameof(kernel));
        if (stride < 1) throw TrainingErrors.LengthBelow(layer, "stride", stride, 1, nameof(stride));
        if (padding < 0) throw TrainingErrors.LengthBelow(layer, "padding", padding, 0, nameof(padding));
        if (padding >= kernel) throw TrainingErrors.LengthAbove(layer, "padding", padding, kernel - 1, nameof(padding));
        if (dilation < 1) throw TrainingErrors.LengthBelow(layer, "dilation", dilation, 1, nameof(dilation));
        return new PoolWindow(kernel, stride, padding, dilation, ceiling);
    }

    /// <summary>The length of a window, and what is not as usual.</summary>
    public static string Text(PoolWindow window)
    {
        string stride = window.Stride == window.Kernel ? "" : string.Create(CultureInfo.InvariantCulture, $", stride {window.Stride}");
        string padding = window.Padding == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", padding {window.Padding}");
        string dilation = window.Dilation == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", dilation {window.Dilation}");
        return string.Create(CultureInfo.InvariantCulture, $"{window.Kernel}{stride}{padding}{dilation}{(window.Ceiling ? ", ceiling" : "")}");
    }
}
