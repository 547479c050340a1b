using System.Numerics;

namespace Autograd;

/// <summary>The layer of the means of windows over all dimensions after the channels: a length of n gives ⌊(n + 2 padding − kernel) / stride⌋ + 1.</summary>
/// <remarks>
/// <c>x.AveragePool(…)</c> as a layer; elsewhere <c>torch.nn.AvgPool1d</c> to <c>AvgPool3d</c>, whose means count the padding as zeros unless they are told not to.
/// </remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class AveragePool<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PoolWindow _window;
    private readonly bool _countIncludePadding;

    /// <summary>A layer of windows that are alike in all dimensions.</summary>
    /// <param name="kernel">The length of a window, 1 or more.</param>
    /// <param name="stride">The distance from one window to the next, 1 or more; by default the length of a window.</param>
    /// <param name="padding">How far windows may reach beyond either end; from 0 to the kernel − 1.</param>
    /// <param name="countIncludePadding">Whether padding counts as zeros.</param>
    /// <param name="ceiling">Whether the division is rounded up: elements that are left over at the end have a window of their own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AveragePool(int kernel, int? stride = null, int padding = 0, bool countIncludePadding = false, bool ceiling = false)
    {
        _window = PoolWindows.Checked("AveragePool", kernel, stride ?? kernel, padding, dilation: 1, ceiling);
        _countIncludePadding = countIncludePadding;
    }

    /// <summary>Records the means.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of the same rank.</returns>
    /// <exception cref="ArgumentException">The input has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => pass.Noted(this, x.AveragePool(_window.Kernel, _window.Stride, _window.Padding, _countIncludePadding, _window.Ceiling));

    /// <summary>The length of a window, and what is not as usual.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"AveragePool {PoolWindows.Text(_window)}";
}
