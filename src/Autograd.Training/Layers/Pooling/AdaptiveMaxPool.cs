using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>
/// The layer of the largest elements of a given number of windows over each dimension after the channels, whatever its length; windows as those of
/// <see cref="AdaptiveAveragePool{T}"/>.
/// </summary>
/// <remarks><c>x.AdaptiveMaxPool(windows)</c> as a layer; elsewhere <c>torch.nn.AdaptiveMaxPool1d</c> to <c>AdaptiveMaxPool3d</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class AdaptiveMaxPool<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _windows;

    /// <summary>A layer of so many windows in each dimension.</summary>
    /// <param name="windows">Their number, 1 or more: the lengths of the output.</param>
    /// <exception cref="ArgumentOutOfRangeException">No window.</exception>
    public AdaptiveMaxPool(int windows)
    {
        if (windows < 1) throw TrainingErrors.LengthBelow("AdaptiveMaxPool", "number of windows", windows, 1, nameof(windows));
        _windows = windows;
    }

    /// <summary>Records the largest elements.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of the same rank.</returns>
    /// <exception cref="ArgumentException">The input has another rank or no elements to pool.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => pass.Noted(this, x.AdaptiveMaxPool(_windows));

    /// <summary>The number of windows.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AdaptiveMaxPool {_windows}");
}
