using System.Numerics;

namespace Autograd;

/// <summary>The layer of the largest elements of windows over all dimensions after the channels: a length of n gives ⌊(n + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1.</summary>
/// <remarks><c>x.MaxPool(…)</c> as a layer; elsewhere <c>torch.nn.MaxPool1d</c> to <c>MaxPool3d</c>.</remarks>
/// <typeparam name="T">Element type.</typeparam>
public sealed class MaxPool<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PoolWindow _window;

    /// <summary>A layer of windows that are alike in all dimensions.</summary>
    /// <param name="kernel">The length of a window, 1 or more.</param>
    /// <param name="stride">The distance from one window to the next, 1 or more; by default the length of a window.</param>
    /// <param name="padding">How far windows may reach beyond either end; from 0 to the kernel − 1.</param>
    /// <param name="dilation">The distance between the elements of a window, 1 or more.</param>
    /// <param name="ceiling">Whether the division is rounded up: elements that are left over at the end have a window of their own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MaxPool(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceiling = false) =>
        _window = PoolWindows.Checked("MaxPool", kernel, stride ?? kernel, padding, dilation, ceiling);

    /// <summary>Records the largest elements.</summary>
    /// <param name="x">The input, of shape [examples, channels, ...lengths].</param>
    /// <param name="pass">Either.</param>
    /// <returns>The output, of the same rank.</returns>
    /// <exception cref="ArgumentException">The input has another rank or no elements to pool, or windows are longer than it with its padding.</exception>
    public override Variable<T> Forward(Variable<T> x, Pass pass) => pass.Noted(this, x.MaxPool(_window.Kernel, _window.Stride, _window.Padding, _window.Dilation, _window.Ceiling));

    /// <summary>The length of a window, and what is not as usual.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"MaxPool {PoolWindows.Text(_window)}";
}
